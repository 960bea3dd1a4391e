import { useState } from 'react';
import { Select } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { FeelInput } from './feel-input.tsx';
import { processWords } from './process-words.ts';

const ofCase = 'case.organisation';
type Way = 'any' | 'ofCase' | 'computed';
const wayOf = (value: string): Way => (value === '' ? 'any' : value.trim() === ofCase ? 'ofCase' : 'computed');

/** 办理单位: the usual ones by name; any other by an expression. */
export function OrganisationChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useWords(processWords);
  const [computed, setComputed] = useState(wayOf(value) === 'computed');
  const way = computed ? 'computed' : wayOf(value);
  const choose = (next: Way): void => {
    setComputed(next === 'computed');
    if (next !== 'computed') onChange(next === 'any' ? '' : ofCase);
  };
  return (
    <>
      <Select<Way> label={t('organisation')} value={way} onChange={choose} options={[{ value: 'any', label: t('organisationAny') }, { value: 'ofCase', label: t('organisationOfCase') }, { value: 'computed', label: t('organisationComputed') }]} />
      {way === 'computed' && <FeelInput label={t('organisationFeel')} hint={t('organisationHint')} value={value} onChange={onChange} />}
    </>
  );
}

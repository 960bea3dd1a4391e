import type { InputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import type { dataQuality } from '../../api/contracts.ts';
import { Labelled, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { cleaningWords } from './cleaning-words.ts';

export type Cleaning = InputOf<typeof dataQuality.previewCleaning>['cleanings'][number];
export type Step = Cleaning['steps'][number];

const kinds = ['trim', 'half-width', 'remove-blanks', 'upper', 'lower', 'date', 'map', 'empty'] as const;
const stepsMax = 10;

const fresh = (kind: Step['do']): Step => (kind === 'map' ? { do: 'map', codes: {} } : kind === 'empty' ? { do: 'empty', values: [] } : { do: kind });
const codesOf = (text: string): Record<string, string> => Object.fromEntries(text.split('\n').flatMap((line) => { const [from, to] = line.split(/[=＝]/).map((part) => part.trim()); return from === undefined || from === '' || to === undefined || to === '' ? [] : [[from, to]]; }));
const valuesOf = (text: string): string[] => text.split(/[、,，]/).map((part) => part.trim()).filter((part) => part !== '');

/** A step that can be run: what it maps or empties is said. */
export const isWhole = (step: Step): boolean => (step.do === 'map' ? Object.keys(step.codes).length > 0 : step.do === 'empty' ? step.values.length > 0 : true);

/** 清洗步骤 of one column, in order. */
export function CleaningSteps({ of, steps, onChange }: { of: string; steps: readonly Step[]; onChange: (steps: Step[]) => void }) {
  const t = useWords(cleaningWords);
  const put = (at: number, step: Step): void => onChange(steps.map((s, i) => (i === at ? step : s)));
  return (
    <div className="dg-steps">
      {steps.map((step, at) => (
        <button key={at} type="button" className="dk-tag dk-tag--accent dg-step" aria-label={t('remove', { step: t(step.do) })} title={t('remove', { step: t(step.do) })} onClick={() => onChange(steps.filter((_, i) => i !== at))}>{`${t(step.do)} ×`}</button>
      ))}
      {steps.length < stepsMax && (
        <span className="dg-add"><Labelled label={<span className="dk-hidden">{`${of}${between().named}${t('addStep')}`}</span>}>
          {(ids) => (
            <select {...ids} className="dk-input" value="" onChange={(event) => onChange([...steps, fresh(event.target.value as Step['do'])])}>
              <option value="" disabled>{t('addStep')}</option>
              {kinds.map((kind) => <option key={kind} value={kind}>{t(kind)}</option>)}
            </select>
          )}
        </Labelled></span>
      )}
      {steps.map((step, at) => (step.do === 'map' ? <Codes key={at} codes={step.codes} onChange={(codes) => put(at, { do: 'map', codes })} /> : step.do === 'empty' ? <Values key={at} values={step.values} onChange={(values) => put(at, { do: 'empty', values })} /> : null))}
    </div>
  );
}

function Codes({ codes, onChange }: { codes: Readonly<Record<string, string>>; onChange: (codes: Record<string, string>) => void }) {
  const t = useWords(cleaningWords);
  const [text, setText] = useState(Object.entries(codes).map(([from, to]) => `${from}=${to}`).join('\n'));
  return <TextArea label={t('map')} hint={t('mapHint')} rows={2} value={text} onChange={(next) => { setText(next); onChange(codesOf(next)); }} />;
}

function Values({ values, onChange }: { values: readonly string[]; onChange: (values: string[]) => void }) {
  const t = useWords(cleaningWords);
  const [text, setText] = useState(values.join(between().things));
  return <TextInput label={t('empty')} hint={t('emptyHint')} value={text} onChange={(next) => { setText(next); onChange(valuesOf(next)); }} />;
}

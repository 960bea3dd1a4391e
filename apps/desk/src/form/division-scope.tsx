import { useId } from 'react';
import { defineWords, useWords } from '../words/define-words.ts';
import { RegionField } from './region-field.tsx';

const words = defineWords('divisionScope', {
  label: ['数据范围（属地）', 'Rows of which division'],
  whole: ['全部记录', 'All rows'],
  one: ['仅一个行政区划的记录', 'Those of one division only'],
  hint: ['选到省、市、县（区）、乡镇或村均可，以所选最下一级为准', 'Down to any level: the lowest one chosen counts'],
});

/** 按行授权: all rows, or those of one division; '' for all, null while none is chosen yet. */
export function DivisionScope({ value, onChange }: { value: string | null; onChange: (scope: string | null) => void }) {
  const t = useWords(words);
  const id = useId();
  return (
    <fieldset className="dk-conditions">
      <legend>{t('label')}</legend>
      <div className="dk-buttons">
        <label className="dk-check"><input type="radio" name={id} checked={value === ''} onChange={() => onChange('')} /> {t('whole')}</label>
        <label className="dk-check"><input type="radio" name={id} checked={value !== ''} onChange={() => onChange(null)} /> {t('one')}</label>
      </div>
      {value !== '' && <><RegionField id={`${id}-region`} level="village" value={value ?? ''} onChange={onChange} /><small className="dk-soft">{t('hint')}</small></>}
    </fieldset>
  );
}

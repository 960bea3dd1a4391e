import type { InputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { data, type privacy } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Select, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { computingWords } from './computing-words.ts';

export type Dataset = NonNullable<InputOf<typeof privacy.answerProposal>['dataset']>;
interface Choice {
  register: string;
  field: string;
  groupField: string;
  groupValues: Record<string, string>;
  valueField: string;
}
export interface DatasetChoice {
  choice: Choice;
  change: (change: Partial<Choice>) => void;
  /** Undefined while something is missing. */
  dataset: Dataset | undefined;
  wants: Wants;
}
/** What the agreement's responder has to name beside the compared field; null for the initiator and for counts. */
export interface Wants {
  groups: readonly string[];
  value: boolean;
}

export function useDataset(wants: Wants): DatasetChoice {
  const [choice, set] = useState<Choice>({ register: 'population', field: 'identityNumber', groupField: '', groupValues: {}, valueField: '' });
  const values = wants.groups.map((group) => (choice.groupValues[group] ?? '').trim());
  const complete = choice.register !== '' && choice.field !== '' && (wants.groups.length === 0 || (choice.groupField !== '' && values.every((v) => v !== ''))) && (!wants.value || choice.valueField !== '');
  const dataset: Dataset = { register: choice.register, field: choice.field, ...(wants.groups.length === 0 ? {} : { group: { field: choice.groupField, values } }), ...(wants.value ? { value: choice.valueField } : {}) };
  return { choice, change: (change) => set((now) => ({ ...now, ...change })), dataset: complete ? dataset : undefined, wants };
}

const numbers = new Set(['integer', 'decimal', 'money']);

/** 本方参与的数据: register, compared field, and as responder the fields of groups and sums. */
export function DatasetFields({ of: { choice, change, wants } }: { of: DatasetChoice }) {
  const t = useWords(computingWords);
  const { data: catalogue } = useRead(data.listRegisters, {});
  const registers = catalogue?.registers ?? [];
  const fields = registers.find((one) => one.id === choice.register)?.fields ?? [];
  const options = (list: readonly { id: string; title: string }[]): { value: string; label: string }[] => [{ value: '', label: t('none') }, ...list.map((one) => ({ value: one.id, label: one.title }))];
  return (
    <fieldset className="dc-wide">
      <legend>{t('dataset')}</legend>
      <p className="dk-soft">{t('datasetHint')}</p>
      <div className="dc-form">
        <Select label={t('register')} value={choice.register} onChange={(register) => change({ register, field: '', groupField: '', valueField: '' })} options={options(registers)} />
        <Select label={t('field')} value={choice.field} onChange={(field) => change({ field })} options={options(fields.filter((f) => f.type !== 'json'))} />
        {wants.groups.length > 0 && <Select label={t('groupField')} value={choice.groupField} onChange={(groupField) => change({ groupField })} options={options(fields.filter((f) => !f.sensitive && f.type !== 'json'))} />}
        {wants.value && <Select label={t('valueField')} value={choice.valueField} onChange={(valueField) => change({ valueField })} options={options(fields.filter((f) => numbers.has(f.type)))} />}
        {wants.groups.map((group) => (
          <TextInput key={group} label={t('groupValue', { group })} value={choice.groupValues[group] ?? ''} onChange={(value) => change({ groupValues: { ...choice.groupValues, [group]: value } })} max={60} required />
        ))}
      </div>
    </fieldset>
  );
}

import { useState } from 'react';
import { defineWords, useWords } from '../words/define-words.ts';
import { sayFeel } from '../words/say-feel.ts';
import { Button } from './button.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { feelOf, needsValue, operatorsFor, type Condition, type ConditionColumn } from './condition-feel.ts';
import { Select, TextArea, TextInput } from './field.tsx';

const conditionWords = defineWords('condition', {
  byParts: ['逐项选择', 'By choice'],
  byText: ['写表达式', 'As an expression'],
  column: ['列', 'Column'],
  op: ['条件', 'Condition'],
  value: ['值', 'Value'],
  add: ['增加条件', 'Add a condition'],
  remove: ['删除条件', 'Remove'],
  hint: ['FEEL 表达式；只支持可整列计算的写法', 'FEEL; what works on whole columns'],
  says: ['即：{{words}}', 'That is: {{words}}'],
  choose: ['请选择', 'Choose'],
  '=': ['等于', 'is'],
  '!=': ['不等于', 'is not'],
  '<': ['小于', 'is less than'],
  '<=': ['不大于', 'is at most'],
  '>': ['大于', 'is more than'],
  '>=': ['不小于', 'is at least'],
  starts: ['开头是', 'begins with'],
  contains: ['包含', 'contains'],
  filled: ['不为空', 'is filled in'],
  empty: ['为空', 'is empty'],
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
});

/** 条件 over columns: chosen part by part, or written as FEEL by those who know it; handed on as FEEL. */
export function ConditionField({ label, columns, value, onChange }: { label: string; columns: readonly ConditionColumn[]; value: string; onChange: (feel: string) => void }) {
  const t = useWords(conditionWords);
  const [mode, setMode] = useState<'byParts' | 'byText'>(value === '' ? 'byParts' : 'byText');
  const [conditions, setConditions] = useState<Condition[]>([]);
  const put = (next: Condition[]): void => {
    setConditions(next);
    onChange(feelOf(next, columns));
  };
  const change = (at: number, more: Partial<Condition>): void => put(conditions.map((c, i) => (i === at ? { ...c, ...more } : c)));
  const kindOf = (name: string): string => columns.find((c) => c.name === name)?.kind ?? 'text';
  const says = value === '' ? undefined : sayFeel(value, (name) => columns.find((c) => c.name === name)?.title, (name, code) => columns.find((c) => c.name === name)?.codes?.find((one) => one.code === code)?.name);
  return (
    <fieldset className="dk-conditions">
      <legend>{label}</legend>
      <ChoiceBar label={label} value={mode} onChange={setMode} options={(['byParts', 'byText'] as const).map((one) => ({ value: one, label: t(one) }))} />
      {mode === 'byText' ? (
        <TextArea label={<span className="dk-hidden">{label}</span>} hint={t('hint')} rows={2} value={value} onChange={onChange} />
      ) : (
        <>
          {conditions.map((one, at) => {
            const kind = kindOf(one.column);
            const codes = one.op === '=' || one.op === '!=' ? columns.find((c) => c.name === one.column)?.codes : undefined;
            return (
              <div className="dk-condition" key={at}>
                <Select label={t('column')} value={one.column} onChange={(column) => change(at, { column, op: operatorsFor(kindOf(column))[0]!, value: '' })} options={[{ value: '', label: t('choose') }, ...columns.map((c) => ({ value: c.name, label: c.title }))]} />
                <Select label={t('op')} value={one.op} onChange={(op) => change(at, { op })} options={operatorsFor(kind).map((op) => ({ value: op, label: t(op) }))} />
                {!needsValue(one.op) ? <span /> : kind === 'boolean' ? (
                  <Select label={t('value')} value={one.value === 'false' ? 'false' : 'true'} onChange={(next) => change(at, { value: next })} options={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} />
                ) : codes !== undefined ? (
                  <Select label={t('value')} value={one.value} onChange={(next) => change(at, { value: next })} options={[{ value: '', label: t('choose') }, ...codes.map((c) => ({ value: c.code, label: c.name }))]} />
                ) : (
                  <TextInput label={t('value')} type={kind === 'date' || kind === 'timestamp' ? 'date' : 'text'} value={one.value} onChange={(next) => change(at, { value: next })} />
                )}
                <Button tone="quiet" onClick={() => put(conditions.filter((_, i) => i !== at))}>{t('remove')}</Button>
              </div>
            );
          })}
          <Button icon="plus" onClick={() => setConditions([...conditions, { column: '', op: '=', value: '' }])}>{t('add')}</Button>
        </>
      )}
      {says !== undefined && <p className="dk-soft">{t('says', { words: says })}</p>}
    </fieldset>
  );
}

import type { InputOf } from '@yiwang/server/kernel/contract';
import type { dataQuality } from '../../api/contracts.ts';
import { Button } from '../../pieces/button.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { analysisWords } from './analysis-words.ts';

type Asked = InputOf<typeof dataQuality.analyse>;
export type By = NonNullable<NonNullable<Asked['groupBy']>[number]['by']>;
export type Fn = Asked['measures'][number]['fn'];
export interface GroupPart { column: string; by: By | null; as: string }
export interface MeasurePart { fn: Fn; of: string; as: string }
type Columns = readonly { name: string; title: string; kind: string }[];

const numbers = new Set(['integer', 'decimal', 'money']);
const isDay = (kind: string): boolean => kind === 'date' || kind === 'timestamp';
const segmentsFor = (kind: string): By[] => (isDay(kind) ? ['year', 'quarter', 'month', 'day'] : numbers.has(kind) ? [10, 100, 10_000, 1_000_000].map((width) => ({ width })) : kind === 'text' ? [2, 4, 6].map((first) => ({ first })) : []);
const fnsFor = (kind: string): Fn[] => (numbers.has(kind) ? ['sum', 'average', 'min', 'max', 'median', 'filled', 'distinct'] : isDay(kind) ? ['min', 'max', 'filled', 'distinct'] : ['filled', 'distinct']);
const keyOf = (by: By | null): string => (by === null ? '' : JSON.stringify(by));

export const noGroup: GroupPart = { column: '', by: null, as: '' };
export const rowCount: MeasurePart = { fn: 'count', of: '', as: '' };

/** 维度分段 in words. */
export function useByWords(): (by: By | null) => string {
  const t = useWords(analysisWords);
  return (by) => (by === null ? t('whole') : typeof by === 'string' ? t(by) : 'first' in by ? t('first', { n: by.first }) : t('width', { n: numberWords(by.width, 4) }));
}

interface PartsProps<P> {
  columns: Columns;
  parts: readonly P[];
  onChange: (parts: P[]) => void;
  max: number;
  /** Results get names of their own. */
  named?: boolean;
}

/** 分组维度. */
export function Groups({ columns, parts, onChange, max, named = false }: PartsProps<GroupPart>) {
  const t = useWords(analysisWords);
  const say = useByWords();
  const put = (at: number, more: Partial<GroupPart>): void => onChange(parts.map((g, i) => (i === at ? { ...g, ...more } : g)));
  return (
    <fieldset className="dk-conditions">
      <legend>{t('groups')}</legend>
      {parts.map((part, at) => {
        const offered = segmentsFor(columns.find((c) => c.name === part.column)?.kind ?? '');
        const segments = part.by === null || offered.some((by) => keyOf(by) === keyOf(part.by)) ? offered : [...offered, part.by];
        return (
          <div className="dk-condition" key={at}>
            <Select label={t('column')} value={part.column} onChange={(column) => put(at, { column, by: null })} options={[{ value: '', label: t('choose') }, ...columns.filter((c) => c.kind !== 'digest').map((c) => ({ value: c.name, label: c.title }))]} />
            <Select label={t('by')} value={keyOf(part.by)} onChange={(key) => put(at, { by: segments.find((by) => keyOf(by) === key) ?? null })} options={[null, ...segments].map((by) => ({ value: keyOf(by), label: say(by) }))} />
            {named ? <TextInput label={t('as')} value={part.as} onChange={(as) => put(at, { as })} max={40} /> : <span />}
            <Button tone="quiet" onClick={() => onChange(parts.filter((_, i) => i !== at))}>{t('remove')}</Button>
          </div>
        );
      })}
      {parts.length < max && <Button icon="plus" onClick={() => onChange([...parts, noGroup])}>{t('addGroup')}</Button>}
    </fieldset>
  );
}

/** 统计指标. */
export function Measures({ columns, parts, onChange, max, named = false }: PartsProps<MeasurePart>) {
  const t = useWords(analysisWords);
  const put = (at: number, more: Partial<MeasurePart>): void => onChange(parts.map((m, i) => (i === at ? { ...m, ...more } : m)));
  const kindOf = (name: string): string => columns.find((c) => c.name === name)?.kind ?? '';
  return (
    <fieldset className="dk-conditions">
      <legend>{t('measures')}</legend>
      {parts.map((part, at) => (
        <div className="dk-condition" key={at}>
          <Select label={t('column')} value={part.of} onChange={(of) => put(at, { of, fn: of === '' ? 'count' : fnsFor(kindOf(of))[0]! })} options={[{ value: '', label: t('count') }, ...columns.filter((c) => !c.name.startsWith('record')).map((c) => ({ value: c.name, label: c.title }))]} />
          {part.of === '' ? <span /> : <Select label={t('fn')} value={part.fn} onChange={(fn) => put(at, { fn })} options={fnsFor(kindOf(part.of)).map((value) => ({ value, label: t(value) }))} />}
          {named ? <TextInput label={t('as')} value={part.as} onChange={(as) => put(at, { as })} max={40} /> : <span />}
          <Button tone="quiet" disabled={parts.length === 1} onClick={() => onChange(parts.filter((_, i) => i !== at))}>{t('remove')}</Button>
        </div>
      ))}
      {parts.length < max && <Button icon="plus" onClick={() => onChange([...parts, rowCount])}>{t('addMeasure')}</Button>}
    </fieldset>
  );
}

import { Button } from '../../pieces/button.tsx';
import { Select } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { governanceWords } from './governance-words.ts';

export interface Pair {
  left: string;
  right: string;
}
export type Columns = readonly { name: string; title: string; kind: string }[];

const plain = (title: string): string => title.normalize('NFKC').toLowerCase().replace(/[\s_（）()·:：*-]+/g, '');

/** 自动配对: columns that are called alike on both sides; what names the record itself is none. */
export const pairsByName = (left: Columns, right: Columns, except: readonly Pair[] = []): Pair[] =>
  left.filter((c) => !c.name.startsWith('record') && !except.some((p) => p.left === c.name)).flatMap((c) => {
    const other = right.find((r) => r.kind === c.kind && (r.name === c.name || plain(r.title) === plain(c.title)));
    return other === undefined || other.name.startsWith('record') ? [] : [{ left: c.name, right: other.name }];
  });

const optionsOf = (columns: Columns, choose: string) => [{ value: '', label: choose }, ...columns.map((c) => ({ value: c.name, label: c.title }))];

/** Only columns of one kind can be held against each other. */
const alike = (pair: Pair, left: Columns, right: Columns): Columns => { const kind = left.find((c) => c.name === pair.left)?.kind; return kind === undefined ? right : right.filter((c) => c.kind === kind); };

/** Columns of two sources, side by side. */
export function ColumnPairs({ label, add, left, right, pairs, onChange, max }: { label: string; add: string; left: Columns; right: Columns; pairs: readonly Pair[]; onChange: (pairs: Pair[]) => void; max: number }) {
  const t = useWords(governanceWords);
  const change = (at: number, more: Partial<Pair>): void => onChange(pairs.map((p, i) => (i === at ? { ...p, ...more } : p)));
  return (
    <fieldset className="dg-pairs">
      <legend>{label}</legend>
      {pairs.map((pair, at) => (
        <div className="dg-pair" key={at}>
          <Select label={t('left')} value={pair.left} onChange={(name) => change(at, { left: name, right: '' })} options={optionsOf(left, t('choose'))} />
          <Select label={t('right')} value={pair.right} onChange={(name) => change(at, { right: name })} options={optionsOf(alike(pair, left, right), t('choose'))} />
          <Button tone="quiet" onClick={() => onChange(pairs.filter((_, i) => i !== at))}>{t('remove')}</Button>
        </div>
      ))}
      {pairs.length < max && <Button icon="plus" onClick={() => onChange([...pairs, { left: '', right: '' }])}>{add}</Button>}
    </fieldset>
  );
}

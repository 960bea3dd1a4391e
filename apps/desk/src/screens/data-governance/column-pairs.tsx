import { Button } from '../../pieces/button.tsx';
import { Select } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { comparersFor, keyOf, likeliest, type Comparer } from './comparers.ts';
import { governanceWords } from './governance-words.ts';

export interface Pair {
  left: string;
  right: string;
  /** As they are, where there is none. */
  by?: Comparer | undefined;
}
export type Columns = readonly { name: string; title: string; kind: string }[];

const plain = (title: string): string => title.normalize('NFKC').toLowerCase().replace(/[\s_（）()·:：*-]+/g, '');
const kindOf = (columns: Columns, name: string): string | undefined => columns.find((c) => c.name === name)?.kind;
const withBy = (pair: { left: string; right: string }, by: Comparer | null | undefined): Pair => ({ left: pair.left, right: pair.right, ...(by === null || by === undefined ? {} : { by }) });

/** 自动配对: columns that are called alike on both sides, in the likeliest way; what names the record itself is none. */
export const pairsByName = (left: Columns, right: Columns, except: readonly Pair[] = []): Pair[] =>
  left.filter((c) => !c.name.startsWith('record') && !except.some((p) => p.left === c.name)).flatMap((c) => {
    const other = right.find((r) => !r.name.startsWith('record') && comparersFor(c.kind, r.kind).length > 0 && (r.name === c.name || plain(r.title) === plain(c.title)));
    return other === undefined ? [] : [withBy({ left: c.name, right: other.name }, likeliest(c.kind, other.kind))];
  });

const optionsOf = (columns: Columns, choose: string) => [{ value: '', label: choose }, ...columns.map((c) => ({ value: c.name, label: c.title }))];

/** 比对方法 in words. */
export function useByWords(): (by: Comparer | null | undefined) => string {
  const t = useWords(governanceWords);
  return (by) => (by === null || by === undefined ? t('by_exact') : typeof by === 'string' ? t(`by_${by}`) : 'first' in by ? t('by_first', { n: by.first }) : by.decimals === 0 ? t('by_whole') : t('by_decimals', { n: by.decimals }));
}

/** Columns of two sources, side by side, each pair with the way in which it is compared. */
export function ColumnPairs({ label, add, left, right, pairs, onChange, max }: { label: string; add: string; left: Columns; right: Columns; pairs: readonly Pair[]; onChange: (pairs: Pair[]) => void; max: number }) {
  const t = useWords(governanceWords);
  const say = useByWords();
  const put = (at: number, pair: Pair): void => onChange(pairs.map((p, i) => (i === at ? pair : p)));
  const change = (at: number, more: { left?: string; right?: string }): void => {
    const pair = { left: pairs[at]?.left ?? '', right: pairs[at]?.right ?? '', ...more };
    const [l, r] = [kindOf(left, pair.left), kindOf(right, pair.right)];
    if (l === undefined || r === undefined) return put(at, pair);
    // two that cannot meet: the other side is asked anew
    put(at, comparersFor(l, r).length === 0 ? { left: pair.left, right: '' } : withBy(pair, likeliest(l, r)));
  };
  return (
    <fieldset className="dg-pairs">
      <legend>{label}</legend>
      {pairs.map((pair, at) => {
        const [l, r] = [kindOf(left, pair.left), kindOf(right, pair.right)];
        const ways = l === undefined || r === undefined ? [] : comparersFor(l, r);
        const offered = pair.by === undefined || ways.some((by) => keyOf(by) === keyOf(pair.by)) ? ways : [...ways, pair.by];
        return (
          <div className="dg-pair" key={at}>
            <Select label={t('left')} value={pair.left} onChange={(name) => change(at, { left: name })} options={optionsOf(left, t('choose'))} />
            <Select label={t('right')} value={pair.right} onChange={(name) => change(at, { right: name })} options={optionsOf(l === undefined ? right : right.filter((c) => comparersFor(l, c.kind).length > 0), t('choose'))} />
            <Select label={t('comparer')} value={keyOf(pair.by)} onChange={(key) => put(at, withBy(pair, offered.find((by) => keyOf(by) === key)))} options={offered.length === 0 ? [{ value: '', label: '—' }] : offered.map((by) => ({ value: keyOf(by), label: say(by) }))} />
            <Button tone="quiet" onClick={() => onChange(pairs.filter((_, i) => i !== at))}>{t('remove')}</Button>
          </div>
        );
      })}
      {pairs.length < max && <Button icon="plus" onClick={() => onChange([...pairs, { left: '', right: '' }])}>{add}</Button>}
    </fieldset>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { catalogue } from '../../api/contracts.ts';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';

type Lineage = OutputOf<typeof catalogue.lineage>;
const order = ['field', 'register', 'entry', 'service', 'file', 'open', 'item', 'consumer'] as const;
const rowsMax = 8;
const [wide, high, step] = [170, 34, 210];

/** A field by its own name: its register stands in the next column. */
const fieldOf = (n: { kind: string; title: string }): string => (n.kind === 'field' ? n.title.split(' · ').at(-1) ?? n.title : n.title);
const shortOf = (n: { kind: string; title: string }): string => (fieldOf(n).length > 12 ? `${fieldOf(n).slice(0, 11)}…` : fieldOf(n));

/** 血缘 as columns by kind, from field to consumer; the same as text below for those who cannot see it. */
export function LineageGraph({ of: found, here }: { of: Lineage; here: string }) {
  const t = useWords(catalogueWords);
  const all = order.map((kind) => found.nodes.filter((n) => n.kind === kind)).filter((c) => c.length > 0);
  const columns = all.map((column) => column.slice(0, rowsMax));
  const left = all.flatMap((column) => column.slice(rowsMax));
  const at = new Map(columns.flatMap((column, x) => column.map((n, y) => [n.id, { x: x * step, y: y * (high + 10), n }] as const)));
  const height = Math.max(1, ...columns.map((c) => c.length)) * (high + 10);
  return (
    <>
      <svg className="dc-graph" viewBox={`-4 -4 ${columns.length * step - 30} ${height + 4}`} role="img" aria-label={t('lineage')}>
        {found.edges.map((e) => {
          const [a, b] = [at.get(e.from), at.get(e.to)];
          return a === undefined || b === undefined ? null : <line key={`${e.from} ${e.to}`} x1={a.x + wide} y1={a.y + high / 2} x2={b.x} y2={b.y + high / 2} />;
        })}
        {[...at.values()].map(({ x, y, n }) => (
          <g key={n.id} className={n.id === here ? 'dc-here' : undefined}>
            <rect x={x} y={y} width={wide} height={high} rx="4" />
            <text x={x + 8} y={y + 21}>{shortOf(n)}<title>{n.title}</title></text>
          </g>
        ))}
      </svg>
      {left.length > 0 && <p className="dk-soft">{t('notDrawn', { n: left.length, titles: left.slice(0, 20).map((n) => fieldOf(n)).join(between().things) })}</p>}
      <p>{found.impact.length === 0 ? t('noImpact') : t('impact')}</p>
      <div className="dk-tags">{found.impact.slice(0, 40).map((n) => <Tag key={n.id} tone="soon">{t(`n_${n.kind as 'field'}`)} · {n.title}</Tag>)}</div>
    </>
  );
}

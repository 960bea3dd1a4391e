import type { JSX } from 'preact';

type Value = string | number | boolean | null;

/** 条形图: drawn by the server, read without script; the figures stand beside the bars. */
export const Bars = ({ title, rows }: { title: string; rows: readonly { label: string; value: number }[] }): JSX.Element => {
  const most = Math.max(1, ...rows.map((r) => Math.abs(r.value)));
  return (
    <svg class="open-bars" viewBox={`0 0 600 ${rows.length * 30 + 4}`} role="img" aria-label={`${title}: ${rows.map((r) => `${r.label} ${r.value}`).join(', ')}`}>
      {rows.map((r, i) => (
        <g key={i} transform={`translate(0 ${i * 30 + 4})`}>
          <text x="0" y="15" font-size="13" fill="currentColor">{r.label.length > 14 ? `${r.label.slice(0, 13)}…` : r.label}</text>
          <rect x="190" y="3" width={Math.max(1, (Math.abs(r.value) / most) * 290)} height="16" rx="2" fill="var(--yw-accent)" />
          <text x={196 + (Math.abs(r.value) / most) * 290} y="16" font-size="13" fill="currentColor">{r.value.toLocaleString('en')}</text>
        </g>
      ))}
    </svg>
  );
};

export interface Shape { key: string; label: string; geometry: unknown }
type Position = readonly [number, number];

function partsOf(geometry: unknown): { kind: 'point' | 'line' | 'area'; positions: Position[] }[] {
  const { type, coordinates } = (geometry ?? {}) as { type?: string; coordinates?: unknown };
  switch (type) {
    case 'Point': return [{ kind: 'point', positions: [coordinates as Position] }];
    case 'MultiPoint': return (coordinates as Position[]).map((p) => ({ kind: 'point', positions: [p] }));
    case 'LineString': return [{ kind: 'line', positions: coordinates as Position[] }];
    case 'MultiLineString': return (coordinates as Position[][]).map((positions) => ({ kind: 'line', positions }));
    case 'Polygon': return (coordinates as Position[][]).map((positions) => ({ kind: 'area', positions }));
    case 'MultiPolygon': return (coordinates as Position[][][]).flat().map((positions) => ({ kind: 'area', positions }));
    default: return [];
  }
}

/** 地图: features as they lie, in degrees, shortened by the latitude; no tiles from anywhere. */
export const Sketch = ({ title, shapes }: { title: string; shapes: readonly Shape[] }): JSX.Element | null => {
  const drawn = shapes.map((s) => ({ ...s, parts: partsOf(s.geometry) }));
  const all = drawn.flatMap((s) => s.parts.flatMap((p) => p.positions));
  if (all.length === 0) return null;
  const xs = all.map((p) => p[0]);
  const ys = all.map((p) => p[1]);
  const least = (n: number[]): number => n.reduce((a, b) => Math.min(a, b));
  const most = (n: number[]): number => n.reduce((a, b) => Math.max(a, b));
  const [west, east, south, north] = [least(xs), most(xs), least(ys), most(ys)];
  const narrow = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = Math.min(580 / Math.max((east - west) * narrow, 1e-6), 400 / Math.max(north - south, 1e-6));
  const at = ([x, y]: Position): string => `${((x - west) * narrow * scale + 10).toFixed(1)},${((north - y) * scale + 10).toFixed(1)}`;
  const height = Math.max(60, (north - south) * scale + 20);
  return (
    <svg class="open-map" viewBox={`0 0 600 ${height.toFixed(0)}`} role="img" aria-label={`${title}: ${shapes.length}`}>
      {drawn.map((s) => s.parts.map((p, i) => {
        if (p.kind === 'point') {
          const [x, y] = at(p.positions[0]!).split(',');
          return <circle key={`${s.key}-${i}`} cx={x} cy={y} r="4" fill="var(--yw-accent)" fill-opacity="0.75"><title>{s.label}</title></circle>;
        }
        const d = `M${p.positions.map(at).join('L')}${p.kind === 'area' ? 'Z' : ''}`;
        return <path key={`${s.key}-${i}`} d={d} fill={p.kind === 'area' ? 'var(--yw-blue-100)' : 'none'} stroke="var(--yw-accent)" stroke-width={p.kind === 'area' ? 0.8 : 1.6} fill-rule="evenodd"><title>{s.label}</title></path>;
      }))}
    </svg>
  );
};

export const cellText = (value: Value | undefined): string => (value === null || value === undefined ? '' : typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 6, useGrouping: Math.abs(value) >= 10_000 }) : String(value));

/** A table in a box of its own that scrolls, so that a narrow page does not. */
/** A code is said in words, with the code beside it. */
const cellOf = (names: Readonly<Record<string, Readonly<Record<string, string>>>>, column: string, value: Value | undefined): JSX.Element | string => {
  const name = names[column]?.[String(value)];
  return name === undefined ? cellText(value) : <>{name} <span class="yw-soft yw-small">{String(value)}</span></>;
};

export const DataTable = ({ caption, columns, rows, names = {} }: { caption: string; columns: readonly { id: string; title: string; type: string }[]; rows: readonly Record<string, Value>[]; names?: Readonly<Record<string, Readonly<Record<string, string>>>> }): JSX.Element => (
  <div class="yw-table-box" tabIndex={0} role="region" aria-label={caption}>
    <table class="yw-table">
      <caption class="yw-hidden">{caption}</caption>
      <thead><tr>{columns.map((c) => <th key={c.id} scope="col">{c.title}</th>)}</tr></thead>
      <tbody>{rows.map((r, i) => <tr key={i}>{columns.map((c) => <td key={c.id} data-label={c.title} class={['integer', 'decimal', 'money'].includes(c.type) ? 'yw-number' : undefined}>{cellOf(names, c.id, r[c.id])}</td>)}</tr>)}</tbody>
    </table>
  </div>
);

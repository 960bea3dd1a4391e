import { visualisation } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { boardWords } from './board-words.ts';
import { measuresOf, valueOf, type Drawn } from './drawn-rows.ts';

const paper = 100;
/** Light to dark; the least area still stands out from the paper. */
const shade = (share: number): string => `hsl(213 72% ${Math.round(88 - share * 54)}%)`;

/** 统计地图: the areas of a layer shaded by their figure. Degrees are drawn as they are, narrowed by the cosine of the middle latitude. */
export function MapChart({ drawn }: { drawn: Drawn }) {
  const t = useWords(boardWords);
  const outline = useRead(visualisation.layerOutline, { layer: drawn.layer ?? '' }, { ready: drawn.layer !== null });
  const measure = measuresOf(drawn)[0]!;
  const division = drawn.columns.find((c) => !c.measure)!.name;
  const values = new Map(drawn.rows.map((row) => [String(row[division]), valueOf(row, measure.name)]));
  const most = Math.max(...values.values(), 0);
  const least = Math.min(...values.values(), most);
  return (
    <Answered of={outline}>
      {({ box, areas, note }) => {
        if (box === null) return null;
        const [west, south, east, north] = box as [number, number, number, number];
        const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
        const scale = paper / ((east - west) * narrow);
        const place = ([x, y]: readonly number[]): [number, number] => [(x! - west) * narrow * scale, (north - y!) * scale];
        const pathOf = (rings: readonly (readonly (readonly number[])[])[]): string => rings.map((ring) => `M${ring.map((p) => place(p).map((n) => n.toFixed(2)).join(' ')).join('L')}Z`).join('');
        return (
          <figure className="dk-map">
            <svg viewBox={`-1 -1 ${paper + 2} ${((north - south) * scale + 2).toFixed(1)}`} role="img" aria-label={`${drawn.title}: ${areas.map((a) => `${a.name} ${values.has(a.division) ? numberWords(values.get(a.division)!, drawn.digits) : '—'}`).join(', ')}`}>
              {areas.map((a) => {
                const value = values.get(a.division);
                const rings = a.rings;
                const largest = rings.reduce((best, ring) => (ring.length > best.length ? ring : best), rings[0] ?? []);
                const [cx, cy] = middle(largest.map(place));
                return (
                  <g key={a.division}>
                    <path d={pathOf(rings)} fill={value === undefined ? '#eef2f6' : shade(most === least ? 0.5 : (value - least) / (most - least))} stroke="#fff" strokeWidth="0.4">
                      <title>{`${a.name} ${value === undefined ? '—' : numberWords(value, drawn.digits)} ${drawn.unit ?? ''}`}</title>
                    </path>
                    <text x={cx} y={cy} textAnchor="middle" className={value !== undefined && most > least && (value - least) / (most - least) > 0.45 ? 'on-dark' : ''}>
                      {a.name.replace(/(市|朝鲜族自治州)$/, '')}
                    </text>
                  </g>
                );
              })}
            </svg>
            <figcaption>
              <span className="dk-map-scale">
                {numberWords(least, drawn.digits)}
                <i style={{ background: `linear-gradient(90deg, ${shade(0)}, ${shade(1)})` }} />
                {numberWords(most, drawn.digits)} {drawn.unit}
              </span>
              {note !== null && <small title={note}>{note}</small>}
              <span className="dk-hidden">{`${t('low')} – ${t('high')}`}</span>
            </figcaption>
          </figure>
        );
      }}
    </Answered>
  );
}

function middle(ring: readonly (readonly [number, number])[]): [number, number] {
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

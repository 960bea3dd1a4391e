// 示范空间数据: invented features around the centre of Changchun, the same on every run (seeded). No survey is behind them.
// Writes content/jilin/demo/layers/*.geojsonl in CGCS2000 degrees. Run: node scripts/data/spatial-demonstration.mjs
import { mkdirSync, writeFileSync } from 'node:fs';

const folder = new URL('../../content/jilin/demo/layers/', import.meta.url);
mkdirSync(folder, { recursive: true });

/** mulberry32: a small generator of numbers that anybody can repeat. */
const generator = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const random = generator(20261122);
const pick = (list) => list[Math.floor(random() * list.length)];
const round = (n, digits = 7) => Number(n.toFixed(digits));

const [west, south] = [125.28, 43.85];
const [stepX, stepY] = [0.0042, 0.003]; // about 340 m by 330 m: a block of streets
const rectangle = (x, y, w, h) => [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]].map(([a, b]) => [round(a), round(b)])];
const feature = (key, geometry, properties, days = {}) => JSON.stringify({ type: 'Feature', id: key, geometry, properties: { ...properties, ...days } });
const write = (name, lines) => writeFileSync(new URL(`${name}.geojsonl`, folder), `${lines.join('\n')}\n`);

const use = [], plan = [], buildings = [], rooms = [], underground = [], pipes = [], terrain = [];
const present = ['0701', '0801', '0901', '1001', '1401', '1207'];
for (let row = 0; row < 8; row++) {
  for (let column = 0; column < 10; column++) {
    const [x, y] = [west + column * stepX, south + row * stepY];
    const block = `${String(row + 1).padStart(2, '0')}${String(column + 1).padStart(2, '0')}`;
    const code = pick(present);
    use.push(feature(`LU-${block}`, { type: 'Polygon', coordinates: rectangle(x, y, stepX * 0.94, stepY * 0.92) }, { code, area: Math.round(90_000 + random() * 15_000), division: '220102', surveyedOn: '2025-12-31' }));
    plan.push(feature(`PL-${block}`, { type: 'Polygon', coordinates: rectangle(x, y, stepX * 0.94, stepY * 0.92) }, { code: random() < 0.3 ? pick(present) : code, floorAreaRatio: round(1 + random() * 3, 1), heightMax: 24 + 6 * Math.floor(random() * 13), greenRatio: 25 + Math.floor(random() * 20), division: '220102', plan: '示范片区控制性详细规划（2026—2035）' }));
    for (let i = 0; i < 3; i++) {
      const [bx, by] = [x + stepX * (0.06 + 0.3 * i), y + stepY * (0.1 + random() * 0.4)];
      const storeys = 2 + Math.floor(random() * 30);
      const key = `B-${block}-${i + 1}`;
      const built = 1985 + Math.floor(random() * 40);
      buildings.push(feature(key, { type: 'Polygon', coordinates: rectangle(bx, by, stepX * 0.2, stepY * 0.22) }, { name: `示范楼 ${block}-${i + 1}`, storeys, height: round(storeys * 3.1, 1), use: pick(['住宅', '办公', '商业', '学校']), level: '3', builtIn: built, division: '220102' }, built > 2024 ? { beginsOn: '2027-01-01' } : { beginsOn: `${built}-01-01` }));
      if (i === 0) underground.push(feature(`U-${block}`, { type: 'Polygon', coordinates: rectangle(bx, by, stepX * 0.3, stepY * 0.3) }, { name: `地下车库 ${block}`, depthTop: -1.5, depthBottom: round(-1.5 - 3.6 * (1 + Math.floor(random() * 3)), 1), use: '停车', division: '220102' }));
      if (row === 3 && column < 4) for (let floor = 1; floor <= 3; floor++) rooms.push(feature(`${key}-${floor}01`, { type: 'Polygon', coordinates: rectangle(bx + stepX * 0.02, by + stepY * 0.02, stepX * 0.08, stepY * 0.08) }, { building: key, floor, room: `${floor}01`, use: pick(['办公室', '会议室', '设备间']), division: '220102' }));
    }
  }
}
for (let line = 0; line <= 10; line++) {
  const x = west + line * stepX - stepX * 0.03;
  for (const [kind, at, depth, diameter] of [['water', 0, -1.8, 300], ['sewage', 0.00004, -3.2, 600], ['gas', 0.00008, -1.2, 200], ['heat', 0.00012, -1.6, 400]]) {
    pipes.push(feature(`P-${kind}-${line + 1}`, { type: 'LineString', coordinates: Array.from({ length: 9 }, (_, i) => [round(x + at), round(south + i * stepY)]) }, { kind, diameter, depth, material: pick(['球墨铸铁', 'PE', '钢']), laidIn: 1995 + Math.floor(random() * 30), division: '220102' }));
  }
}
for (let i = 0; i < 40; i++) terrain.push(feature(`H-${String(i + 1).padStart(3, '0')}`, { type: 'Point', coordinates: [round(west + random() * stepX * 10), round(south + random() * stepY * 8)] }, { elevation: round(195 + random() * 40, 2), division: '220102' }));

write('land-use', use);
write('plan-zone', plan);
write('building', buildings);
write('indoor-space', rooms);
write('underground-space', underground);
write('pipe', pipes);
write('elevation-point', terrain);

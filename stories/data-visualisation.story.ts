import assert from 'node:assert/strict';
import * as visualisation from '../server/src/modules/data/visualisation/contract.ts';
import { story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

story('data-visualisation', 'an analyst shows the economy on wall, desk and telephone, makes a board of her own, and every figure is that of the registers', async (province) => {
  const analyst = await province.signIn('o087');
  await province.settle();

  // boards that the province declares: every chart is drawn, from a snapshot whose time is told
  const { boards } = await analyst.call(visualisation.listBoards, {});
  assert.ok(boards.length >= 3 && boards.every((b) => !b.own));
  for (const { id } of boards) {
    const board = await analyst.call(visualisation.showBoard, { boardId: id });
    for (const w of board.drawn) assert.deepEqual([id, w.id, w.refused, w.at !== null], [id, w.id, null, true]);
  }
  const people = await analyst.call(visualisation.showBoard, { boardId: 'people-and-places' });
  const widget = (id: string): (typeof people.drawn)[number] => people.drawn.find((w) => w.id === id)!;
  // the census bulletin says 24 073 453 for Jilin, Guangdong has the most
  assert.deepEqual(widget('population').rows, [{ total: 24_073_453 }]);
  assert.deepEqual([widget('provinces').rows.length, widget('provinces').rows[0]!['total'], widget('provinces').rows[0]!['divisionWords']], [31, 126_012_510, '广东省']);
  const economy = await analyst.call(visualisation.showBoard, { boardId: 'economy' });
  assert.equal(economy.drawn.every((w) => w.rows.length > 0), true, 'no chart is empty');
  // codes and divisions are in words, totals agree with one another
  assert.ok(widget('kinds').rows.some((r) => r['kindWords'] === '小学'));
  const byKind = widget('kinds').rows.reduce((sum, r) => sum + Number(r['pupils']), 0);
  const byPlace = widget('schools-map').rows.reduce((sum, r) => sum + Number(r['pupils']), 0);
  assert.deepEqual([byKind, byPlace], [widget('pupils').rows[0]!['total'], widget('pupils').rows[0]!['total']]);

  // the map: nine prefectures whose divisions are those of the figures, said where they are from
  const outline = await analyst.call(visualisation.layerOutline, { layer: 'prefecture-boundary' });
  assert.equal(outline.areas.length, 9);
  assert.match(outline.note ?? '', /无审图号/);
  for (const row of widget('schools-map').rows) assert.ok(outline.areas.some((a) => a.division === row['division']), String(row['division']));
  await refusedWith(404, analyst.call(visualisation.layerOutline, { layer: '../secret' }));

  // a board of her own: tried before it is kept, a version each time, not over another's change
  const mine = { id: 'energy', title: '各地用电', chart: 'bar' as const, register: 'energy-use', where: 'kind = "electricity"', groupBy: [{ column: 'division' }], measures: [{ as: 'total', fn: 'sum' as const, of: 'quantity' }], unit: '万千瓦时' };
  const early = await analyst.call(visualisation.drawWidget, { widget: mine });
  assert.equal(early.refused?.code, 'analysis.snapshotMissing', 'it says that there is no snapshot yet');
  const saved = await analyst.call(visualisation.saveBoard, { board: { title: '能源', widgets: [mine] } });
  assert.deepEqual(await analyst.call(visualisation.refreshBoard, { boardId: saved.id }), { registers: 1 });
  await province.settle();
  const shown = await analyst.call(visualisation.showBoard, { boardId: saved.id });
  assert.deepEqual([shown.own, shown.version, shown.drawn[0]!.rows.length, shown.drawn[0]!.refused], [true, 1, 9, null]);
  assert.equal(shown.drawn[0]!.rows.every((r) => typeof r['divisionWords'] === 'string'), true);
  const next = await analyst.call(visualisation.saveBoard, { boardId: saved.id, version: 1, board: { title: '能源消费', widgets: [mine] }, shared: true });
  assert.equal(next.version, 2);
  await refused('visualisation.stale', analyst.call(visualisation.saveBoard, { boardId: saved.id, version: 1, board: { title: '旧', widgets: [mine] } }));

  // what is wrong is refused, by widget, and takes nothing else with it
  const wrong = async (change: object): Promise<string | undefined> => (await analyst.call(visualisation.drawWidget, { widget: { ...mine, ...change } })).refused?.code;
  assert.equal(await wrong({ groupBy: [{ column: 'division"; drop table' }] }), 'analysis.unknownColumn');
  assert.equal(await wrong({ where: 'kind = ' }), 'analysis.notSetBased');
  await refused('visualisation.registerUnknown', analyst.call(visualisation.drawWidget, { widget: { ...mine, register: 'nothing' } }));
  await refused('visualisation.ofContent', analyst.call(visualisation.retireBoard, { boardId: 'economy', version: 1 }));
  // who has no such permission sees no board
  await refusedWith(403, (await province.signIn('o001')).call(visualisation.listBoards, {}));
  await refusedWith(403, (await province.signIn('p001')).call(visualisation.listBoards, {}));

  await analyst.call(visualisation.retireBoard, { boardId: saved.id, version: 2 });
  await refused('visualisation.notFound', analyst.call(visualisation.showBoard, { boardId: saved.id }));
});

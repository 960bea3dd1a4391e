import { route, type Module } from '#kernel/house';
import { snapshotJob } from '../quality/take-snapshot.ts';
import { sourceOfRegister } from '../quality/deps.ts';
import { boardKind, type Board } from './board-kind.ts';
import * as c from './contract.ts';
import type { Visualisation } from './deps.ts';
import { drawWidget } from './draw-widget.ts';
import { layerOutline } from './layer-outline.ts';
import { admitWidgets, findBoards, getBoard, retireBoard, saveBoard, summaryOf } from './stored-boards.ts';

const nightlyJob = 'visualisation.nightly';
const registersOf = (boards: readonly Board[]): string[] => [...new Set(boards.flatMap((b) => b.widgets.map((w) => w.register)))];

/** 数据可视化: boards declared in content or made at the desk, drawn over snapshots for wall, desktop and telephone. */
export function visualisationModule(v: Visualisation): Module {
  const planSnapshots = (ctx: Parameters<typeof findBoards>[1], registers: readonly string[]): void => {
    for (const register of registers) v.jobs.plan(ctx.tx, { kind: snapshotJob, payload: { register }, key: register });
  };
  v.jobs.handle(nightlyJob, async (ctx) => planSnapshots(ctx, registersOf((await findBoards(v, ctx)).map((b) => b.definition))));
  v.jobs.schedule({ name: 'visualisation-nightly', kind: nightlyJob, dailyAt: '03:30' });
  return {
    name: 'visualisation',
    systems: ['data-visualisation'],
    uses: [],
    routes: [
      route(c.listBoards, async (ctx) => ({ boards: (await findBoards(v, ctx)).map((b) => summaryOf(ctx, b)) })),
      route(c.showBoard, async (ctx, { boardId }) => {
        const board = await getBoard(v, ctx, boardId);
        return { ...summaryOf(ctx, board), definition: board.definition, drawn: await Promise.all(board.definition.widgets.map((w) => drawWidget(v, ctx, w))) };
      }),
      route(c.drawWidget, async (ctx, { widget }) => {
        admitWidgets(v, [widget]);
        return drawWidget(v, ctx, widget);
      }),
      route(c.saveBoard, (ctx, input) => saveBoard(v, ctx, input)),
      route(c.retireBoard, (ctx, input) => retireBoard(v, ctx, input)),
      route(c.refreshBoard, async (ctx, { boardId }) => {
        const registers = registersOf([(await getBoard(v, ctx, boardId)).definition]);
        planSnapshots(ctx, registers);
        return { registers: registers.length };
      }),
      route(c.layerOutline, (ctx, input) => layerOutline(v, ctx, input)),
    ],
  };
}

/** Once after a start: registers of declared boards of which there is no snapshot get one. */
export async function startBoards(v: Visualisation): Promise<void> {
  const there = new Set(v.analysis.list().map((s) => s.name));
  const missing = registersOf(v.content.list(boardKind).map((d) => d.value)).filter((register) => !there.has(sourceOfRegister(register)));
  if (missing.length > 0) await v.asSystem(async (ctx) => missing.forEach((register) => v.jobs.plan(ctx.tx, { kind: snapshotJob, payload: { register }, key: register })));
}

import type { ContentReader } from '#engines/content';
import { textIn } from '#kernel/i18n';
import { route, type Module } from '#kernel/house';
import { planSnapshots } from '../quality/take-snapshot.ts';
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
  v.jobs.handle(nightlyJob, async (ctx) => planSnapshots(v.jobs, ctx, registersOf((await findBoards(v, ctx)).map((b) => b.definition))));
  v.jobs.schedule({ name: 'visualisation-nightly', kind: nightlyJob, dailyAt: '03:30' });
  return {
    name: 'visualisation',
    systems: ['data-visualisation'],
    uses: [],
    routes: [
      route(c.listBoards, async (ctx) => ({ boards: (await findBoards(v, ctx)).map((b) => summaryOf(ctx, b)) })),
      route(c.showBoard, async (ctx, { boardId }) => {
        const board = await getBoard(v, ctx, boardId);
        return { ...summaryOf(ctx, board), definition: { ...board.definition, theme: textIn(board.definition.theme, ctx.locale) }, drawn: await Promise.all(board.definition.widgets.map((w) => drawWidget(v, ctx, w))) };
      }),
      route(c.drawWidget, async (ctx, { widget }) => {
        admitWidgets(v, [widget]);
        return drawWidget(v, ctx, widget);
      }),
      route(c.saveBoard, (ctx, input) => saveBoard(v, ctx, input)),
      route(c.retireBoard, (ctx, input) => retireBoard(v, ctx, input)),
      route(c.refreshBoard, async (ctx, { boardId }) => {
        const registers = registersOf([(await getBoard(v, ctx, boardId)).definition]);
        planSnapshots(v.jobs, ctx, registers);
        return { registers: registers.length };
      }),
      route(c.layerOutline, (ctx, input) => layerOutline(v, ctx, input)),
    ],
  };
}

/** Registers that declared boards read. */
export const boardRegisters = (content: Pick<ContentReader, 'list'>): string[] => registersOf(content.list(boardKind).map((d) => d.value));

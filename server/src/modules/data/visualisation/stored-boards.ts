import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { isId } from '#kernel/ids';
import { textIn } from '#kernel/i18n';
import { registerKind } from '#engines/records';
import { layerKind } from '#engines/places';
import { boardKind, type Board } from './board-kind.ts';
import type * as c from './contract.ts';
import type { Visualisation } from './deps.ts';
import { errors } from './errors.ts';

export interface FoundBoard {
  id: string;
  definition: Board;
  own: boolean;
  shared: boolean;
  version: number;
  savedBy: string | null;
  savedAt: string | null;
}

interface BoardRow {
  board_id: string;
  version: number;
  definition: Board;
  organisation: string;
  shared: boolean;
  retired: boolean;
  saved_by: string;
  saved_at: Date;
}
const columns = 'board_id, version, definition, organisation, shared, retired, saved_by, saved_at';
const ofRow = (row: BoardRow): FoundBoard => ({ id: row.board_id, definition: row.definition, own: true, shared: row.shared, version: row.version, savedBy: row.saved_by, savedAt: row.saved_at.toISOString() });

/** Boards of the content first, then those that the reader's organisations made or others shared. */
export async function findBoards(v: Visualisation, ctx: Context): Promise<FoundBoard[]> {
  const rows = await ctx.tx.query<BoardRow>(`select distinct on (board_id) ${columns} from visualisation.board order by board_id desc, version desc limit 500`);
  const declared = v.content.list(boardKind).map((d): FoundBoard => ({ id: d.id, definition: d.value, own: false, shared: true, version: d.version, savedBy: null, savedAt: null }));
  return [...declared, ...rows.filter((r) => !r.retired).map(ofRow)];
}

export async function getBoard(v: Visualisation, ctx: Context, id: string): Promise<FoundBoard> {
  const declared = v.content.find(boardKind, id);
  if (declared !== undefined) return { id, definition: declared.value, own: false, shared: true, version: declared.version, savedBy: null, savedAt: null };
  const row = isId(id) ? await latest(ctx, id) : undefined;
  if (row === undefined || row.retired) throw errors.notFound();
  return ofRow(row);
}

const latest = (ctx: Context, id: string): Promise<BoardRow | undefined> => ctx.tx.maybe<BoardRow>(`select ${columns} from visualisation.board where board_id = $1 order by version desc limit 1`, [id]);

export const summaryOf = (ctx: Pick<Context, 'locale'>, b: FoundBoard): OutputOf<typeof c.listBoards>['boards'][number] => ({
  id: b.id, title: textIn(b.definition.title, ctx.locale), description: b.definition.description === undefined ? null : textIn(b.definition.description, ctx.locale), theme: textIn(b.definition.theme, ctx.locale), own: b.own, shared: b.shared, version: b.version,
  widgets: b.definition.widgets.length, savedBy: b.savedBy, savedAt: b.savedAt,
});

/** Registers and layers that a draft names are there; its questions are refused when they are asked. */
export function admitWidgets(v: Visualisation, widgets: readonly { register: string; layer?: string | undefined }[]): void {
  for (const { register, layer } of widgets) {
    if (v.content.find(registerKind, register) === undefined) throw errors.registerUnknown({ register });
    if (layer !== undefined && v.content.find(layerKind, layer) === undefined) throw errors.layerUnknown({ layer });
  }
}

/** 保存看板: a version more; somebody else's newer one is refused, not overwritten. */
export async function saveBoard(v: Visualisation, ctx: Context, input: ParsedInputOf<typeof c.saveBoard>): Promise<OutputOf<typeof c.saveBoard>> {
  admitWidgets(v, input.board.widgets);
  const organisation = ctx.actor.organisations[0];
  if (organisation === undefined) throw errors.organisationMissing();
  const before = input.boardId === undefined ? undefined : await latest(ctx, input.boardId);
  if (input.boardId !== undefined) {
    if (before === undefined || before.retired || !ctx.actor.organisations.includes(before.organisation)) throw errors.notFound();
    if (before.version !== input.version) throw errors.stale({ version: before.version });
  }
  const id = before?.board_id ?? ctx.newId();
  const version = (before?.version ?? 0) + 1;
  write(ctx, { board_id: id, version, definition: input.board as Board, organisation: before?.organisation ?? organisation, shared: input.shared, retired: false });
  return { id, version };
}

export async function retireBoard(v: Visualisation, ctx: Context, input: ParsedInputOf<typeof c.retireBoard>): Promise<OutputOf<typeof c.retireBoard>> {
  if (v.content.find(boardKind, input.boardId) !== undefined) throw errors.ofContent();
  const before = isId(input.boardId) ? await latest(ctx, input.boardId) : undefined;
  if (before === undefined || before.retired || !ctx.actor.organisations.includes(before.organisation)) throw errors.notFound();
  if (before.version !== input.version) throw errors.stale({ version: before.version });
  const { saved_by: _by, saved_at: _at, ...kept } = before;
  write(ctx, { ...kept, version: before.version + 1, retired: true });
  return { version: before.version + 1 };
}

/** Two savers of one version meet at the primary key: one of them is told to read again. */
const write = (ctx: Context, row: Omit<BoardRow, 'saved_by' | 'saved_at'>): void => ctx.tx.insert('visualisation.board', { ...row, saved_by: ctx.actor.name, saved_at: ctx.now.toISOString() });

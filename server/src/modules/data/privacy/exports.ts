import { registerKind, type Filter } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { conditionsOf } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { bodyName } from '../body-name.ts';
import { refuseMaskedRanges } from '../masked-fields.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';
import { markCell, namedBelow, readMarks, suspects, wordOf } from './marks/mark-cells.ts';
import { cellsOf, mediaTypes, writeTable, type Format } from './marks/table-text.ts';

/** A list of so many rows goes out on the officer's own word; a longer one, and one with sensitive fields, is approved by another. */
const approvedFrom = 200;
const rowsMost = 5_000;
const page = 100;
const candidatesMax = 20_000;

export interface ExportRow {
  id: string;
  register: string;
  format: Format;
  conditions: Filter[];
  fields: string[];
  purpose: string;
  rows_max: number;
  lifted: boolean;
  state: 'waiting' | 'approved' | 'refused' | 'taken';
  account_id: string;
  officer: string;
  organisation: string;
  decided_by: string | null;
  reason: string | null;
  rows_taken: number | null;
  version: number;
  asked_at: Date;
  taken_at: Date | null;
}
/** DC and the last twelve digits of the id: short enough to stand in a file. */
const numberOf = (id: string): string => `DC${id.slice(-12).toUpperCase()}`;
const registerOf = ({ content }: Privacy, id: string) => content.find(registerKind, id);

const viewOf = (p: Privacy, ctx: Context, r: ExportRow): OutputOf<typeof c.listExports>['exports'][number] => {
  const register = registerOf(p, r.register)?.value;
  return {
    id: r.id, number: numberOf(r.id), register: r.register, registerTitle: register === undefined ? r.register : textIn(register.title, ctx.locale), format: r.format,
    fields: r.fields.map((id) => textIn(register?.fields.find((f) => f.id === id)?.title ?? id, ctx.locale)), purpose: r.purpose, rowsMax: r.rows_max, lifted: r.lifted, state: r.state,
    officer: r.officer, organisation: bodyName(p, r.organisation, ctx.locale), decidedBy: r.decided_by, reason: r.reason, rowsTaken: r.rows_taken, askedAt: r.asked_at.toISOString(), takenAt: r.taken_at?.toISOString() ?? null,
    mine: r.account_id === ctx.actor.accountId, version: r.version,
  };
};

export async function askExport(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.askExport>): Promise<OutputOf<typeof c.askExport>> {
  const register = registerOf(p, input.register);
  if (register === undefined) throw errors.notFound();
  const odd = input.fields.find((f) => !register.value.fields.some((x) => x.id === f && x.type !== 'json'));
  if (odd !== undefined) throw errors.invalid({ why: odd });
  refuseMaskedRanges(p, input.register, { where: input.where }, { channel: 'file', holds: input.lifted ? 'approval' : undefined });
  if (input.rowsMax > rowsMost) throw errors.exportTooLarge({ max: rowsMost });
  const [organisation] = ctx.actor.organisations;
  if (organisation === undefined) throw errors.notFound();
  const state = input.lifted || input.rowsMax > approvedFrom ? 'waiting' : 'approved';
  const id = ctx.newId();
  ctx.tx.insert('privacy.export', {
    id, register: input.register, format: input.format, conditions: input.where, fields: [...new Set(input.fields)], purpose: input.purpose, rows_max: input.rowsMax, lifted: input.lifted, state,
    account_id: ctx.actor.accountId, officer: ctx.actor.name, organisation, division: p.organisation(organisation)?.division ?? '', asked_at: ctx.now,
  });
  p.ledger.append(ctx.tx, { kind: 'privacy.export-asked', subject: id, data: { register: input.register, fields: input.fields, rowsMax: input.rowsMax, purpose: input.purpose, lifted: input.lifted } });
  return { id, number: numberOf(id), state };
}

const locked = async (ctx: Context, id: string): Promise<ExportRow> => {
  const row = await ctx.tx.maybe<ExportRow>('select * from privacy.export where id = $1 for update', [id]);
  if (row === undefined) throw errors.notFound();
  return row;
};

/** 审批: by somebody else; what was approved is in the ledger (解除脱敏也在其中). */
export async function decideExport(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.decideExport>): Promise<{ done: true }> {
  const row = await locked(ctx, input.exportId);
  if (row.version !== input.version) throw errors.stale({ version: row.version });
  if (row.state !== 'waiting') throw errors.ended();
  if (row.account_id === ctx.actor.accountId) throw errors.own();
  await ctx.tx.query('update privacy.export set state = $2, decided_by = $3, reason = $4, decided_at = $5, version = version + 1 where id = $1', [row.id, input.approve ? 'approved' : 'refused', ctx.actor.name, input.reason, ctx.now]);
  p.ledger.append(ctx.tx, { kind: 'privacy.export-decided', subject: row.id, data: { approved: input.approve, lifted: row.lifted, reason: input.reason, by: ctx.actor.name } });
  return { done: true };
}

export async function takeExport(p: Privacy, ctx: Context, input: { exportId: string }): Promise<OutputOf<typeof c.takeExport>> {
  const row = await locked(ctx, input.exportId);
  if (row.account_id !== ctx.actor.accountId) throw errors.notFound();
  if (row.state === 'waiting') throw errors.exportWaits();
  if (row.state !== 'approved') throw errors.ended();
  const register = registerOf(p, row.register)?.value;
  if (register === undefined) throw errors.notFound();
  const number = numberOf(row.id);
  const fields = row.fields.map((id) => register.fields.find((f) => f.id === id)!);
  const mark = { key: p.markKey };
  const word = wordOf(mark, row.id);
  const lines: string[][] = [];
  for (let cursor: string | undefined; ;) {
    const got = await p.records.list(ctx, row.register, { where: row.conditions, limit: Math.min(page, row.rows_max - lines.length), cursor, fields: row.fields, purpose: { duty: `export:${row.id}`, text: `导出 ${number}：${row.purpose}` } });
    for (const record of got.records) {
      const shown = p.records.maskFor(row.register, record.data, { channel: 'file', holds: row.lifted ? 'approval' : undefined });
      lines.push(fields.map((f) => { const value = shown[f.id]; return value === undefined || value === null ? '' : markCell(mark, word, String(value), f.type === 'text' && !f.identifier && !f.unique); }));
    }
    if (got.next === null || lines.length >= row.rows_max) break;
    cursor = got.next;
  }
  const visible = `导出编号 ${number}　导出人 ${row.officer}（${p.organisation(row.organisation)?.name ?? row.organisation}）　${ctx.now.toISOString()}　用途：${row.purpose}　禁止外传，违者依法追责`;
  const bytes = await writeTable(row.format, [[visible], fields.map((f) => textIn(f.title, ctx.locale)), ...lines]);
  await ctx.tx.query("update privacy.export set state = 'taken', rows_taken = $2, taken_at = $3, version = version + 1 where id = $1", [row.id, lines.length, ctx.now]);
  p.ledger.append(ctx.tx, { kind: 'privacy.export-taken', subject: row.id, data: { rows: lines.length } });
  return { name: `${number}.${row.format}`, mediaType: mediaTypes[row.format], content: bytes.toString('base64'), rows: lines.length };
}

export async function listExports(p: Privacy, ctx: Context, input: { cursor?: string | undefined }): Promise<OutputOf<typeof c.listExports>> {
  const all = ctx.actor.permissions.has('privacy.view');
  const { where, values } = conditionsOf([['id < ?', input.cursor]], all ? [] : [ctx.actor.accountId]);
  const rows = await ctx.tx.query<ExportRow>(`select * from privacy.export where ${all ? '' : 'account_id = $1 and '}${where} order by id desc limit 51`, values);
  return { exports: rows.slice(0, 50).map((r) => viewOf(p, ctx, r)), next: rows.length > 50 ? rows[49]!.id : null };
}

/** 溯源: names exports of the tracer's divisions whose word agrees so well that chance is out of the question. */
export async function traceExport(p: Privacy, ctx: Context, input: { content: string }): Promise<OutputOf<typeof c.traceExport>> {
  const cells = await cellsOf(Buffer.from(input.content, 'base64'));
  const mark = { key: p.markKey };
  const found = readMarks(mark, cells);
  const visible = [...new Set(cells.join('\n').match(/DC[0-9A-F]{12}/g) ?? [])].slice(0, 20);
  if (found.cells === 0 && visible.length === 0) throw errors.traceEmpty();
  const rows = await ctx.tx.query<ExportRow>("select * from privacy.export where state = 'taken' order by id desc limit $1", [candidatesMax]);
  const byId = new Map(rows.map((r) => [r.id, r]));
  const ranked = suspects(mark, found, [...byId.keys()]);
  const named = ranked.filter((s) => s.chance < namedBelow).slice(0, 10);
  p.ledger.append(ctx.tx, { kind: 'privacy.traced', subject: named[0]?.exportId ?? ctx.newId(), data: { cells: found.cells, named: named.map((n) => n.exportId), by: ctx.actor.name } });
  return { cells: found.cells, places: ranked[0]?.places ?? 0, tried: ranked.length, named: named.map((s) => ({ export: viewOf(p, ctx, byId.get(s.exportId)!), agree: s.agree, chance: s.chance })), visible, visibleExports: rows.filter((r) => visible.includes(numberOf(r.id))).map((r) => viewOf(p, ctx, r)) };
}

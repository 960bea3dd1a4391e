import { tasksOf } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { conditionsOf } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import { ownTask } from '../catalogue/own-task.ts';
import type * as c from './contract.ts';
import { departmentName, titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import { answerProblem, openProblem, tellCase } from './problem-cases.ts';
import { share, type RuleFigures } from './rule-figures.ts';
import { houseName, moveTicket, type TicketAction, type TicketRow } from './ticket-rows.ts';

/** Writes, renews and closes tickets by what a run found, and tells their cases; a clean run closes, a body never does. */
export async function settleTickets(q: Quality, ctx: Context, register: string, runId: string, figures: readonly RuleFigures[]): Promise<void> {
  const standing = await ctx.tx.query<TicketRow>(`select * from quality.ticket where register = $1 and state <> 'closed' order by id for update`, [register]);
  const at = (rule: string, department: string): TicketRow | undefined => standing.find((t) => t.rule === rule && t.department === department);
  const ran = new Set(figures.filter((f) => f.refused === null).map((f) => f.rule.id));
  const failing = figures.filter((f) => f.refused === null && share(f.checked, f.failed) < f.rule.threshold);
  for (const f of failing) {
    const known = at(f.rule.id, f.department);
    if (known === undefined) {
      if (!(await excused(ctx, register, f))) await open(q, ctx, register, runId, f);
      continue;
    }
    // an objection that is being decided stays one; what was said to be mended and is not is open again
    await moveTicket(ctx, known, { state: known.state === 'objected' ? 'objected' : 'open', failed: f.failed, runId, kind: 'found-again' });
    if (known.case_id !== null) await tellCase(q, ctx, known.case_id, f.failed);
  }
  for (const t of standing) {
    if (!ran.has(t.rule) || failing.some((f) => f.rule.id === t.rule && f.department === t.department)) continue;
    await moveTicket(ctx, t, { state: 'closed', failed: 0, runId, kind: 'closed' });
    if (t.case_id !== null) await tellCase(q, ctx, t.case_id, 0);
  }
}

/** 异议成立: as many rows as were explained then are no new problem; one more is. */
const excused = async (ctx: Context, register: string, f: RuleFigures): Promise<boolean> =>
  (await ctx.tx.maybe('select 1 from (select excused_failed from quality.ticket where register = $1 and rule = $2 and department = $3 order by id desc limit 1) as last where last.excused_failed >= $4', [register, f.rule.id, f.department, f.failed])) !== undefined;

async function open(q: Quality, ctx: Context, register: string, runId: string, f: RuleFigures): Promise<void> {
  const id = ctx.newId();
  const { n } = await ctx.tx.one<{ n: number }>(`select nextval('quality.ticket_number') as n`);
  const number = `ZL${ctx.now.toISOString().slice(0, 10).replaceAll('-', '')}${String(n).padStart(6, '0')}`;
  const caseId = await openProblem(q, ctx, { id, number, register, department: f.department, title: f.rule.title, failed: f.failed });
  ctx.tx.insert('quality.ticket', { id, number, register, rule: f.rule.id, department: f.department, title: f.rule.title, state: 'open', failed: f.failed, run_id: runId, opened_at: ctx.now, case_id: caseId });
  ctx.tx.insert('quality.ticket_action', { ticket_id: id, seq: 1, at: ctx.now, kind: 'opened', failed: f.failed, actor_name: houseName });
}

/** With the limit of its case. */
type ShownTicket = TicketRow & { due_on: string | null };
const ticketSql = 'select t.*, c.promised_due::text as due_on from quality.ticket t left join cases.case c on c.id = t.case_id';

const viewOf = (q: Quality, ctx: Context, t: ShownTicket): OutputOf<typeof c.listTickets>['tickets'][number] => ({
  id: t.id, number: t.number, register: t.register, registerTitle: titleOf(q, ctx, t.register), rule: t.rule, title: textIn(t.title, ctx.locale), department: t.department, departmentName: departmentName(q, ctx, t.department), state: t.state,
  failed: t.failed, openedAt: t.opened_at.toISOString(), closedAt: t.closed_at?.toISOString() ?? null, version: t.version, runId: t.run_id, caseId: t.case_id, dueOn: t.due_on ?? null,
});

const pageSize = 50;

export async function listTickets(q: Quality, ctx: Context, input: ParsedInputOf<typeof c.listTickets>): Promise<OutputOf<typeof c.listTickets>> {
  const { where, values, next } = conditionsOf([['t.state = ?', input.state], ['t.register = ?', input.register], ['t.id < ?', input.cursor]]);
  const rows = await ctx.tx.query<ShownTicket>(`${ticketSql} where ${where} order by t.id desc limit ${next(pageSize + 1)}`, values);
  const shown = rows.slice(0, pageSize);
  return { tickets: shown.map((t) => viewOf(q, ctx, t)), next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
}

const findTicket = async (ctx: Context, id: string): Promise<ShownTicket> => {
  const found = await ctx.tx.maybe<ShownTicket>(`${ticketSql} where t.id = $1`, [id]);
  if (found === undefined) throw errors.notFound();
  return found;
};

interface ActionRow {
  at: Date; kind: TicketAction; failed: number | null; note: string | null; actor_name: string;
}

export async function getTicket(q: Quality, ctx: Context, { ticketId }: ParsedInputOf<typeof c.getTicket>): Promise<OutputOf<typeof c.getTicket>> {
  const t = await findTicket(ctx, ticketId);
  const actions = await ctx.tx.query<ActionRow>('select at, kind, failed, note, actor_name from quality.ticket_action where ticket_id = $1 order by seq', [t.id]);
  const sample = await ctx.tx.query<{ record_id: string }>('select record_id from quality.failing where run_id = $1 and rule = $2 and department = $3 order by record_id', [t.run_id, t.rule, t.department]);
  return { ...viewOf(q, ctx, t), sample: sample.map((s) => s.record_id), task: t.case_id === null ? null : ownTask(q, ctx, await tasksOf(ctx.tx, t.case_id)), actions: actions.map((a) => ({ at: a.at.toISOString(), kind: a.kind, failed: a.failed, note: a.note, by: a.actor_name })) };
}

/** The ticket as its body saw it, not closed meanwhile. */
async function standingTicket(ctx: Context, id: string, version: number): Promise<TicketRow> {
  const t = await findTicket(ctx, id);
  if (t.state === 'closed') throw errors.closed();
  if (t.version !== version) throw errors.stale({ version: t.version });
  return t;
}

/** 整改: what the responsible body did about it; the register is measured again at once, and says whether it helped. */
export async function answerTicket(q: Quality, ctx: Context, { ticketId, version, note }: ParsedInputOf<typeof c.answerTicket>): Promise<OutputOf<typeof c.answerTicket>> {
  const t = await standingTicket(ctx, ticketId, version);
  if (t.case_id === null) return { version: await moveTicket(ctx, t, { state: 'answered', kind: 'answered', failed: t.failed, runId: t.run_id, note }) };
  await answerProblem(q, ctx, t, 'mended', note);
  return { version: t.version + 1 };
}

/** 异议: the data are right, or the rule is wrong for them; the data bureau decides within its limit. */
export async function objectToTicket(q: Quality, ctx: Context, { ticketId, version, reason }: ParsedInputOf<typeof c.objectToTicket>): Promise<OutputOf<typeof c.objectToTicket>> {
  const t = await standingTicket(ctx, ticketId, version);
  await answerProblem(q, ctx, t, 'object', reason);
  return { version: t.version + 1 };
}

import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn, type Text } from '#kernel/i18n';
import type * as c from './contract.ts';
import { titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import { share, type RuleFigures } from './run-quality.ts';

interface TicketRow {
  id: string; number: string; register: string; rule: string; department: string; title: Text; state: 'open' | 'answered' | 'closed'; failed: number; run_id: string; opened_at: Date; closed_at: Date | null; version: number;
}

const houseName = '质量稽核';

/** Writes, renews and closes tickets by what a run found; a clean run closes, nobody else does. */
export async function settleTickets(ctx: Context, register: string, runId: string, figures: readonly RuleFigures[]): Promise<void> {
  const standing = await ctx.tx.query<TicketRow>(`select * from quality.ticket where register = $1 and state <> 'closed' for update`, [register]);
  const at = (rule: string, department: string): TicketRow | undefined => standing.find((t) => t.rule === rule && t.department === department);
  const ran = new Set(figures.filter((f) => f.refused === null).map((f) => f.rule.id));
  const failing = figures.filter((f) => f.refused === null && share(f.checked, f.failed) < f.rule.threshold);
  for (const f of failing) {
    const known = at(f.rule.id, f.department);
    if (known === undefined) await open(ctx, register, runId, f);
    else await move(ctx, known, { state: 'open', failed: f.failed, runId, kind: 'found-again' });
  }
  for (const t of standing) {
    if (ran.has(t.rule) && !failing.some((f) => f.rule.id === t.rule && f.department === t.department)) await move(ctx, t, { state: 'closed', failed: 0, runId, kind: 'closed' });
  }
}

async function open(ctx: Context, register: string, runId: string, f: RuleFigures): Promise<void> {
  const id = ctx.newId();
  const { n } = await ctx.tx.one<{ n: number }>(`select nextval('quality.ticket_number') as n`);
  const number = `ZL${ctx.now.toISOString().slice(0, 10).replaceAll('-', '')}${String(n).padStart(6, '0')}`;
  ctx.tx.insert('quality.ticket', { id, number, register, rule: f.rule.id, department: f.department, title: f.rule.title, state: 'open', failed: f.failed, run_id: runId, opened_at: ctx.now });
  ctx.tx.insert('quality.ticket_action', { ticket_id: id, seq: 1, at: ctx.now, kind: 'opened', failed: f.failed, actor_name: houseName });
}

interface Move {
  state: TicketRow['state'];
  kind: 'found-again' | 'closed' | 'answered';
  failed: number;
  runId: string;
  note?: string;
}

async function move(ctx: Context, t: TicketRow, { state, kind, failed, runId, note }: Move): Promise<number> {
  await ctx.tx.query('update quality.ticket set state = $2, failed = $3, run_id = $4, closed_at = $5, version = version + 1 where id = $1', [t.id, state, failed, runId, state === 'closed' ? ctx.now : null]);
  const { n } = await ctx.tx.one<{ n: number }>('select count(*)::int as n from quality.ticket_action where ticket_id = $1', [t.id]);
  ctx.tx.insert('quality.ticket_action', { ticket_id: t.id, seq: n + 1, at: ctx.now, kind, failed, note: note ?? null, actor_name: kind === 'answered' ? ctx.actor.name : houseName });
  return t.version + 1;
}

const viewOf = (q: Quality, ctx: Context, t: TicketRow): OutputOf<typeof c.listTickets>['tickets'][number] => ({
  id: t.id, number: t.number, register: t.register, registerTitle: titleOf(q, ctx, t.register), rule: t.rule, title: textIn(t.title, ctx.locale), department: t.department, departmentName: q.nameOf(t.department) ?? t.department, state: t.state,
  failed: t.failed, openedAt: t.opened_at.toISOString(), closedAt: t.closed_at?.toISOString() ?? null, version: t.version, runId: t.run_id,
});

const pageSize = 50;

export async function listTickets(q: Quality, ctx: Context, input: ParsedInputOf<typeof c.listTickets>): Promise<OutputOf<typeof c.listTickets>> {
  const rows = await ctx.tx.query<TicketRow>(
    'select * from quality.ticket where ($1::text is null or state = $1) and ($2::text is null or register = $2) and ($3::uuid is null or id < $3) order by id desc limit $4',
    [input.state ?? null, input.register ?? null, input.cursor ?? null, pageSize + 1],
  );
  const shown = rows.slice(0, pageSize);
  return { tickets: shown.map((t) => viewOf(q, ctx, t)), next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
}

const findTicket = async (ctx: Context, id: string): Promise<TicketRow> => {
  const found = await ctx.tx.maybe<TicketRow>('select * from quality.ticket where id = $1', [id]);
  if (found === undefined) throw errors.notFound();
  return found;
};

interface ActionRow {
  at: Date; kind: 'opened' | 'found-again' | 'answered' | 'closed'; failed: number | null; note: string | null; actor_name: string;
}

export async function getTicket(q: Quality, ctx: Context, { ticketId }: ParsedInputOf<typeof c.getTicket>): Promise<OutputOf<typeof c.getTicket>> {
  const t = await findTicket(ctx, ticketId);
  const actions = await ctx.tx.query<ActionRow>('select at, kind, failed, note, actor_name from quality.ticket_action where ticket_id = $1 order by seq', [t.id]);
  const sample = await ctx.tx.query<{ record_id: string }>('select record_id from quality.failing where run_id = $1 and rule = $2 and department = $3 order by record_id', [t.run_id, t.rule, t.department]);
  return { ...viewOf(q, ctx, t), sample: sample.map((s) => s.record_id), actions: actions.map((a) => ({ at: a.at.toISOString(), kind: a.kind, failed: a.failed, note: a.note, by: a.actor_name })) };
}

/** 答复: what the source department did about it; the next run says whether it helped. */
export async function answerTicket(ctx: Context, { ticketId, version, note }: ParsedInputOf<typeof c.answerTicket>): Promise<OutputOf<typeof c.answerTicket>> {
  const t = await findTicket(ctx, ticketId);
  if (t.state === 'closed') throw errors.closed();
  if (t.version !== version) throw errors.stale({ version: t.version });
  return { version: await move(ctx, t, { state: 'answered', kind: 'answered', failed: t.failed, runId: t.run_id, note }) };
}

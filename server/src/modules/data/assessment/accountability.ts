import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import type { Assessment } from './deps.ts';
import { errors } from './errors.ts';

interface Row {
  id: string; number: string; organisation: string; assessment_id: string | null; event: string | null; measure: 'talk' | 'notice' | 'handover'; reason: string; basis: string; answer_due: string; state: 'open' | 'answered' | 'closed'; answer: string | null; outcome: string | null;
  by_account: string; by_name: string; by_organisation: string; at: Date; closed_at: Date | null; version: number;
}
const columns = 'id, number, organisation, assessment_id, event, measure, reason, basis, answer_due::text, state, answer, outcome, by_account, by_name, by_organisation, at, closed_at, version';

/** 问责: 约谈, 通报 or 移送, for what an audit or an assessment found; the ledger keeps that it was done. */
export async function callToAccount(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.callToAccount>): Promise<OutputOf<typeof c.callToAccount>> {
  const body = deps.organisation(i.organisation);
  if (body === undefined) throw errors.organisationUnknown({ organisation: i.organisation });
  if (!ctx.actor.divisions.some((d) => body.division.startsWith(d))) throw errors.notFound();
  if (i.answerDue < dayInChina(ctx.now)) throw errors.dueInPast();
  const { n } = await ctx.tx.one<{ n: number }>("select nextval('assessment.number') as n");
  const id = ctx.newId();
  const number = `WZ${dayInChina(ctx.now).slice(0, 4)}${String(n).padStart(5, '0')}`;
  ctx.tx.insert('assessment.accountability', {
    id, number, organisation: body.id, division: body.division, assessment_id: i.assessmentId ?? null, event: i.event ?? null, measure: i.measure, reason: i.reason, basis: i.basis, answer_due: i.answerDue, state: 'open',
    by_account: ctx.actor.accountId, by_name: ctx.actor.name, by_organisation: ctx.actor.organisations[0] ?? '', at: ctx.now,
  });
  deps.ledger.append(ctx.tx, { kind: 'assessment.calledToAccount', subject: id, data: { number, organisation: body.id, measure: i.measure, event: i.event ?? null } });
  return { id, number, version: 1 };
}

async function lock(ctx: Context, id: string, version: number): Promise<Row> {
  const row = await ctx.tx.maybe<Row>(`select ${columns} from assessment.accountability where id = $1 for update`, [id]);
  if (row === undefined) throw errors.notFound();
  if (row.version !== version) throw errors.stale({ version: row.version });
  if (row.state === 'closed') throw errors.notNow({ state: row.state });
  return row;
}

export async function answerAccount(ctx: Context, i: ParsedInputOf<typeof c.answerAccount>): Promise<{ version: number }> {
  const row = await lock(ctx, i.accountabilityId, i.version);
  if (!ctx.actor.organisations.includes(row.organisation)) throw errors.notSubject();
  await ctx.tx.query("update assessment.accountability set state = 'answered', answer = $2, answered_at = $3, version = version + 1 where id = $1", [row.id, i.answer, ctx.now]);
  return { version: row.version + 1 };
}

export async function closeAccount(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.closeAccount>): Promise<{ version: number }> {
  const row = await lock(ctx, i.accountabilityId, i.version);
  if (!ctx.actor.organisations.includes(row.by_organisation)) throw errors.notAssessor();
  if (row.state !== 'answered') throw errors.notNow({ state: row.state });
  await ctx.tx.query("update assessment.accountability set state = 'closed', outcome = $2, closed_at = $3, version = version + 1 where id = $1", [row.id, i.outcome, ctx.now]);
  deps.ledger.append(ctx.tx, { kind: 'assessment.accountClosed', subject: row.id, data: { number: row.number } });
  return { version: row.version + 1 };
}

export async function listAccounts(deps: Assessment, ctx: Context): Promise<OutputOf<typeof c.listAccountability>> {
  const rows = await ctx.tx.query<Row>(`select ${columns} from assessment.accountability order by id desc limit 200`);
  return {
    accounts: rows.map((r) => ({
      id: r.id, number: r.number, organisation: r.organisation, organisationName: bodyName(deps, r.organisation, ctx.locale), measure: r.measure, reason: r.reason, basis: r.basis, event: r.event, assessmentId: r.assessment_id, answerDue: r.answer_due, state: r.state,
      answer: r.answer, outcome: r.outcome, by: r.by_name, at: r.at.toISOString(), mine: ctx.actor.organisations.includes(r.organisation), version: r.version,
    })),
  };
}

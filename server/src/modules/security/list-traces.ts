import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { conditionsOf } from '#kernel/db';
import { isId } from '#kernel/ids';
import type * as c from './contract.ts';
import type { Security } from './deps.ts';
import { bodiesOf, bodySql, hasFew, newestOfBodies } from './newest-of-bodies.ts';

interface TraceRow {
  id: string;
  at: Date;
  actor_kind: string;
  account_id: string | null;
  actor_name: string;
  organisation: string | null;
  contract: string;
  subject: string | null;
  outcome: string;
  request_id: string;
}

/**
 * 日志审计: what was done, newest first, by bodies within the auditor's divisions. Citizens' doings are shown only about
 * a subject that the auditor names (a case in question, its tasks with it): nobody strolls through them.
 */
export async function listTraces({ organisationName }: Security, ctx: Context, input: ParsedInputOf<typeof c.listTraces>): Promise<OutputOf<typeof c.listTraces>> {
  const { where, values, next } = conditionsOf([
    ['l.account_id = ?', input.accountId], ['l.contract = ?', input.contract], ['l.id >= kernel.id_floor(?)', input.from], ['l.id < kernel.id_floor(?)', input.to], ['l.id < ?', isId(input.cursor ?? '') ? input.cursor : undefined],
    // a subject is a case with its tasks, or a thing of another kind
    isId(input.subject ?? '') ? ['l.subject = any (array(select ?::text union all select k.id::text from cases.task k where k.case_id = ?::uuid))', input.subject] : ['l.subject = ?', input.subject],
  ], bodiesOf(ctx));
  // whose account and which subject are ranges of their own
  const few = input.accountId === undefined && input.subject === undefined && (await hasFew(ctx));
  const limit = next(input.limit + 1);
  const found = input.subject === undefined ? newestOfBodies('kernel.trace', where, limit, few) : `select l.id from kernel.trace l where ${where} and (l.organisation is null or l.organisation in (select credit_code from body)) order by l.id desc limit ${limit}`;
  const rows = await ctx.tx.query<TraceRow>(
    `with ${bodySql}, found as materialized (${found})
     select t.id, t.at, t.actor_kind, t.account_id, t.actor_name, t.organisation, t.contract, t.subject, t.outcome, t.request_id from kernel.trace t where t.id = any (array(select id from found)) order by t.id desc`, values);
  const shown = rows.slice(0, input.limit);
  return {
    traces: shown.map((r) => ({
      id: r.id, at: r.at.toISOString(), actorKind: r.actor_kind, accountId: r.account_id, actor: r.actor_name, organisation: r.organisation,
      organisationName: r.organisation === null ? null : (organisationName(r.organisation) ?? r.organisation), contract: r.contract, subject: r.subject, outcome: r.outcome, requestId: r.request_id,
    })),
    next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

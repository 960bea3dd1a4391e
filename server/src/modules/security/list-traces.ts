import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { isId } from '#kernel/ids';
import type * as c from './contract.ts';
import type { Security } from './deps.ts';

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
  const rows = await ctx.tx.query<TraceRow>(
    `select t.id, t.at, t.actor_kind, t.account_id, t.actor_name, t.organisation, t.contract, t.subject, t.outcome, t.request_id from kernel.trace t
     where ($1::uuid is null or t.account_id = $1) and ($2::text is null or t.subject = $2 or t.subject in (select k.id::text from cases.task k where k.case_id = $9::uuid)) and ($3::text is null or t.contract = $3)
       and ($4::timestamptz is null or t.id >= kernel.id_floor($4)) and ($5::timestamptz is null or t.id < kernel.id_floor($5)) and ($6::uuid is null or t.id < $6)
       and (t.organisation = any ($7::text[]) or exists (select from access.organisation o where o.credit_code = t.organisation and kernel.in_scope(o.division)) or (t.organisation is null and $2::text is not null))
     order by t.id desc limit $8`,
    [input.accountId ?? null, input.subject ?? null, input.contract ?? null, input.from ?? null, input.to ?? null, isId(input.cursor ?? '') ? input.cursor : null, ctx.actor.organisations, input.limit + 1, isId(input.subject ?? '') ? input.subject : null]);
  const shown = rows.slice(0, input.limit);
  return {
    traces: shown.map((r) => ({
      id: r.id, at: r.at.toISOString(), actorKind: r.actor_kind, accountId: r.account_id, actor: r.actor_name, organisation: r.organisation,
      organisationName: r.organisation === null ? null : (organisationName(r.organisation) ?? r.organisation), contract: r.contract, subject: r.subject, outcome: r.outcome, requestId: r.request_id,
    })),
    next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { conditionsOf } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import { isId } from '#kernel/ids';
import type * as c from './contract.ts';
import type { Security } from './deps.ts';
import { bodiesOf, bodySql, hasFew, newestOfBodies } from './newest-of-bodies.ts';

/** The overview reads so many looks at the most, the newest. */
const looksMax = 200_000;
/** 异常: so many times the average of her body on that day, and at least so many people. */
const unusualTimes = 5;
const unusualFrom = 50;

/** Looks by bodies in the privacy officer's divisions; read past the tenancy of the log, whose own policy shows a body only its own. */
async function inScope<R>(ctx: Context, sql: string, values: readonly unknown[]): Promise<R[]> {
  const bind = (kind: string): Promise<unknown> => ctx.tx.query("select set_config('yiwang.kind', $1, true)", [kind]);
  await bind('system');
  try {
    return await ctx.tx.query<R>(`with ${bodySql} ${sql}`, values);
  } finally {
    await bind(ctx.actor.kind).catch(() => {});
  }
}

interface Grouped {
  organisations: { code: string; looks: number; people: number }[] | null;
  registers: { register: string; looks: number }[] | null;
  purposes: { kind: 'case' | 'consent' | 'duty'; looks: number }[] | null;
  by_day: { day: string; looks: number }[] | null;
  unusual: { accountId: string; name: string; organisation: string; people: number; usual: number; day: string }[] | null;
  looks: number;
  people: number;
  officials: number;
}

const overviewSql = `, look as materialized (
    select l.organisation, l.register, l.purpose_kind, l.account_id, l.actor_name, l.subject, (l.at at time zone 'Asia/Shanghai')::date as day
    from records.access_log l join body b on b.credit_code = l.organisation where l.id >= kernel.id_floor($3::timestamptz) order by l.id desc limit ${looksMax}),
  daily as (select account_id, min(actor_name) as name, organisation, day, count(distinct subject)::int as people from look where account_id is not null group by account_id, organisation, day),
  usual as (select organisation, day, avg(people)::float8 as usual, count(*) as officials from daily group by organisation, day)
  select (select count(*)::int from look) as looks, (select count(distinct subject)::int from look) as people, (select count(distinct account_id)::int from look) as officials,
    (select json_agg(x) from (select organisation as code, count(*)::int as looks, count(distinct subject)::int as people from look group by 1 order by 2 desc limit 200) x) as organisations,
    (select json_agg(x) from (select register, count(*)::int as looks from look group by 1 order by 2 desc limit 50) x) as registers,
    (select json_agg(x) from (select purpose_kind as kind, count(*)::int as looks from look group by 1 order by 2 desc) x) as purposes,
    (select json_agg(x) from (select day::text, count(*)::int as looks from look group by 1 order by 1) x) as by_day,
    (select json_agg(x) from (select d.account_id as "accountId", d.name, d.organisation, d.people, u.usual, d.day::text from daily d join usual u on u.organisation = d.organisation and u.day = d.day
      where d.people >= ${unusualFrom} and (u.officials = 1 or d.people > ${unusualTimes} * (u.usual * u.officials - d.people) / greatest(u.officials - 1, 1)) order by d.people desc limit 50) x) as unusual`;

/** By titles; what is no register (cases, the wallet) keeps its id. */
const titleOf = ({ register }: Security, id: string, { locale }: Pick<Context, 'locale'>): string => textIn(register(id)?.title ?? id, locale);
const fieldTitles = ({ register }: Security, id: string, fields: readonly string[], { locale }: Pick<Context, 'locale'>): string[] => fields.map((f) => textIn(register(id)?.fields.find((one) => one.id === f)?.title ?? f, locale));

/** 个人信息保护: how much is looked at, by whom, for what, and who looks at unusually many. */
export async function privacyOverview(security: Security, ctx: Context, input: ParsedInputOf<typeof c.privacyOverview>): Promise<OutputOf<typeof c.privacyOverview>> {
  const { organisationName } = security;
  const since = new Date(ctx.now.getTime() - input.days * 86_400_000);
  const [g] = await inScope<Grouped>(ctx, overviewSql, [...bodiesOf(ctx), since.toISOString()]);
  const name = (code: string): string => organisationName(code) ?? code;
  return {
    totals: { looks: g?.looks ?? 0, people: g?.people ?? 0, officials: g?.officials ?? 0, capped: g?.looks === looksMax },
    organisations: (g?.organisations ?? []).map((o) => ({ ...o, name: name(o.code) })), registers: (g?.registers ?? []).map((r) => ({ ...r, title: titleOf(security, r.register, ctx) })), purposes: g?.purposes ?? [], byDay: g?.by_day ?? [],
    unusual: (g?.unusual ?? []).map((u) => ({ ...u, organisation: name(u.organisation), usual: Math.round(u.usual * 10) / 10 })),
  };
}

interface AccessRow {
  id: string;
  at: Date;
  actor_name: string;
  organisation: string;
  register: string;
  fields: string[];
  purpose_kind: string;
  purpose: string;
  subject: string | null;
}

export async function listAccesses(security: Security, ctx: Context, input: ParsedInputOf<typeof c.listAccesses>): Promise<OutputOf<typeof c.listAccesses>> {
  const { where, values, next } = conditionsOf([['l.organisation = ?', input.organisation], ['l.account_id = ?', input.accountId], ['l.id < ?', isId(input.cursor ?? '') ? input.cursor : undefined]], bodiesOf(ctx));
  const few = input.accountId === undefined && (await hasFew(ctx));
  const rows = await inScope<AccessRow>(ctx,
    `, found as materialized (${newestOfBodies('records.access_log', where, next(input.limit + 1), few)})
     select l.id, l.at, l.actor_name, l.organisation, l.register, l.fields, l.purpose_kind, l.purpose, l.subject from records.access_log l where l.id = any (array(select id from found)) order by l.id desc`, values);
  const shown = rows.slice(0, input.limit);
  return {
    accesses: shown.map((r) => ({ id: r.id, at: r.at.toISOString(), who: r.actor_name, organisation: security.organisationName(r.organisation) ?? r.organisation, register: r.register, registerTitle: titleOf(security, r.register, ctx), fields: fieldTitles(security, r.register, r.fields, ctx), purposeKind: r.purpose_kind, purpose: r.purpose, subject: r.subject })),
    next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

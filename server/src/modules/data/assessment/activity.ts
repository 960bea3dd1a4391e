import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { bodyName } from '../body-name.ts';
import { casesRead } from '../cases-read.ts';
import type * as c from './contract.ts';
import type { Assessment } from './deps.ts';

type Event = OutputOf<typeof c.searchActivity>['events'][number];
interface Row { kind: Event['kind']; id: string; at: Date; who: string | null; account_id: string | null; organisation: string; what: string; reason: string | null; reference: string | null; outcome: string; rows: string | null; night: boolean }

const pageSize = 100;
/** Looks that one page is gathered from: those of one request stand on one line, with the number of people. */
const looksMax = 5_000;

/**
 * 数据活动审计: looks at personal data, calls through the gateway and files taken, on one time line, by bodies of the auditor's
 * divisions. Bodies are resolved once; each log is read by its own time-ordered key, so that a page costs the same in a long log.
 */
export async function searchActivity({ content, exchange, organisation }: Assessment, ctx: Context, i: ParsedInputOf<typeof c.searchActivity>): Promise<OutputOf<typeof c.searchActivity>> {
  const bind = (kind: string): Promise<unknown> => ctx.tx.query("select set_config('yiwang.kind', $1, true)", [kind]);
  const reason = i.reason === undefined ? null : `%${i.reason.replace(/[\\%_]/g, (ch) => `\\${ch}`)}%`;
  const values = [ctx.actor.organisations, ctx.actor.divisions, i.from ?? null, i.before ?? i.to ?? null, i.organisation ?? null, i.accountId ?? null, i.register ?? null, reason, i.nightOnly, pageSize + 1];
  const night = (at: string): string => `(extract(hour from ${at} at time zone 'Asia/Shanghai') not between 6 and 21)`;
  const time = (id: string, floor: string): string => `($3::timestamptz is null or ${id} >= ${floor}($3)) and ($4::timestamptz is null or ${id} < ${floor}($4))`;
  await bind('system');
  let rows: Row[];
  try {
    rows = await ctx.tx.query<Row>(
      `with body as materialized (select o.credit_code from access.organisation o where ($5::text is null or o.credit_code = $5) and (o.credit_code = any ($1::text[]) or o.division ^@ any ($2::text[]))),
       each as (select l.id, l.at, l.actor_name, l.account_id, l.organisation, l.register, l.purpose, l.purpose_kind, l.purpose_ref, l.request_id, l.subject
         from records.access_log l where l.organisation in (select credit_code from body) and ($6::uuid is null or l.account_id = $6) and ($7::text is null or l.register = $7) and ($8::text is null or l.purpose like $8) and (not $9 or ${night('l.at')}) and ${time('l.id', 'kernel.id_floor')} order by l.id desc limit ${looksMax}),
       look as (select 'look' as kind, min(id::text)::uuid as id, min(at) as at, actor_name as who, account_id, organisation, register as what, purpose as reason, case when purpose_kind = 'case' then purpose_ref end as reference, purpose_kind as outcome, count(distinct subject) as rows, bool_or(${night('at')}) as night
         from each group by request_id, actor_name, account_id, organisation, register, purpose, purpose_kind, purpose_ref),
       call as (select 'call', k.id, k.at, null, null::uuid, k.organisation, k.service, coalesce(g.purpose, k.purpose), k.reference, k.outcome, k.rows::bigint, ${night('k.at')}
         from exchange.call k left join exchange.granted g on g.id = k.grant_id where k.phase = 'ended' and k.organisation in (select credit_code from body) and $6::uuid is null and ($7::text is null or k.service like $7 || '.%') and ($8::text is null or coalesce(g.purpose, k.purpose) like $8) and (not $9 or ${night('k.at')}) and ${time('k.id', 'exchange.id_floor')} order by k.id desc limit $10),
       taken as (select 'export', e.id, e.taken_at, e.officer, e.account_id, e.organisation, e.register, e.purpose, null, e.state, e.rows_taken::bigint, ${night('e.taken_at')}
         from privacy.export e where e.state = 'taken' and e.organisation in (select credit_code from body) and ($6::uuid is null or e.account_id = $6) and ($7::text is null or e.register = $7) and ($8::text is null or e.purpose like $8) and (not $9 or ${night('e.taken_at')})
           and ($3::timestamptz is null or e.taken_at >= $3) and ($4::timestamptz is null or e.taken_at < $4) order by e.taken_at desc limit $10)
       select * from (select * from look union all select * from call union all select * from taken) x where $11::text is null or x.kind = $11 order by x.at desc, x.id desc limit $10`, [...values, i.kind ?? null]);
  } finally {
    await bind(ctx.actor.kind).catch(() => {});
  }
  const shown = rows.slice(0, pageSize);
  const services = new Map((await exchange.services()).map((s) => [s.id, s]));
  return {
    events: shown.map((r) => {
      const register = content.find(registerKind, r.what)?.value;
      return {
        kind: r.kind, id: r.id, at: r.at.toISOString(), who: r.who, accountId: r.account_id, organisation: r.organisation, organisationName: bodyName({ organisation }, r.organisation, ctx.locale), what: r.what, whatTitle: register !== undefined ? textIn(register.title, ctx.locale) : r.what === casesRead.id ? casesRead[ctx.locale] : textIn(services.get(r.what)?.title ?? r.what, ctx.locale),
        reason: r.reason, reference: r.reference, outcome: r.outcome, rows: r.rows === null ? null : Number(r.rows), night: r.night,
      };
    }),
    before: rows.length > pageSize ? (shown.at(-1)?.at.toISOString() ?? null) : null,
  };
}

import type { Context } from '#kernel/context';
import { beginsWith, lightSql } from '../desk/desk-light.ts';

/** Cases of single items (a joint matter counts through its children), submitted within the days, in the division. $1 since, $2 division or null. */
const cohort = `c.kind = 'service-item' and c.id >= kernel.id_floor($1::timestamptz) and ($2::text is null or ${beginsWith('c.division', '$2')})`;
const chinaDay = (column: string): string => `(${column} at time zone 'Asia/Shanghai')::date`;

export interface OrganisationFigures {
  organisation: string;
  submitted: number;
  accepted: number;
  concluded: number;
  judged: number;
  on_time: number;
  days: number;
}

export const figuresByOrganisation = (ctx: Context, since: Date, division: string | null): Promise<OrganisationFigures[]> =>
  ctx.tx.query<OrganisationFigures>(
    `select c.organisation, count(*)::int as submitted, count(c.accepted_on)::int as accepted, count(c.concluded_at)::int as concluded,
       (count(*) filter (where c.concluded_at is not null and c.promised_due is not null))::int as judged,
       (count(*) filter (where ${chinaDay('c.concluded_at')} <= c.promised_due))::int as on_time,
       coalesce(sum(extract(epoch from c.concluded_at - c.submitted_at) / 86400), 0)::float8 as days
     from cases.case c where ${cohort} group by c.organisation`, [since.toISOString(), division]);

export interface LightCount {
  organisation: string;
  light: 'green' | 'soon' | 'yellow' | 'red' | 'stopped';
  count: number;
}

/** Open now, whenever it was submitted. */
export const lightsByOrganisation = (ctx: Context, today: string, division: string | null): Promise<LightCount[]> =>
  ctx.tx.query<LightCount>(
    `select c.organisation, ${lightSql('$1')} as light, count(*)::int as count from cases.case c
     where c.kind = 'service-item' and c.concluded_at is null and ($2::text is null or ${beginsWith('c.division', '$2')}) group by 1, 2`, [today, division]);

export interface DayFigures {
  day: string;
  submitted: number;
  concluded: number;
}

export const figuresByDay = (ctx: Context, since: Date, division: string | null): Promise<DayFigures[]> =>
  ctx.tx.query<DayFigures>(
    `select day, sum(submitted)::int as submitted, sum(concluded)::int as concluded from (
       select ${chinaDay('c.submitted_at')} as day, 1 as submitted, 0 as concluded from cases.case c where ${cohort}
       union all select ${chinaDay('c.concluded_at')}, 0, 1 from cases.case c where ${cohort} and c.concluded_at is not null) x
     group by day order by day limit 400`, [since.toISOString(), division]);

export interface Satisfaction {
  organisation: string;
  rated: number;
  satisfied: number;
}

/** 满意率: three stars (基本满意) and more of five (standards of 好差评). */
export const satisfactionByOrganisation = (ctx: Context, since: Date, division: string | null): Promise<Satisfaction[]> =>
  ctx.tx.query<Satisfaction>(
    `select organisation, count(*)::int as rated, (count(*) filter (where stars >= 3))::int as satisfied from services.review
     where id >= kernel.id_floor($1::timestamptz) and ($2::text is null or ${beginsWith('division', '$2')}) group by organisation`, [since.toISOString(), division]);

export interface LiveRow {
  case_id: string;
  number: string;
  title: string;
  at: Date;
  kind: string;
  data: { state?: string; decision?: string };
  organisation: string;
}

/** The newest cases in sight with what was done to them last. */
export const liveCases = (ctx: Context, division: string | null): Promise<LiveRow[]> =>
  ctx.tx.query<LiveRow>(
    `select c.id as case_id, c.number, c.title, a.at, a.kind, a.data, c.organisation
     from (select c.id, c.number, c.title, c.organisation from cases.case c where c.kind = 'service-item' and ($1::text is null or ${beginsWith('c.division', '$1')}) order by c.id desc limit 20) c
       cross join lateral (select a.at, a.kind, a.data from cases.action a where a.case_id = c.id order by a.seq desc limit 1) a
     order by a.at desc`, [division]);

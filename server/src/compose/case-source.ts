import type { ReadTx } from '#kernel/db';

const chinaDay = (column: string): string => `(${column} at time zone 'Asia/Shanghai')::date`;
const chinaMonth = (column: string): string => `to_char(${column}, 'YYYY-MM')`;

/** 办件 as the libraries gather them: single items and the items of joint matters, with supervision and the applicant's rating. Read as the house. */
export const caseSource = {
  changedCases: <R>(tx: ReadTx, { since, after, limit }: { since: Date; after: string | null; limit: number }): Promise<R[]> =>
    tx.query<R>(
      `select c.id, c.number, c.definition_id as item_id, c.title, c.party_id, c.party_kind, c.party_name, c.organisation, c.division, c.channel, c.state, c.submitted_at, c.accepted_on::text, c.promised_due::text, c.concluded_at, c.updated_at,
         (select count(*)::int from services.card k where k.case_id = c.id) as cards, (select count(*)::int from cases.task t where t.case_id = c.id and t.closed_at is not null) as steps,
         (select min(r.stars)::int from services.review r where r.case_id = c.id) as stars
       from cases.case c where c.kind = 'service-item' and ($2::uuid is null or c.id > $2)
         and (c.updated_at >= $1 or exists (select from services.review r where r.case_id = c.id and r.at >= $1)) order by c.id limit $3`, [since, after, limit]),

  /** Sums of the months that the days touch; a month is counted whole. */
  monthFigures: <R>(tx: ReadTx, since: Date): Promise<R[]> =>
    tx.query<R>(
      `with from_day as (select date_trunc('month', ${chinaDay('$1::timestamptz')})::date as day),
       told as (
         select c.organisation, c.division, ${chinaMonth('c.accepted_on')} as month, 1 as accepted, 0 as concluded, 0 as on_time, (c.channel = 'portal')::int as online, 0 as ratings, 0 as bad
         from cases.case c where c.kind = 'service-item' and c.accepted_on >= (select day from from_day)
         union all select c.organisation, c.division, ${chinaMonth(chinaDay('c.concluded_at'))}, 0, 1, (c.promised_due is null or ${chinaDay('c.concluded_at')} <= c.promised_due)::int, 0, 0, 0
         from cases.case c where c.kind = 'service-item' and c.accepted_on is not null and ${chinaDay('c.concluded_at')} >= (select day from from_day)
         union all select r.organisation, r.division, ${chinaMonth(chinaDay('r.at'))}, 0, 0, 0, 0, 1, (r.stars <= 2)::int from services.review r where ${chinaDay('r.at')} >= (select day from from_day))
       select organisation, min(division) as division, month, sum(accepted)::int as accepted, sum(concluded)::int as concluded, sum(on_time)::int as on_time, sum(online)::int as online, sum(ratings)::int as ratings, sum(bad)::int as bad_ratings
       from told group by organisation, month order by organisation, month`, [since]),

  /** Papers of cases that were granted; one that another case used again stands once. */
  concludedMaterials: <R>(tx: ReadTx, { since, after, limit }: { since: Date; after: string | null; limit: number }): Promise<R[]> =>
    tx.query<R>(
      `with used as (
         select (f->>'id')::uuid as file_id, m.name, m.state, c.number, c.division, c.party_id, c.concluded_at, c.id as case_id
         from cases.case c join cases.material m on m.case_id = c.id cross join lateral jsonb_array_elements(m.files) f
         where c.kind = 'service-item' and c.state = 'granted' and c.party_id is not null and c.concluded_at >= $1 and m.state in ('uploaded', 'given'))
       select u.file_id, (array_agg(u.name order by u.case_id))[1] as name, (array_agg(u.number order by u.case_id))[1] as case_number, (array_agg(u.division order by u.case_id))[1] as division,
         (array_agg(u.party_id order by u.case_id))[1] as party_id, ${chinaDay('min(u.concluded_at)')}::text as "on", 'applicant' as source, encode(s.digest, 'hex') as digest,
         (select count(distinct o.case_id)::int - 1 from cases.case oc join cases.material o on o.case_id = oc.id where oc.party_id = (array_agg(u.party_id order by u.case_id))[1] and oc.kind = 'service-item' and o.files @> jsonb_build_array(jsonb_build_object('id', u.file_id))) as used
       from used u join files.use s on s.id = u.file_id where $2::uuid is null or u.file_id > $2 group by u.file_id, s.digest order by u.file_id limit $3`, [since, after, limit]),
};

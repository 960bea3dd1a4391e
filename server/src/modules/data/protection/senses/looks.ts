import { sensedMax, type Sense } from '../sense.ts';

interface Row { account_id: string; name: string; organisation: string; looks: number; people: number; night: number; registers: number; caseless: number; reasons: number; usual: number | null }

/**
 * 查询行为: looks at personal data of the last day, official by official, beside the average of her colleagues. Night is
 * 22 to 6 o'clock in China; the day is counted over its newest 500,000 looks.
 */
export const lookSense: Sense = {
  id: 'look',
  facts: {
    looks: { zh: '近一日查询次数', en: 'looks of the last day' }, people: { zh: '涉及人数', en: 'people looked at' }, nightLooks: { zh: '夜间（22—6 时）查询次数', en: 'looks at night (22 to 6)' }, registers: { zh: '涉及登记簿数', en: 'registers' },
    caseless: { zh: '不在办件之内的查询次数', en: 'looks that no case asked for' }, reasons: { zh: '不同事由数', en: 'different reasons given' }, timesUsual: { zh: '为同单位人均的倍数', en: 'times the average of her colleagues' },
  },
  async gather(_deps, tx, now) {
    const rows = await tx.query<Row>(
      `with look as materialized (select l.account_id, l.actor_name, l.organisation, l.subject, l.register, l.purpose_kind, l.purpose, extract(hour from l.at at time zone 'Asia/Shanghai') not between 6 and 21 as night
         from records.access_log l where l.id >= kernel.id_floor($1::timestamptz - interval '1 day') and l.actor_kind = 'officer' and l.organisation is not null order by l.id desc limit 500000),
       day as (select account_id, min(actor_name) as name, organisation, count(*)::int as looks, count(distinct subject)::int as people, count(*) filter (where night)::int as night, count(distinct register)::int as registers,
         count(*) filter (where purpose_kind = 'duty')::int as caseless, count(distinct purpose)::int as reasons from look group by account_id, organisation)
       select d.*, (sum(d.looks) over w - d.looks)::float8 / nullif(count(*) over w - 1, 0) as usual from day d window w as (partition by d.organisation) order by d.looks desc limit ${sensedMax}`, [now]);
    return rows.map((r) => ({
      subject: r.account_id, title: r.name, organisation: r.organisation,
      facts: { looks: r.looks, people: r.people, nightLooks: r.night, registers: r.registers, caseless: r.caseless, reasons: r.reasons, timesUsual: r.usual === null || r.usual === 0 ? null : Math.round((r.looks / r.usual) * 10) / 10 },
    }));
  },
};

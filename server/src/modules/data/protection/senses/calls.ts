import { textIn } from '#kernel/i18n';
import { sensedMax, type Sense } from '../sense.ts';

interface Row { organisation: string; service: string; calls: number; refused: number; night: number; rows: string; usual: number | null }

/** 接口调用: of each body and service the last day, beside its own usual day. Night is 22 to 6 o'clock in China. */
export const callSense: Sense = {
  id: 'call',
  facts: {
    calls: { zh: '近一日调用次数', en: 'calls of the last day' }, refused: { zh: '被拒绝次数', en: 'calls refused' }, refusedShare: { zh: '被拒绝比例', en: 'share refused' }, nightShare: { zh: '夜间（22—6 时）比例', en: 'share at night (22 to 6)' },
    rows: { zh: '返回记录数', en: 'records handed out' }, timesUsual: { zh: '为近 30 日日均的倍数', en: 'times its own average day' },
  },
  async gather({ exchange }, tx, now) {
    const titles = new Map((await exchange.services()).map((s) => [s.id, textIn(s.title, 'zh')]));
    const rows = await tx.query<Row>(
      `with day as (select c.organisation, c.service, count(*)::int as calls, count(*) filter (where c.outcome <> 'ok')::int as refused, sum(c.rows) as rows,
           count(*) filter (where extract(hour from c.at at time zone 'Asia/Shanghai') not between 6 and 21)::int as night
         from exchange.call c where c.id >= exchange.id_floor($1::timestamptz - interval '1 day') and c.phase = 'ended' group by 1, 2 order by 3 desc limit ${sensedMax})
       select d.*, (select sum(m.calls)::float8 / 30 from exchange.meter m where m.organisation = d.organisation and m.service = d.service and m.day >= ($1::timestamptz - interval '31 days')::date and m.day < ($1::timestamptz - interval '1 day')::date) as usual from day d`, [now]);
    return rows.map((r) => ({
      subject: `${r.organisation}/${r.service}`, title: titles.get(r.service) ?? r.service, organisation: r.organisation,
      facts: { calls: r.calls, refused: r.refused, refusedShare: r.refused / r.calls, nightShare: r.night / r.calls, rows: Number(r.rows), timesUsual: r.usual === null || r.usual === 0 ? null : Math.round((r.calls / r.usual) * 10) / 10 },
    }));
  },
};

import { daysBetween, sensedMax, type Sense } from '../sense.ts';

interface Row { id: string; name: string; kind: string; organisation: string; settings: { url?: string; host?: string; tls?: boolean }; every_minutes: number | null; made_at: Date; last_at: Date | null; failures: number; refused: string; read: string }

const loopback = /^(127\.|localhost$|\[?::1\]?$)/;

/** 传输加密: files and topics come over this house's own connection, an interface as its address says; a table as its source says, or on this machine. */
function encrypted({ kind, settings }: Row): boolean {
  if (kind === 'file' || kind === 'topic') return true;
  if (kind === 'interface') return settings.url?.startsWith('https:') === true || loopback.test(hostOf(settings.url));
  return settings.tls === true || loopback.test(settings.host ?? '');
}
const hostOf = (url: string | undefined): string => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : '');

/** 归集来源: whether what is handed in comes encrypted, in time and whole. */
export const sourceSense: Sense = {
  id: 'source',
  facts: {
    kind: { zh: '方式', en: 'way' }, encrypted: { zh: '是否加密传输', en: 'comes encrypted' }, idleDays: { zh: '距上次运行天数', en: 'days since its last run' }, lateTimes: { zh: '距上次运行为约定周期的倍数', en: 'time since its last run, in its own cycles' },
    failures: { zh: '最近五次中失败次数', en: 'failures among its last five runs' }, refusedShare: { zh: '近 30 日被退回行的比例', en: 'share of lines refused in 30 days' },
  },
  async gather(_deps, tx, now) {
    const rows = await tx.query<Row>(
      `select s.id, s.name, s.kind, s.organisation, s.settings, s.every_minutes, s.made_at, f.last_at, coalesce(f.failures, 0) as failures, coalesce(r.refused, 0) as refused, coalesce(r.read, 0) as read
       from collection.source s
       left join lateral (select max(x.planned_at) as last_at, count(*) filter (where x.state = 'failed')::int as failures from (select r.planned_at, r.state from collection.run r where r.source_id = s.id order by r.id desc limit 5) x) f on true
       left join lateral (select sum(r.refused) as refused, sum(r.rows_read) as read from collection.run r where r.source_id = s.id and r.planned_at > $1::timestamptz - interval '30 days') r on true
       where s.state = 'active' order by s.id limit ${sensedMax}`, [now]);
    return rows.map((s) => {
      const idle = daysBetween(s.last_at ?? s.made_at, now)!;
      return {
        subject: s.id, title: s.name, organisation: s.organisation,
        facts: { kind: s.kind, encrypted: encrypted(s), idleDays: idle, lateTimes: s.every_minutes === null ? null : Math.round((idle * 14_400) / s.every_minutes) / 10, failures: s.failures, refusedShare: Number(s.read) === 0 ? 0 : Number(s.refused) / Number(s.read) },
      };
    });
  },
};

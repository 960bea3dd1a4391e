import { registerKind } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { daysBetween, daysUntil, sensedMax, type Sense } from '../sense.ts';

interface Row { id: string; service: string; organisation: string; fields: string[]; masks: Record<string, string>; daily_quota: number; valid_to: Date; at: Date; calls: string; most: string; last_day: Date | null }

/** 授权: grants in force with what was made of them: unused ones, wide ones, those near their end. */
export const grantSense: Sense = {
  id: 'grant',
  facts: {
    ageDays: { zh: '授权已生效天数', en: 'days since it was given' }, daysToEnd: { zh: '距到期天数', en: 'days until it ends' }, calls: { zh: '近 90 日调用次数', en: 'calls of 90 days' }, idleDays: { zh: '未调用天数', en: 'days without a call' },
    fields: { zh: '授权字段数', en: 'fields granted' }, sensitiveFields: { zh: '敏感字段数', en: 'sensitive fields' }, unmaskedFields: { zh: '不脱敏的敏感字段数', en: 'sensitive fields without a mask' },
    dailyQuota: { zh: '日限额', en: 'calls a day allowed' }, quotaUse: { zh: '最高日用量占限额的比例', en: 'busiest day as a share of the quota' },
  },
  async gather({ content, exchange }, tx, now) {
    const services = new Map((await exchange.services()).map((s) => [s.id, s]));
    const rows = await tx.query<Row>(
      `select g.id, g.service, g.organisation, g.fields, g.masks, g.daily_quota, g.valid_to, g.at, coalesce(sum(m.calls), 0) as calls, coalesce(max(m.calls), 0) as most, max(m.day)::timestamptz as last_day
       from exchange.granted g left join exchange.meter m on m.grant_id = g.id and m.day > ($1::timestamptz - interval '90 days')::date
       where g.valid_to > $1 and not exists (select from exchange.ended e where e.subject = g.id::text) group by g.id order by g.id desc limit ${sensedMax}`, [now]);
    return rows.map((g) => {
      const service = services.get(g.service);
      const sensitive = new Set(content.find(registerKind, service?.register ?? '')?.value.fields.filter((f) => f.sensitive).map((f) => f.id));
      const held = g.fields.filter((f) => sensitive.has(f));
      return {
        subject: g.id, title: `${service === undefined ? g.service : textIn(service.title, 'zh')}`, organisation: g.organisation,
        facts: {
          ageDays: daysBetween(g.at, now), daysToEnd: daysUntil(g.valid_to, now), calls: Number(g.calls), idleDays: daysBetween(g.last_day ?? g.at, now), fields: g.fields.length, sensitiveFields: held.length,
          unmaskedFields: held.filter((f) => g.masks[f] === 'none').length, dailyQuota: g.daily_quota, quotaUse: g.daily_quota === 0 ? 0 : Math.round((Number(g.most) / g.daily_quota) * 1e6) / 1e6,
        },
      };
    });
  },
};

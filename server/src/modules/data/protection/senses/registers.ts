import { registerKind } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { retentionOf, termOf } from '../retention-rules.ts';
import { daysBetween, type Sense } from '../sense.ts';

interface Row { target: string; provider: string; grade: string | null; graded: boolean; data_rows: string | null; data_updated_at: Date | null; opening: string; sharing: string }

/** 登记簿: what is held, whether it is graded, masked, catalogued, and kept no longer than its term. */
export const registerSense: Sense = {
  id: 'register',
  facts: {
    personal: { zh: '是否含个人信息', en: 'holds personal data' }, rows: { zh: '记录数', en: 'records' }, fields: { zh: '字段数', en: 'fields' }, sensitiveFields: { zh: '加密字段数', en: 'sealed fields' }, unmaskedSensitive: { zh: '敏感而不脱敏的字段数', en: 'sealed fields without a mask' },
    catalogued: { zh: '是否已编目', en: 'is in the catalogue' }, graded: { zh: '级别是否已确认', en: 'its grades were confirmed' }, grade: { zh: '级别', en: 'grade' }, opening: { zh: '开放属性', en: 'opening attribute' },
    hasTerm: { zh: '是否有留存期限', en: 'has a retention term' }, overdue: { zh: '超期未处置的记录数', en: 'records past their term' }, staleDays: { zh: '未更新天数', en: 'days without a load' },
  },
  async gather({ content, records }, tx, now) {
    const rows = await tx.query<Row>(
      `select distinct on (m.target) m.target, e.provider, e.grade, e.grade_confirmed_by is not null as graded, e.data_rows, e.data_updated_at, e.opening, e.sharing
       from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.kind = 'table' and m.ended_at is null and e.state = 'published' order by m.target, e.code`);
    const entries = new Map(rows.map((r) => [r.target, r]));
    const terms = retentionOf({ content });
    const sensed = [];
    for (const { id, value: r } of content.list(registerKind)) {
      const entry = entries.get(id);
      const sensitive = r.fields.filter((f) => f.sensitive);
      const term = terms.get(id);
      const due = term === undefined ? undefined : await records.due({ tx } as Parameters<typeof records.due>[0], id, termOf(term, now), 1);
      sensed.push({
        subject: id, title: textIn(r.title, 'zh'), organisation: entry?.provider ?? null,
        facts: {
          personal: r.subjects.length > 0 || sensitive.length > 0, rows: Number(entry?.data_rows ?? 0), fields: r.fields.length, sensitiveFields: sensitive.length, unmaskedSensitive: sensitive.filter((f) => f.mask === 'none').length,
          catalogued: entry !== undefined, graded: entry?.graded ?? false, grade: entry?.grade ?? null, opening: entry?.opening ?? null, hasTerm: term !== undefined, overdue: due?.rows ?? 0, staleDays: daysBetween(entry?.data_updated_at, now),
        },
      });
    }
    return sensed;
  },
};

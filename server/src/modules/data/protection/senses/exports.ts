import { registerKind } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { sensedMax, type Sense } from '../sense.ts';

interface Row { id: string; register: string; officer: string; organisation: string; rows_taken: number; lifted: boolean; night: boolean; fields: string[]; files: number }

/** 导出: files taken in the last seven days. */
export const exportSense: Sense = {
  id: 'export',
  facts: {
    rows: { zh: '导出行数', en: 'rows taken' }, lifted: { zh: '是否解除脱敏', en: 'sensitive fields in the open' }, night: { zh: '是否夜间取走', en: 'taken at night' }, sensitiveFields: { zh: '敏感字段数', en: 'sensitive fields' },
    filesOfOfficer: { zh: '同一人七日内取走的文件数', en: 'files that the same officer took in seven days' },
  },
  async gather({ content }, tx, now) {
    const rows = await tx.query<Row>(
      `select e.id, e.register, e.officer, e.organisation, e.rows_taken, e.lifted, e.fields, extract(hour from e.taken_at at time zone 'Asia/Shanghai') not between 6 and 21 as night, count(*) over (partition by e.account_id)::int as files
       from privacy.export e where e.state = 'taken' and e.taken_at > $1::timestamptz - interval '7 days' order by e.id desc limit ${sensedMax}`, [now]);
    return rows.map((e) => {
      const register = content.find(registerKind, e.register)?.value;
      return {
        subject: e.id, title: `${register === undefined ? e.register : textIn(register.title, 'zh')} · ${e.officer}`, organisation: e.organisation,
        facts: { rows: e.rows_taken, lifted: e.lifted, night: e.night, sensitiveFields: e.fields.filter((f) => register?.fields.find((x) => x.id === f)?.sensitive === true).length, filesOfOfficer: e.files },
      };
    });
  },
};

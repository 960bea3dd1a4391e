import { registerKind } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { sensedMax, type Sense, type Sensed } from '../sense.ts';

const prefix = 'register:';
const personal = new Set(['identity-number', 'phone', 'email', 'name']);

/** 敏感数据发现: columns of standing snapshots whose values have the form of something personal, whatever their names say. No value is read by anybody. */
export const fieldSense: Sense = {
  id: 'field',
  facts: {
    looksLike: { zh: '样本形式（身份证号、电话、邮箱、姓名）', en: 'form of its values: identity-number, phone, email, name' }, share: { zh: '符合该形式的比例', en: 'share of that form' }, sensitive: { zh: '是否加密', en: 'is sealed' }, masked: { zh: '是否脱敏', en: 'is masked' },
    open: { zh: '登记簿是否公开', en: 'its register is open' },
  },
  async gather({ analysis, content }, tx) {
    const owners = new Map((await tx.query<{ target: string; provider: string }>("select distinct on (m.target) m.target, e.provider from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.kind = 'table' and m.ended_at is null and e.state = 'published' order by m.target, e.code")).map((r) => [r.target, r.provider]));
    const sensed: Sensed[] = [];
    for (const snapshot of analysis.list()) {
      const register = snapshot.name.startsWith(prefix) ? snapshot.name.slice(prefix.length) : '';
      const definition = content.find(registerKind, register)?.value;
      if (definition === undefined || sensed.length >= sensedMax) continue;
      for (const column of await analysis.profile(snapshot.name, { seconds: 60 })) {
        const field = definition.fields.find((f) => f.id === column.name);
        const [form, share] = Object.entries(column.looksLike).filter(([name]) => personal.has(name)).toSorted((a, b) => (b[1] ?? 0) - (a[1] ?? 0))[0] ?? [];
        if (field === undefined || form === undefined) continue;
        sensed.push({
          subject: `${register}.${field.id}`, title: `${textIn(definition.title, 'zh')} · ${textIn(field.title, 'zh')}`, organisation: owners.get(register) ?? null,
          facts: { looksLike: form, share: Math.round((share ?? 0) * 1000) / 1000, sensitive: field.sensitive, masked: (field.mask ?? 'none') !== 'none', open: definition.open },
        });
      }
    }
    return sensed;
  },
};

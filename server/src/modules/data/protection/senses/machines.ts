import { daysUntil, sensedMax, type Sense } from '../sense.ts';

interface Row { id: string; name: string; organisation: string; state: string; valid_until: Date | null; has_secret: boolean; keys: number; key_until: Date | null; permissions: string[] }

/** 部门系统: whose term, keys and secrets open doors to data. */
export const machineSense: Sense = {
  id: 'machine',
  facts: {
    daysToEnd: { zh: '距到期天数', en: 'days until its term ends' }, noTerm: { zh: '是否无期限', en: 'has no term' }, keys: { zh: '有效 SM2 公钥数', en: 'SM2 keys in force' }, keyDays: { zh: '最晚公钥距到期天数', en: 'days until its last key ends' },
    secretOnly: { zh: '仅凭口令接入', en: 'comes with a secret alone' }, permissions: { zh: '权限数', en: 'permissions' },
  },
  async gather(_deps, tx, now) {
    const rows = await tx.query<Row>(
      `select c.id, c.name, c.organisation, c.state, c.valid_until, c.secret is not null as has_secret, c.permissions, count(k.id)::int as keys, max(k.valid_until) as key_until
       from access.client c left join access.client_key k on k.client_id = c.id and k.revoked_at is null and k.valid_until > $1 where c.account_id is not null and c.organisation is not null and c.state = 'active' group by c.id order by c.id limit ${sensedMax}`, [now]);
    return rows.map((c) => ({
      subject: c.id, title: c.name, organisation: c.organisation,
      facts: { daysToEnd: daysUntil(c.valid_until, now), noTerm: c.valid_until === null, keys: c.keys, keyDays: daysUntil(c.key_until, now), secretOnly: c.has_secret && c.keys === 0, permissions: c.permissions.length },
    }));
  },
};

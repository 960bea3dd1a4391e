import { daysBetween, sensedMax, type Sense } from '../sense.ts';

interface Row { id: string; login_name: string; organisation: string | null; title: string | null; state: string; second_factor: boolean; password_changed_at: Date | null; created_at: Date; seen_at: Date | null; roles: number; permissions: number; unmask: boolean; wide: number; posts: number }

/** 账号: officials' accounts with what they hold and when they were last used. */
export const accountSense: Sense = {
  id: 'account',
  facts: {
    idleDays: { zh: '未登录天数（从未登录的自开户起）', en: 'days since sign-in, or since it was opened' }, neverUsed: { zh: '是否从未登录', en: 'never signed in' }, secondFactor: { zh: '是否绑定动态口令', en: 'has a second factor' },
    passwordDays: { zh: '口令未更换天数', en: 'days since the password was changed' }, roles: { zh: '角色数', en: 'roles' }, permissions: { zh: '权限数', en: 'permissions' }, wideRoles: { zh: '管辖全区划及以下的角色数', en: 'roles over a division and all below' },
    unmask: { zh: '可查看未脱敏数据', en: 'may see unmasked fields' }, posts: { zh: '在任岗位数', en: 'posts held' },
  },
  async gather(_deps, tx, now) {
    const rows = await tx.query<Row>(
      `select a.id, a.login_name, a.state, a.second_factor is not null as second_factor, a.password_changed_at, a.created_at, (select max(s.last_seen_at) from access.session s where s.account_id = a.id) as seen_at,
         h.organisation, h.title, coalesce(h.posts, 0) as posts, coalesce(r.roles, 0) as roles, coalesce(r.permissions, 0) as permissions, coalesce(r.wide, 0) as wide, coalesce(r.unmask, false) as unmask
       from access.account a
       left join lateral (select (array_agg(p.organisation order by p.main desc))[1] as organisation, (array_agg(p.title order by p.main desc))[1] as title, count(*)::int as posts from access.post p where p.person_id = a.person_id and (p.valid_to is null or p.valid_to >= $1::date)) h on true
       left join lateral (select count(distinct x.id)::int as roles, count(distinct one)::int as permissions, count(distinct x.id) filter (where x.scope = 'division-and-below')::int as wide, bool_or(one = 'records.unmask') as unmask
         from access.post p join access.role_assignment ra on ra.post_id = p.id and ra.revoked_at is null join access.role x on x.id = ra.role and x.valid_to is null cross join unnest(x.permissions) one where p.person_id = a.person_id) r on true
       where a.kind = 'officer' and a.state = 'active' order by a.login_name limit ${sensedMax}`, [now]);
    return rows.map((a) => ({
      subject: a.id, title: `${a.login_name}${a.title === null ? '' : ` · ${a.title}`}`, organisation: a.organisation,
      facts: {
        idleDays: daysBetween(a.seen_at ?? a.created_at, now), neverUsed: a.seen_at === null, secondFactor: a.second_factor, passwordDays: daysBetween(a.password_changed_at ?? a.created_at, now),
        roles: a.roles, permissions: a.permissions, wideRoles: a.wide, unmask: a.unmask, posts: a.posts,
      },
    }));
  },
};

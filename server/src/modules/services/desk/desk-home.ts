import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import type { TaskSummary } from './contract-desk.ts';
import type { Hall } from '../hall.ts';
import { countTasks, openTasks, type TaskCounts } from './task-queries.ts';
import { taskScope, taskSummaryOf } from './task-summary.ts';

/** 应用入口: what the desk offers, each by the permission that opens it. */
const apps: { id: string; zh: string; en: string; path: string; permission?: string }[] = [
  { id: 'tasks', zh: '待办', en: 'Work list', path: '/desk/tasks' },
  { id: 'cases', zh: '办件查询', en: 'Cases', path: '/desk/cases', permission: 'cases.view' },
  { id: 'window', zh: '综合受理', en: 'Window', path: '/desk/window', permission: 'cases.accept' },
  { id: 'supervision', zh: '电子监察', en: 'E-supervision', path: '/desk/supervision', permission: 'supervision.view' },
  { id: 'reviews', zh: '好差评', en: 'Ratings', path: '/desk/reviews', permission: 'reviews.view' },
  { id: 'items', zh: '事项库', en: 'Service items', path: '/desk/items', permission: 'items.view' },
  { id: 'registers', zh: '数据登记簿', en: 'Registers', path: '/desk/registers', permission: 'registers.view' },
  { id: 'seals', zh: '电子印章', en: 'Seals', path: '/desk/seals', permission: 'seals.manage' },
  { id: 'messages', zh: '消息', en: 'Messages', path: '/desk/messages', permission: 'messages.manage' },
  { id: 'audit', zh: '审计', en: 'Audit', path: '/desk/audit', permission: 'audit.view' },
  { id: 'privacy', zh: '个人信息保护', en: 'Privacy', path: '/desk/privacy', permission: 'privacy.view' },
  { id: 'crypto', zh: '密码服务', en: 'Cryptography', path: '/desk/crypto', permission: 'crypto.view' },
  { id: 'accounts', zh: '账号与权限', en: 'Accounts', path: '/desk/accounts', permission: 'accounts.view' },
];

interface DayRow {
  day: string;
  submitted: number;
  concluded: number;
}

/** Seven days of her own organisation; concluded ones among the cases of the last ninety days. */
const weekSql = `with mine as materialized (select c.submitted_at, c.concluded_at from cases.case c where c.organisation = $1 and c.id >= kernel.id_floor($2::timestamptz - interval '90 days'))
  select d::date as day, (select count(*)::int from mine where (submitted_at at time zone 'Asia/Shanghai')::date = d) as submitted,
    (select count(*)::int from mine where (concluded_at at time zone 'Asia/Shanghai')::date = d) as concluded
  from generate_series($3::date - 6, $3::date, interval '1 day') d order by d`;

export interface DeskHome {
  counts: TaskCounts & { unread: number };
  urgent: TaskSummary[];
  apps: { id: string; name: string; path: string; allowed: boolean }[];
  week: DayRow[];
  divisionName: string;
  division: string;
}

/** 工作门户. */
export async function deskHome(hall: Hall, ctx: Context): Promise<DeskHome> {
  const today = dayInChina(ctx.now);
  const scope = taskScope(hall, ctx);
  const own = ctx.actor.organisations[0];
  const division = (own === undefined ? undefined : hall.catalogue.organisation(own)?.division) ?? ctx.actor.divisions[0] ?? '00';
  const counts = await countTasks(ctx, scope, today);
  const urgent = await openTasks(ctx, scope, { limit: 8, today, urgent: true }, false);
  return {
    counts: { ...counts, unread: await hall.messages.unreadCount(ctx) },
    urgent: urgent.slice(0, 8).map((row) => taskSummaryOf(hall, ctx, row)),
    apps: apps.map((a) => ({ id: a.id, name: a[ctx.locale], path: a.path, allowed: a.permission === undefined || ctx.actor.permissions.has(a.permission) })),
    week: await ctx.tx.query<DayRow>(weekSql, [own ?? '', ctx.now.toISOString(), today]),
    divisionName: hall.catalogue.divisionName(division, ctx.locale),
    division,
  };
}

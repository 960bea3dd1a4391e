import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('docking', {
  unknown: { status: 404, zh: '没有这个对接系统', en: 'There is no such docked system' },
  matterUnknown: { status: 404, zh: '没有这件对接办件，或者您无权查看', en: 'There is no such matter, or you may not see it' },
  notDocked: { status: 409, zh: '事项“{item}”没有登记对接系统', en: 'No docked system is registered for item "{item}"' },
  notConnected: { status: 409, zh: '对接系统尚未接入或已暂停', en: 'The docked system is not connected, or is suspended' },
  hostUnknown: { status: 422, zh: '主机“{host}”不在可连接的主机名单中', en: 'Host "{host}" is not on the list of hosts that may be reached' },
  machineUnknown: { status: 422, zh: '没有有效的部门系统“{client}”', en: 'There is no system "{client}" in force' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It was changed meanwhile (now version {version}): reload and try again' },
  notManager: { status: 403, zh: '只有对接管理单位可以这样办理', en: 'Only the body that manages this docking may do that' },
  notYours: { status: 403, zh: '本系统不能回传该对接系统的结果', en: 'This system does not speak for that docked system' },
  unreadable: { status: 422, zh: '回传内容不符合约定：{why}', en: 'What was handed back is not as agreed: {why}' },
  statusUnknown: { status: 422, zh: '状态“{status}”没有对应关系', en: 'Status "{status}" has no counterpart' },
  contradicts: { status: 409, zh: '办件已按“{state}”办结，不能改为其他结果', en: 'The matter was concluded as "{state}": another result is refused' },
  notNow: { status: 409, zh: '当前状态（{state}）不能重新推送', en: 'It cannot be pushed again now ({state})' },
  noCount: { status: 409, zh: '该系统没有约定日对账接口', en: 'No daily count was agreed with that system' },
  redirected: { status: 409, zh: '该系统以跳转方式对接，不推送办件', en: 'That system is docked by redirect: nothing is pushed' },
  redirectedElsewhere: { status: 422, zh: '该系统以跳转方式对接，地址须为 {origin}', en: 'That system is docked by redirect: its address must be {origin}' },
  noHandover: { status: 409, zh: '该系统不接受跳转交接', en: 'Nobody is handed over to that system' },
  noApplicant: { status: 403, zh: '请先登录，以本人或者所代表的主体办理', en: 'Sign in first, for yourself or for whom you act' },
  ticketOver: { status: 410, zh: '票据无效或已过期，请从政务服务网重新进入', en: 'The ticket is not in force: come again from the service portal' },
  ticketSpent: { status: 409, zh: '票据已经用过，不能再用', en: 'The ticket has been used' },
});

import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('enterprise', {
  notFound: { status: 404, zh: '没有这份协议，或者您无权查看', en: 'There is no such agreement, or you may not see it' },
  sceneUnknown: { status: 404, zh: '没有公布这个共享场景', en: 'No such scene is published' },
  companyOnly: { status: 403, zh: '请以企业身份办理', en: 'Act for your company to do this' },
  companyUnknown: { status: 422, zh: '法人库中没有统一社会信用代码为 {code} 的企业', en: 'No company has the credit code {code}' },
  notYourScene: { status: 403, zh: '该场景由{body}签订', en: 'This scene is concluded by: {body}' },
  bodyUnknown: { status: 422, zh: '没有机构 {code}，或者它不签订这类协议', en: 'There is no body {code}, or it does not conclude such agreements' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It was changed meanwhile (now version {version}): reload and try again' },
  notNow: { status: 409, zh: '协议当前状态（{state}）不能这样办理', en: 'That cannot be done now ({state})' },
  ownDraft: { status: 403, zh: '起草人不能审核自己起草的协议', en: 'Whoever drafted it does not review it' },
  fieldNotOffered: { status: 422, zh: '场景没有列出信息项：{field}', en: 'The scene does not list: {field}' },
  fieldMissing: { status: 422, zh: '缺少必需的信息项：{fields}', en: 'Required and not chosen: {fields}' },
  serviceUnknown: { status: 422, zh: '场景没有列出服务“{service}”，或者服务已停用', en: 'The scene does not list service "{service}", or it is suspended' },
  nothingShared: { status: 422, zh: '协议至少包含一个方向的数据', en: 'At least one direction is needed' },
  termInvalid: { status: 422, zh: '期限应在明天与 {until} 之间', en: 'The end lies between tomorrow and {until}' },
  there: { status: 409, zh: '双方在该场景已有未终止的协议（{number}）', en: 'Both have an agreement of this scene that has not ended ({number})' },
  interfaceMissing: { status: 422, zh: '协议约定由企业供数，请填写接口地址和令牌', en: 'The firm hands in data: the address and token of its interface are needed' },
  noSeal: { status: 409, zh: '“{name}”没有启用的电子印章，协议不能签章', en: '"{name}" has no seal in force: the agreement cannot be sealed' },
});

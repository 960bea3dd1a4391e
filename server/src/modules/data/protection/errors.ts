import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('protection', {
  notFound: { status: 404, zh: '没有这项内容，或不在您的管理范围', en: 'There is no such thing, or it is outside your scope' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It has been changed by somebody else (version {version} now): reload and try again' },
  closed: { status: 409, zh: '该问题已经关闭', en: 'This finding is closed' },
  noControl: { status: 409, zh: '该问题没有可直接执行的管控措施', en: 'There is no control for this finding' },
  acceptTooLong: { status: 422, zh: '风险接受最长 {daysMax} 天，且不得早于今天', en: 'A risk is accepted for {daysMax} days at the most, and not into the past' },
  notYours: { status: 403, zh: '只有数据安全管理人员可以接受风险', en: 'Only data-security officers accept risks' },
  nothingDue: { status: 409, zh: '登记簿“{register}”没有超过留存期限的记录', en: 'Register "{register}" has no records past their term' },
  noTerm: { status: 409, zh: '登记簿“{register}”没有留存期限规则', en: 'Register "{register}" has no retention rule' },
  standing: { status: 409, zh: '登记簿“{register}”已有未办结的处置申请', en: 'Register "{register}" has a disposal that is not done' },
  sameHand: { status: 403, zh: '归档、销毁须双人办理：审批人不能是申请人', en: 'It takes two people: who proposed it may not decide it' },
  decided: { status: 409, zh: '该处置申请已作出决定', en: 'This disposal was decided already' },
  noProof: { status: 409, zh: '处置尚未完成，还没有证明', en: 'It is not done yet: there is no proof' },
  changedSince: { status: 409, zh: '申请之后到期数据已有变化，请重新申请', en: 'What is due has changed since it was proposed: propose it anew' },
});

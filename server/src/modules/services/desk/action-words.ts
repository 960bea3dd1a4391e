import type { Locale } from '#kernel/i18n';

/** 办理动作 in words. */
const words: Record<string, { zh: string; en: string }> = {
  submitted: { zh: '提交申请', en: 'Submitted' },
  moved: { zh: '状态变更', en: 'Moved on' },
  decided: { zh: '办理', en: 'Decided' },
  clockStopped: { zh: '时限暂停', en: 'Clock stopped' },
  clockStarted: { zh: '时限恢复', en: 'Clock started again' },
  limitsKnown: { zh: '办结期限确定', en: 'Time limit known' },
  supplementAnswered: { zh: '提交补正材料', en: 'Supplement handed in' },
  documentMade: { zh: '制发文书', en: 'Document made' },
  laterMaterialGiven: { zh: '补交容缺材料', en: 'Deferred material handed in' },
  laterMaterialSettled: { zh: '核对容缺材料', en: 'Deferred material looked at' },
  licenceChanged: { zh: '证照状态变更', en: 'Licence changed' },
  promiseFalse: { zh: '核查发现承诺不实', en: 'Promise found false' },
  issued: { zh: '制发结果', en: 'Result issued' },
  handedOut: { zh: '出件', en: 'Handed out' },
  reviewAnswered: { zh: '评价回复', en: 'Rating answered' },
  ruleRun: { zh: '规则校验', en: 'Rules applied' },
  circulated: { zh: '传阅', en: 'Circulated' },
  escalated: { zh: '升级处理', en: 'Escalated' },
  incident: { zh: '流程异常', en: 'Incident' },
  'task.claim': { zh: '签收', en: 'Claimed' },
  'task.release': { zh: '放回', en: 'Released' },
  'task.transfer': { zh: '转办', en: 'Transferred' },
  'task.addSign': { zh: '加签', en: 'Signer added' },
  'task.return': { zh: '退回', en: 'Returned' },
  'task.withdraw': { zh: '撤回', en: 'Taken back' },
  'task.suspend': { zh: '挂起', en: 'Suspended' },
  'task.resume': { zh: '恢复', en: 'Resumed' },
  'task.circulate': { zh: '传阅', en: 'Circulated' },
};

export const actionTitle = (kind: string, locale: Locale): string => words[kind]?.[locale] ?? kind;

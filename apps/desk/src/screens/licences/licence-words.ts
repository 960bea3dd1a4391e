import { defineWords } from '../../words/define-words.ts';

export const licenceWords = defineWords('licences', {
  title: ['证照管理', 'Licences'],
  sub: ['本机关颁发的电子证照及其状态', 'Licences that this body issued, and their state'],
  find: ['证照编号', 'Number'],
  name: ['证照', 'Licence'],
  holder: ['持证主体', 'Holder'],
  issued: ['颁发日期', 'Issued'],
  until: ['有效期至', 'Valid to'],
  forever: ['长期', 'No end'],
  edition: ['第 {{n}} 版', 'Edition {{n}}'],
  empty: ['没有这样的证照', 'No such licence'],
  face: ['照面信息', 'On its face'],
  identifier: ['电子证照标识', 'Identifier'],
  issuer: ['颁发机构', 'Issuer'],
  case: ['办件', 'Case'],
  history: ['变更记录', 'Changes'],
  noHistory: ['没有变更', 'No change'],
  notYours: ['您的岗位不能变更这张证照', 'Your post does not change this licence'],
  ended: ['该证照已终止，不能再变更', 'This licence has ended and takes no more changes'],
  amend: ['变更', 'Change'],
  cancel: ['注销', 'Cancel'],
  annul: ['撤销', 'Annul'],
  revoke: ['吊销', 'Revoke'],
  suspend: ['挂起', 'Suspend'],
  resume: ['恢复', 'Resume'],
  reason: ['理由', 'Reason'],
  basis: ['法律依据', 'Legal basis'],
  basisHint: ['写明法律名称和条款，将告知持证人', 'Law and article; the holder is told'],
  amendNote: ['变更后生成新版本证照，原版本标为“已被新版本替代”', 'A new edition is made; the old one is marked as replaced'],
  effect: ['即时生效：公开核验页和持证人的证照同时显示新状态，持证人会收到通知', 'At once: public verification and the holder’s wallet show the new state, and the holder is told'],
  done: ['已{{change}}，现状态：{{state}}', 'Done ({{change}}). State: {{state}}'],
  valid: ['有效', 'Valid'],
  suspended: ['异常挂起', 'Suspended'],
  cancelled: ['注销', 'Cancelled'],
  annulled: ['撤销', 'Annulled'],
  revoked: ['吊销', 'Revoked'],
  replaced: ['已被替代', 'Replaced'],
});

export const licenceTone = (state: string, valid: boolean): 'good' | 'soon' | 'bad' | 'quiet' => (valid ? 'good' : state === 'suspended' ? 'soon' : state === 'annulled' || state === 'revoked' ? 'bad' : 'quiet');

/** 法律依据 that come up most, offered under the field. */
export const usualBases = {
  amend: ['《中华人民共和国行政许可法》第四十九条'],
  cancel: ['《中华人民共和国行政许可法》第七十条'],
  annul: ['《中华人民共和国行政许可法》第六十九条'],
  revoke: ['《中华人民共和国行政处罚法》第九条', '《中华人民共和国食品安全法》第一百二十二条'],
  suspend: ['《中华人民共和国行政强制法》第九条'],
  resume: ['《中华人民共和国行政强制法》第二十八条'],
} as const;

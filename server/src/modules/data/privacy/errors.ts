import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('privacy', {
  notFound: { status: 404, zh: '没有这项内容，或不在您的管理范围', en: 'There is no such thing, or it is outside your scope' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It has been changed by somebody else (version {version} now): reload and try again' },
  ended: { status: 409, zh: '已经结束，不能再办', en: 'It has ended' },
  own: { status: 403, zh: '不能审批自己提出的申请', en: 'Nobody approves what she asked for herself' },
  invalid: { status: 422, zh: '内容不符合要求：{why}', en: 'Not acceptable: {why}' },
  // exports
  exportTooLarge: { status: 422, zh: '一次最多导出 {max} 行', en: 'At most {max} rows an export' },
  exportWaits: { status: 409, zh: '导出尚待审批', en: 'The export waits for approval' },
  traceEmpty: { status: 422, zh: '文件中没有可供溯源的内容', en: 'There is nothing in the file to trace by' },
  // computing with another house
  signatureWrong: { status: 403, zh: '对方签名不对', en: "The peer's signature is wrong" },
  clockSkew: { status: 403, zh: '消息时间与本机相差过大', en: 'The message’s time is too far from ours' },
  agreementUnknown: { status: 404, zh: '没有双方签署的这份协议，或已过期', en: 'There is no such agreement signed by both, or it is over' },
  agreementDiffers: { status: 409, zh: '双方的协议文本不一致', en: 'The two texts of the agreement differ' },
  proposalsMany: { status: 429, zh: '对方待签的协议已达 {max} 份', en: '{max} agreements of the peer wait already' },
  lineEnded: { status: 409, zh: '与对方平台的级联线路已断开', en: 'The line to the other house is ended' },
  runUnknown: { status: 409, zh: '没有这次计算，或已经结束', en: 'There is no such run, or it is over' },
  outOfOrder: { status: 409, zh: '步骤不符或重复，本次计算已终止', en: 'A step out of order or repeated: the run is over' },
  setTooSmall: { status: 422, zh: '参与计算的记录少于 {min} 条，可能用于试探个人', en: 'Fewer than {min} records: it might probe for single people' },
  setTooLarge: { status: 422, zh: '参与计算的记录多于 {max} 条', en: 'More than {max} records' },
  runsUsed: { status: 429, zh: '今天的计算次数已用完', en: "Today's runs are used up" },
  pointsInvalid: { status: 422, zh: '盲化数据无效或有重复，本次计算已终止', en: 'Blinded points are invalid or repeated: the run is over' },
  peerFailed: { status: 502, zh: '对方未按协议回答：{why}', en: 'The peer did not answer as agreed: {why}' },
  // corrections
  valueWrong: { status: 422, zh: '新内容不符合登记要求：{zh}', en: 'The register does not take it: {en}' },
  nothingToCorrect: { status: 422, zh: '与登记内容相同，无需更正', en: 'That is what the register says already' },
  correctionOpen: { status: 409, zh: '这一项已申请更正，正在核实', en: 'A correction of this fact is being looked at' },
  // consents
  consentUnknown: { status: 403, zh: '没有本人的有效同意', en: 'There is no valid consent of the person' },
});

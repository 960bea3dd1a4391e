import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('cascade', {
  peerUnknown: { status: 404, zh: '没有该级联节点', en: 'There is no such peer' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'Somebody changed it meanwhile (now version {version})' },
  known: { status: 409, zh: '该地址已申请或者已经级联', en: 'This address has asked or is joined already' },
  ownAddress: { status: 422, zh: '不能与本平台级联', en: 'A house does not join itself' },
  offerWrong: { status: 422, zh: '级联申请不正确：{why}', en: 'The offer is not right: {why}' },
  tooMany: { status: 429, zh: '待审批的级联申请过多', en: 'Too many offers are waiting' },
  fingerprintDiffers: { status: 422, zh: '密钥指纹与对方告知的不一致，请当面或者电话核对', en: 'The fingerprint is not the one that the other side told' },
  notWaiting: { status: 409, zh: '该节点不在待审批状态', en: 'This peer does not wait for approval' },
  notActive: { status: 409, zh: '该节点尚未接通', en: 'This peer is not joined yet' },
  entryUnknown: { status: 404, zh: '对方目录没有该条目', en: 'The peer’s catalogue has no such entry' },
  serviceUnknown: { status: 422, zh: '该条目没有服务“{service}”', en: 'The entry has no service "{service}"' },
  notShared: { status: 409, zh: '该数据不予共享（{basis}）', en: 'This data is not shared ({basis})' },
  notYours: { status: 403, zh: '只能以本部门名义申请', en: 'Only for your own body' },
  applicationUnknown: { status: 404, zh: '没有该申请', en: 'There is no such application' },
  decidedAlready: { status: 409, zh: '该申请已经处理', en: 'This application has been decided' },
  refusalBasisMissing: { status: 422, zh: '不予共享须写明法律、行政法规或者国务院决定的依据', en: 'A refusal names the law it rests on' },
  registerUnknown: { status: 422, zh: '登记簿“{register}”不能回流：须有行政区划字段', en: 'Register "{register}" cannot flow back: it needs a field of division' },
  flowKnown: { status: 409, zh: '该登记簿已向此节点回流', en: 'This register flows to that peer already' },
  directoryInvalid: { status: 422, zh: '对方目录的签名、编号或者有效期不正确：{why}', en: 'The peer’s directory is not right: {why}' },
});

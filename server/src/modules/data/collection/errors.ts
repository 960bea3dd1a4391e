import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('collection', {
  sourceUnknown: { status: 404, zh: '没有这个数据源', en: 'There is no such source' },
  notInCharge: { status: 403, zh: '该数据源不属于您管理的单位，只能查看', en: 'The source belongs to a body that is not in your charge: you may only look at it' },
  runUnknown: { status: 404, zh: '没有这次归集', en: 'There is no such run' },
  stale: { status: 409, zh: '数据源已被更新（当前版本 {version}），请刷新后重试', en: 'The source has been changed (version {version} now): reload and try again' },
  notThisWay: { status: 409, zh: '该数据源的归集方式是“{kind}”，不能这样送数', en: 'This source hands in by {kind}, not in this way' },
  agreed: { status: 409, zh: '该数据源依据政企共享协议设立，随协议变更或者终止', en: 'This source stands under an agreement with a firm: it changes and ends with it' },
  stopped: { status: 409, zh: '数据源已停用', en: 'The source is stopped' },
  otherSource: { status: 422, zh: '字段“{field}”由其他数源单位报送：请从字段对照中去掉', en: '"{field}" is another source\'s to hand in: leave it out of the mapping' },
  mappingInvalid: { status: 422, zh: '字段对照有误：{why}', en: 'The mapping is not right: {why}' },
  settingsInvalid: { status: 422, zh: '数据源设置有误：{why}', en: 'The settings are not right: {why}' },
  hostRefused: { status: 422, zh: '主机“{host}”不在允许归集的名单上', en: 'Host "{host}" is not on the list of hosts to collect from' },
  sourceFailed: { status: 502, zh: '对方系统没有正常应答：{why}', en: 'The other system did not answer as it should: {why}' },
  fileRefused: { status: 422, zh: '文件无法读取：{zh}', en: 'The file cannot be read: {en}' },
  uploadInvalid: { status: 400, zh: '续传须写明 Upload-Offset（字节数）与 Upload-Complete（?0 或 ?1）', en: 'Upload-Offset (bytes) and Upload-Complete (?0 or ?1) must be there' },
  noOrganisation: { status: 403, zh: '请以本机构人员身份办理', en: 'Act as an official of an organisation' },
});

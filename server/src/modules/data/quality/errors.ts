import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('quality', {
  noRules: { status: 409, zh: '登记簿“{register}”还没有质量规则', en: 'Register "{register}" has no quality rules yet' },
  notFound: { status: 404, zh: '没有这项内容，或不在您的管理范围', en: 'There is no such thing, or it is outside your scope' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It has been changed by somebody else (version {version} now): reload and try again' },
  closed: { status: 409, zh: '工单已办结', en: 'The ticket is closed' },
  notYours: { status: 403, zh: '该问题由其他单位负责', en: 'Another body answers for this problem' },
  inHand: { status: 409, zh: '正在裁定或者复核，暂不能再答复', en: 'It is being decided or measured again' },
  ruleTwice: { status: 409, zh: '已有同样编号的规则“{rule}”', en: 'There is a rule "{rule}" already' },
  fileInvalid: { status: 422, zh: '文件无法读取：{zh}', en: 'The file cannot be read: {en}' },
  elementMissing: { status: 422, zh: '没有数据元“{element}”', en: 'There is no data element "{element}"' },
  tooFew: { status: 409, zh: '仅 {rows} 条个人记录，少于 {least} 条，样本过少不作判断', en: 'Only {rows} records of persons, fewer than {least}: too few to judge' },
  maskedField: { status: 422, zh: '列“{column}”在来源登记簿是脱敏字段，登记簿“{register}”会把它显示出来，不能清洗入库', en: 'Column "{column}" is masked in the register it comes from and register "{register}" would show it: it is not loaded there' },
  personalOpen: { status: 422, zh: '个人信息不能清洗写入公开的登记簿', en: 'Rows about persons are not loaded into a register that is open to everybody' },
  notForAnalysis: { status: 403, zh: '该登记簿没有按区划归属，您的管理范围内不能统计', en: 'This register does not say to which division a record belongs: it is counted by the province only' },
});

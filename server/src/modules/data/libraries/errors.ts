import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('libraries', {
  unknown: { status: 404, zh: '没有这个数据库或问题', en: 'There is no such library or question' },
  notForPublic: { status: 403, zh: '该数据库不对公众开放查询', en: 'This library does not answer the public' },
  noSources: { status: 404, zh: '登记簿“{register}”没有数源清单', en: 'Register "{register}" names no sources of its fields' },
  personalCheck: { status: 422, zh: '含个人信息的登记簿不以成表比对，请使用数据核验服务', en: 'Registers of persons are not compared by table: use the verification service' },
  tableInvalid: { status: 422, zh: '核对表无法使用：{zh}', en: 'The table cannot be used: {en}' },
  ownSource: { status: 409, zh: '本单位是所核对字段的数源单位，请直接归集', en: 'Your own body is the source of these fields: hand them in' },
  notYourField: { status: 403, zh: '字段“{field}”的数源单位是{source}：请从字段对照中去掉这一列', en: 'The source of "{field}" is {source}: leave this column out of the mapping' },
  notTheSource: { status: 403, zh: '“{register}”的数源单位是{sources}；其他单位请提交核对，不得直接归集', en: 'The sources of "{register}" are {sources}: others hand in tables to check against' },
  noResponsible: { status: 409, zh: '没有找到“{fields}”的责任单位', en: 'No body answers for "{fields}"' },
  notPenalty: { status: 409, zh: '只有未修复的行政处罚、严重失信信息可以申请修复', en: 'Only penalties and entries of dishonesty that stand may be repaired' },
  repairOpen: { status: 409, zh: '该信息已在修复办理中', en: 'A repair of this entry is under way' },
  duplicatesBase: { status: 409, zh: '与基础库“{base}”重复（{shared}）：{basis}；请改用共享服务 {services}', en: 'This is the base library "{base}" a second time ({shared}): {basis}. Use its services instead: {services}' },
  localTwice: { status: 409, zh: '本单位已登记同名数据库“{title}”', en: 'Your body has registered a library "{title}" already' },
  keyUnknown: { status: 422, zh: '主键“{field}”不在字段中', en: 'The key "{field}" is none of the fields' },
  notYourLibrary: { status: 403, zh: '没有可以登记数据库的单位', en: 'There is no body for which you could register a library' },
  entityUnknown: { status: 404, zh: '法人库没有该统一社会信用代码', en: 'The register of legal entities does not know this code' },
});

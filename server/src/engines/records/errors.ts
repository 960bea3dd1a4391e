import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('records', {
  unknownRegister: { status: 404, zh: '没有登记簿“{register}”', en: 'There is no register "{register}"' },
  notFound: { status: 404, zh: '登记簿“{register}”中没有这条记录', en: 'Register "{register}" has no such record' },
  unknownField: { status: 422, zh: '登记簿“{register}”没有字段“{field}”', en: 'Register "{register}" has no field "{field}"' },
  notSearchable: { status: 422, zh: '字段“{field}”不支持这样查询', en: 'Field "{field}" cannot be searched in this way' },
  filterInvalid: { status: 422, zh: '查询条件有误：{why}', en: 'The filter is not right: {why}' },
  cursorInvalid: { status: 422, zh: '翻页位置无效，请从第一页重新查询', en: 'The page position is not valid: start again from the first page' },
  invalid: { status: 422, zh: '记录内容有误：{field} {zh}', en: 'The record is not right: {field} {en}' },
  stale: { status: 409, zh: '记录已被更新（当前版本 {version}），请刷新后重试', en: 'The record has been changed (version {version} now): reload and try again' },
  ended: { status: 409, zh: '记录已于 {on} 终止，不能再变更', en: 'The record ended on {on} and cannot be changed' },
  notEnded: { status: 409, zh: '记录没有终止，不需要恢复', en: 'The record has not ended' },
  purposeMissing: { status: 403, zh: '查询个人数据须说明用途：办件、授权同意或法定职责，并写明事由', en: 'Reading personal data needs a purpose: a case, a consent or a duty, and its reason in words' },
  shapeRefused: { status: 409, zh: '登记簿“{register}”的字段“{field}”不能{zh}：数据表只能增加字段', en: 'Register "{register}", field "{field}": {en}; a table is only ever extended' },
  loadRefused: { status: 422, zh: '第 {line} 行无法读取：{zh}', en: 'Line {line} cannot be read: {en}' },
  stillReferenced: { status: 409, zh: '登记簿“{register}”中有记录仍被其他登记簿引用，不能销毁', en: 'Records of register "{register}" are still referred to by others and cannot be disposed of' },
  loadTooLarge: { status: 413, zh: '一次入库不能超过 {rowsMax} 行', en: 'One load may have {rowsMax} rows at the most' },
});

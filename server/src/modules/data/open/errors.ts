import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('open', {
  notFound: { status: 404, zh: '没有这个开放数据集', en: 'There is no such open data set' },
  unknownField: { status: 422, zh: '数据集没有字段“{field}”', en: 'The set has no field "{field}"' },
  filterInvalid: { status: 422, zh: '查询条件有误：{zh}', en: 'The filter is not right: {en}' },
  boxInvalid: { status: 400, zh: '范围 bbox 须为“西,南,东,北”四个（或六个）经纬度数值', en: 'bbox has four (or six) numbers of degrees: west,south,east,north' },
  parameterInvalid: { status: 400, zh: '参数“{name}”有误', en: 'Parameter "{name}" is not right' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It has been changed by somebody else (version {version} now): reload and try again' },
  wrongState: { status: 409, zh: '数据集当前状态不能这样做', en: 'In its present state this cannot be done to the set' },
  ownProposal: { status: 403, zh: '提请发布的人不能自己审核', en: 'Who proposed a release cannot approve it' },
  checksFailed: { status: 409, zh: '发布检查没有通过：{checks}', en: 'The checks of the release failed: {checks}' },
  nameTaken: { status: 409, zh: '已有名为“{name}”的数据集', en: 'There is a set named "{name}" already' },
  definitionInvalid: { status: 422, zh: '数据集定义有误：{zh}', en: 'The definition of the set is not right: {en}' },
  contentSet: { status: 409, zh: '该数据集由内容包定义，请修改内容包', en: 'This set is defined by content: change it there' },
  keysMany: { status: 409, zh: '有效密钥已有 {max} 个，请先停用不用的', en: 'There are {max} keys in use already: end one first' },
  keyUnknown: { status: 401, zh: 'API 密钥无效或已停用', en: 'The API key is unknown or has ended' },
  tooLarge: { status: 422, zh: '数据超过 {max} 行，请改用 CSV', en: 'There are more than {max} rows: use CSV' },
  tooMany: { status: 429, zh: '访问过于频繁，请在 {seconds} 秒后再试', en: 'Too many requests: try again in {seconds} seconds' },
});

import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('designers', {
  definitionUnknown: { status: 404, zh: '没有找到该定义或版本', en: 'There is no such definition or version' },
  draftUnknown: { status: 404, zh: '没有找到该草稿', en: 'There is no such draft' },
  draftStale: { status: 409, zh: '草稿已被 {by} 更新（当前第 {version} 稿），请载入最新内容', en: '{by} has changed the draft (now revision {version}); load the latest' },
  draftClosed: { status: 409, zh: '草稿已提请发布或已结束，不能修改', en: 'The draft has been proposed or is over and cannot be changed' },
  notProposed: { status: 409, zh: '草稿未提请发布', en: 'The draft is not proposed' },
  baseStale: { status: 409, zh: '该定义已发布第 {version} 版，草稿所依据的版本不是最新，请据最新版本重新起草', en: 'Version {version} has been published since; draft again from the latest' },
  idTaken: { status: 409, zh: '编号“{id}”已被使用', en: 'The id "{id}" is taken' },
  notAllowed: { status: 403, zh: '您的岗位没有设计此类定义的权限', en: 'Your post may not design definitions of this kind' },
  secondPerson: { status: 403, zh: '发布须由另一人审核，提请人不能审核自己的草稿', en: 'A second person must approve; not the one who proposed' },
  mayNotApprove: { status: 403, zh: '您的岗位没有审核发布的权限', en: 'Your post may not approve publications' },
  refused: { status: 422, zh: '定义有 {count} 处问题，未发布：{first}', en: 'The definition has {count} problems and was not published: {first}' },
  unchanged: { status: 422, zh: '内容与现行版本相同，没有可发布的修改', en: 'Nothing differs from the present version' },
  tooLarge: { status: 413, zh: '定义过大或嵌套过深', en: 'The definition is too large or too deeply nested' },
  dayPast: { status: 422, zh: '生效日期不能早于今天', en: 'It cannot come into force before today' },
});

import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('visualisation', {
  notFound: { status: 404, zh: '没有这个看板，或您无权查看', en: 'There is no such board that you may see' },
  stale: { status: 409, zh: '看板已被他人更新（当前版本 {version}），请刷新后重试', en: 'The board was changed by somebody else (version {version} now): reload and try again' },
  ofContent: { status: 409, zh: '内容包中的看板不能在此修改，请另存为自己的看板', en: 'A board of the content is not changed here: save it as your own' },
  registerUnknown: { status: 422, zh: '没有登记簿“{register}”', en: 'There is no register "{register}"' },
  layerUnknown: { status: 422, zh: '没有图层“{layer}”', en: 'There is no layer "{layer}"' },
  organisationMissing: { status: 403, zh: '没有所属单位的账号不能保存看板', en: 'An account without an organisation cannot save boards' },
});

import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('forms', {
  draftUnknown: { status: 404, zh: '没有找到草稿，可能已过期或已提交', en: 'There is no such draft; it may have expired or been submitted' },
  draftStale: { status: 409, zh: '草稿已在别处更新（当前版本 {version}），请刷新后继续', en: 'The draft was changed elsewhere (now version {version}); reload and go on' },
  draftTooLarge: { status: 413, zh: '草稿内容过大', en: 'The draft is too large' },
  draftsTooMany: { status: 409, zh: '草稿已有 {max} 份，请先删除不再需要的草稿', en: 'There are {max} drafts already; discard some first' },
  draftNeedsParty: { status: 403, zh: '请先登录再保存草稿', en: 'Sign in to save a draft' },
  answers: { status: 422, zh: '填写内容有 {count} 处需要修改', en: '{count} answers need to be mended' },
});

import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('messages', {
  placeholderMissing: { status: 500, zh: '消息模板“{template}”缺少内容：{name}', en: 'Message template "{template}" lacks a value: {name}' },
  nobody: { status: 422, zh: '消息没有收件人', en: 'The message has no recipient' },
  notFound: { status: 404, zh: '没有这条消息', en: 'There is no such message' },
  onlyOwn: { status: 403, zh: '只能设置本人的消息偏好', en: 'Only your own preferences can be set' },
});

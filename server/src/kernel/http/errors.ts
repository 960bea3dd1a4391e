import { defineErrors } from '../errors/index.ts';

export const errors = defineErrors('http', {
  invalid: { status: 422, zh: '提交的内容有误：{where} {why}', en: 'The input is not right: {where} {why}' },
  unreadable: { status: 400, zh: '无法读取提交的内容', en: 'The request could not be read' },
  tooLarge: { status: 413, zh: '提交的内容过大', en: 'The request is too large' },
  tooDeep: { status: 422, zh: '提交的内容嵌套超过 {depthMax} 层', en: 'The input is nested more than {depthMax} deep' },
  unsupported: { status: 415, zh: '不支持的内容类型，请使用 JSON', en: 'Unsupported content type: send JSON' },
  notFound: { status: 404, zh: '没有找到所请求的内容', en: 'Nothing is found here' },
  signIn: { status: 401, zh: '请先登录', en: 'Please sign in first' },
  forbidden: { status: 403, zh: '您没有办理此事项的权限', en: 'You may not do this' },
  keyMissing: { status: 400, zh: '缺少 Idempotency-Key 请求头，系统无法防止重复提交', en: 'The Idempotency-Key header is missing: repeats could not be told from new requests' },
  keyReused: { status: 422, zh: '同一个 Idempotency-Key 用于了不同的请求', en: 'The same Idempotency-Key was used for another request' },
  conflict: { status: 409, zh: '内容已被他人更新，请刷新后重试', en: 'It was changed by someone else: reload and try again' },
  tooMany: { status: 429, zh: '操作过于频繁，请 {seconds} 秒后再试', en: 'Too many requests: try again in {seconds} seconds' },
  busy: { status: 503, zh: '系统繁忙，您的操作没有生效，请稍后再试', en: 'The system is busy and nothing was done: try again shortly' },
  failed: { status: 500, zh: '系统出现故障，编号 {requestId}，您的操作没有生效', en: 'Something failed here (number {requestId}); nothing was done' },
});

/** 消息服务: templates, statistics, what a person wants, and the telephone of a demonstration. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

export const listTemplates = contract({
  name: 'messages.listTemplates', method: 'GET', path: '/api/desk/messages/templates', audience: 'officer', permission: 'messages.view', summary: '消息模板', input: z.object({}),
  output: z.object({ templates: z.array(z.object({ id: z.string(), version: z.int(), title: z.string(), body: z.string(), channels: z.array(z.string()), purpose: z.enum(['notice', 'code', 'reminder']), url: z.string().nullable() })), channels: z.array(z.string()) }),
});
export const messageStatistics = contract({
  name: 'messages.statistics', method: 'GET', path: '/api/desk/messages/statistics', audience: 'officer', permission: 'messages.manage', summary: '消息统计：按模板、渠道、状态',
  input: z.object({ days: z.coerce.number().int().min(1).max(92).default(7) }),
  output: z.object({ total: z.int(), delivered: z.number().nullable().describe('percent of what left and was settled'), rows: z.array(z.object({ template: z.string(), title: z.string(), channel: z.string(), state: z.string(), count: z.int() })) }),
});
const preference = z.object({ purpose: z.enum(['notice', 'reminder']), channel: z.string().max(30), wanted: z.boolean() });
export const getPreferences = contract({ name: 'messages.preferences', method: 'GET', path: '/api/messages/preferences', audience: 'anyone', summary: '我的消息偏好', input: z.object({}), output: z.object({ preferences: z.array(preference), channels: z.array(z.string()), language: z.enum(['zh', 'en']).nullable(), digest: z.boolean() }) });
export const setReader = contract({ name: 'messages.setReader', method: 'POST', path: '/api/messages/reader', audience: 'anyone', summary: '设置接收语言与每日汇总', input: z.object({ language: z.enum(['zh', 'en']).nullable(), digest: z.boolean() }), output: z.object({ ok: z.literal(true) }), errors: ['messages.onlyOwn'] });
export const setPreference = contract({ name: 'messages.setPreference', method: 'POST', path: '/api/messages/preferences', audience: 'anyone', summary: '设置消息偏好', input: preference, output: z.object({ ok: z.literal(true) }), errors: ['messages.onlyOwn'] });
export const demonstrationPhone = contract({
  name: 'messages.demonstrationPhone', method: 'GET', path: '/api/demonstration/phone', audience: 'public', summary: '演示手机：收到的短信（仅示范环境）',
  input: z.object({ phone: z.string().regex(/^1\d{10}$/) }), output: z.object({ messages: z.array(z.object({ id: z.string(), at: z.string(), title: z.string(), body: z.string() })) }),
});

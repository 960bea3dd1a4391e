import { defineWords } from '../../words/define-words.ts';

export const messageWords = defineWords('messages', {
  mine: ['我的消息', 'My messages'],
  unread: ['{{n}} 条未读', '{{n}} unread'],
  readAll: ['全部标为已读', 'Mark all as read'],
  openCase: ['打开办件', 'Open the case'],
  isNew: ['未读', 'New'],
  none: ['没有消息', 'No messages'],
  title: ['消息统计', 'Messages'],
  period: ['统计区间', 'Period'],
  d7: ['近 7 日', '7 days'],
  d30: ['近 30 日', '30 days'],
  d90: ['近 90 日', '90 days'],
  total: ['消息总数', 'Messages'],
  delivered: ['送达率', 'Delivered'],
  byChannel: ['按渠道', 'By channel'],
  byTemplate: ['按模板', 'By template'],
  template: ['模板', 'Template'],
  channel: ['渠道', 'Channel'],
  state: ['状态', 'State'],
  count: ['条数', 'Count'],
  templates: ['消息模板', 'Templates'],
  purpose: ['类型', 'Kind'],
  notice: ['通知', 'Notice'],
  code: ['验证码', 'Code'],
  reminder: ['提醒', 'Reminder'],
});

/** Channels and states, of which a place may have more. */
export const messageCodes = defineWords('messageCodes', {
  phone: ['短信', 'Text message'],
  mail: ['邮件', 'Mail'],
  'in-app': ['站内消息', 'In the portal'],
  webhook: ['系统推送', 'System push'],
  planned: ['待发送', 'Waiting'],
  sent: ['已发送', 'Sent'],
  delivered: ['已送达', 'Delivered'],
  failed: ['失败', 'Failed'],
  skipped: ['按偏好不发', 'Not wanted'],
});

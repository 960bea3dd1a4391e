import { defineWords } from '../../words/define-words.ts';

export const homeWords = defineWords('home', {
  hello: ['{{name}}，您好', 'Good day, {{name}}'],
  counts: ['待办数量', 'What waits'],
  open: ['待办', 'To do'],
  mine: ['我已签收', 'Claimed by me'],
  soon: ['即将到期', 'Due soon'],
  overdue: ['已超期', 'Overdue'],
  unread: ['未读消息', 'Unread'],
  urgent: ['紧急待办', 'Urgent'],
  nothingUrgent: ['没有临近期限的待办', 'Nothing is near its limit'],
  allTasks: ['全部待办', 'All tasks'],
  week: ['近七日收件与办结', 'Received and concluded, last seven days'],
  submitted: ['收件', 'Received'],
  concluded: ['办结', 'Concluded'],
  apps: ['应用入口（统一登录）', 'Applications (one sign-on)'],
  often: ['常用功能', 'Often used'],
  shut: ['未开通权限', 'No permission'],
});

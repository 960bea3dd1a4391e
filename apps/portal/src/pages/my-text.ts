import { plural } from '../plural.ts';

/** Words of the user centre: messages, looks at my data, demonstration phone. */
const zh = {
  mine: {
    title: '用户中心',
    actingFor: '当前身份',
    standing: { self: '本人', representative: '法定代表人', mandate: '受托办理' },
    switch: '切换身份',
    switchTitle: '您为谁办事？',
    switchLead: '切换后，申请以所选身份提交，只看到该身份的办件和证照。',
    switched: '身份已切换',
    drafts: '我的草稿',
    cases: '我的办件',
    licences: '我的证照',
    messages: '我的消息',
    accesses: '谁看过我的信息',
    waiting: (n: number) => `${n} 件事等您处理`,
    nothingWaiting: '目前没有需要您处理的事。',
  },
  messages: { title: '我的消息', empty: '没有消息。', unread: (n: number) => `${n} 条未读`, markRead: '全部标为已读', isUnread: '未读', toCase: '查看办件' },
  accesses: {
    title: '谁看过我的信息',
    lead: '政府工作人员每次查看您的信息，都必须有办件或法定职责作为理由，并记录在这里。',
    empty: '还没有查看记录。',
    at: '时间',
    who: '查看人',
    what: '查看内容',
    purpose: '理由',
    forCase: '办件',
    doubt: '如果您认为某次查看没有正当理由，可以拨打 12345 或在“我为政府网站找错”中反映。',
  },
  phone: {
    title: '演示手机',
    lead: '演示系统不发真实短信。发给演示手机号的短信显示在这里。',
    number: '演示手机号',
    button: '查看',
    empty: '还没有短信。',
    wrong: '请输入 11 位手机号码',
    screen: (number: string) => `${number} 收到的短信`,
  },
};

const en: typeof zh = {
  mine: {
    title: 'My account',
    actingFor: 'Acting for',
    standing: { self: 'myself', representative: 'legal representative', mandate: 'by mandate' },
    switch: 'Switch',
    switchTitle: 'For whom do you act?',
    switchLead: 'Applications are then sent in that name, and you see only its cases and licences.',
    switched: 'Switched',
    drafts: 'My drafts',
    cases: 'My cases',
    licences: 'My licences',
    messages: 'My messages',
    accesses: 'Who looked at my data',
    waiting: (n) => `${plural(n, 'thing')} waiting for you`,
    nothingWaiting: 'Nothing is waiting for you.',
  },
  messages: { title: 'My messages', empty: 'There are no messages.', unread: (n) => `${n} unread`, markRead: 'Mark all as read', isUnread: 'New', toCase: 'See the case' },
  accesses: {
    title: 'Who looked at my data',
    lead: 'Each time an official looks at your data there must be a case or a legal duty as the reason, and it is recorded here.',
    empty: 'There is no record yet.',
    at: 'When',
    who: 'Who',
    what: 'What',
    purpose: 'Why',
    forCase: 'Case',
    doubt: 'If you think that somebody looked without good reason, call 12345 or use “Report a fault on this site”.',
  },
  phone: {
    title: 'Demonstration phone',
    lead: 'The demonstration sends no real SMS. Messages to demonstration numbers are shown here.',
    number: 'Demonstration number',
    button: 'Show',
    empty: 'There are no messages yet.',
    wrong: 'Type a mobile number of 11 digits',
    screen: (number) => `Messages to ${number}`,
  },
};

export const myText = { zh, en };

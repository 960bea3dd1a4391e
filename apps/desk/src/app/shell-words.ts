import { defineWords } from '../words/define-words.ts';

export const shellWords = defineWords('shell', {
  skip: ['跳到正文', 'Skip to content'],
  menu: ['菜单', 'Menu'],
  places: ['功能导航', 'Places'],
  desk: ['政务工作台', 'Government desk'],
  house: ['一网', 'Yiwang'],
  find: ['查办件：编号、申请人、事项（按 / 键）', 'Find a case: number, applicant, item (press /)'],
  findShort: ['查办件', 'Find a case'],
  messages: ['消息 {{n}} 条未读', 'Messages, {{n}} unread'],
  language: ['English', '中文'],
  languageName: ['Switch to English', '切换为中文'],
  large: ['大字', 'Large type'],
  post: ['岗位', 'Post'],
  posts: ['切换岗位', 'Switch post'],
  account: ['账号与安全', 'Account and security'],
  signOut: ['退出登录', 'Sign out'],
  switched: ['当前岗位', 'Present post'],
});

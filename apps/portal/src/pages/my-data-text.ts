import { plural } from '../plural.ts';

/** 我的数据: words of what government knows of me, and of its correction. */
const zh = {
  title: '我的数据', lead: '政府部门掌握的、与您有关的信息：内容、来源，以及谁用过。发现有误可以申请更正。', none: '没有找到与当前身份有关的登记信息。',
  contents: '信息类别', authority: '数源单位', source: '来源', recordedAt: '登记时间', record: (n: number) => `第 ${n} 条`, purposes: '法定用途', count: (n: number) => `${n} 条`,
  looks: (times: number, bodies: number, days: number) => (times === 0 ? `近 ${days} 天没有单位查看` : `近 ${days} 天${bodies > 1 ? `有 ${bodies} 个单位` : ''}查看 ${times} 次`), last: (at: string) => `最近一次 ${at}`,
  whoLooked: '谁看过我的信息', consents: (n: number) => `同意他人使用（${n} 项有效）`, correct: '申请更正', correctWhich: '选择要更正的信息', correctNext: '下一步', licences: '证照信息在“我的证照”中查看。',
  correctTitle: '申请更正信息', correctLead: (who: string | null) => `${who === null ? '' : `由${who}核实。`}核实属实的，登记信息立即更正，结果在“我的数据”中告知。`, was: '现登记为', empty: '（空）', proposed: '应为', dateHint: '例如：2001-05-30', reason: '理由和依据', reasonHint: '说明为什么有误，可以用什么证件或文书证明',
  send: '提交更正申请', asked: '更正申请已提交，答复后在本页显示。', choose: '请选择', missing: '请填写应为的内容', reasonMissing: '请说明理由和依据（至少 4 个字）',
  corrections: '我的更正申请', change: (field: string, was: string, proposed: string) => `${field}：“${was === '' ? '空' : was}”改为“${proposed}”`, state: { open: '核实中', upheld: '已更正', rejected: '未采纳' }, answer: (who: string) => `${who}答复`, answerBy: (on: string) => `${on}前答复`,
};
export type MyDataText = typeof zh;

const en: MyDataText = {
  title: 'My data', lead: 'What government bodies know of you: what it says, where it comes from, who has used it. What is wrong you can have corrected.', none: 'Nothing is registered about whoever you act for.',
  contents: 'Kinds of data', authority: 'Source', source: 'From', recordedAt: 'Registered', record: (n) => `Record ${n}`, purposes: 'Used for', count: (n) => plural(n, 'record'),
  looks: (times, bodies, days) => (times === 0 ? `Nobody looked in the last ${days} days` : `${plural(times, 'look')} by ${plural(bodies, 'body', 'bodies')} in the last ${days} days`), last: (at) => `last ${at}`,
  whoLooked: 'Who looked at my data', consents: (n) => `Uses that I agreed to (${n} in force)`, correct: 'Ask for a correction', correctWhich: 'What is to be corrected', correctNext: 'Continue', licences: 'Licences stand under “My licences”.',
  correctTitle: 'Ask for a correction', correctLead: (who) => `${who === null ? '' : `${who} looks into it. `}If you are right, the register is corrected at once; the answer stands under “My data”.`, was: 'It says', empty: '(nothing)', proposed: 'It should say', dateHint: 'For example: 2001-05-30', reason: 'Why, and by what proof', reasonHint: 'What is wrong, and which document shows it',
  send: 'Send', asked: 'Your request is sent; the answer will stand here.', choose: 'Choose', missing: 'Say what it should be', reasonMissing: 'Give a reason (at least 4 characters)',
  corrections: 'My requests', change: (field, was, proposed) => `${field}: “${was === '' ? 'nothing' : was}” to “${proposed}”`, state: { open: 'Being looked into', upheld: 'Corrected', rejected: 'Not adopted' }, answer: (who) => `Answer of ${who}`, answerBy: (on) => `to be answered by ${on}`,
};

export const myDataText = { zh, en };

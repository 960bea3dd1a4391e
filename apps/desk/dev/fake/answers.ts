import { services } from '@yiwang/server/contracts';
import * as identity from '@yiwang/server/contracts/capabilities/identity';
import { answer, type FakeAnswer } from './answer.ts';
import { deskCase, summary, task, tasks } from './cases.ts';
import { ago, dayFrom, id, organisations } from './fixtures.ts';
import { managementAnswers } from './management-answers.ts';
import { securityAnswers } from './security-answers.ts';
import { officers, posts, permissions } from './people.ts';

const ok = { ok: true } as const;
const week = [-6, -5, -4, -3, -2, -1, 0].map((days, at) => ({ day: dayFrom(days), submitted: [42, 57, 38, 61, 12, 9, 48][at] ?? 0, concluded: [39, 44, 51, 55, 8, 4, 37][at] ?? 0 }));

export const answers: FakeAnswer[] = [
  answer(identity.me)(() => ({ signedIn: true, kind: 'officer', accountId: id(1), loginName: 'o003', name: '李霞薇', phone: '142****0003', identityNumber: '2201**********0028', assurance: 2, secondFactor: true, actingFor: null, parties: [], posts, postId: posts[0]?.id ?? null, organisations: ['12220102YW00018242'], divisions: ['220102'], permissions })),
  answer(identity.switchPost)(() => ({ done: true })),
  answer(identity.signOut)(() => ({ done: true })),
  answer(services.deskHome)(() => ({
    counts: { open: 26, mine: 7, soon: 4, overdue: 2, unread: 12 },
    urgent: [0, 1, 2, 7, 3].map(task),
    apps: ['综合窗口受理', '电子监察', '事项管理', '数据共享交换平台', '12345 工单协同', '协同办公', '电子证照制证', '行政执法监督', '城市运行一网统管', '公共信用信息平台'].map((name, at) => ({ id: `app${at}`, name, path: `/desk/?app=${at}`, allowed: at < 7 })),
    week,
    divisionName: '吉林省长春市南关区',
    division: '220102',
  })),
  answer(services.workList)((input) => {
    const chosen = tasks.filter((one) => (input.box === 'mine' ? one.mine : input.box === 'done' ? false : true) && (input.light === undefined || one.light === input.light) && (input.text === undefined || one.caseName.includes(input.text) || one.applicant.includes(input.text)));
    const from = Number(input.cursor ?? 0);
    return { tasks: chosen.slice(from, from + 15), counts: { open: 26, mine: 7, soon: 6, overdue: 4 }, next: from + 15 < chosen.length ? String(from + 15) : null };
  }),
  answer(services.listDeskCases)((input) => ({ cases: Array.from({ length: 14 }, (_, n) => summary(n)).filter((one) => input.state === undefined || one.state === input.state), next: null })),
  answer(services.getDeskCase)((input) => deskCase(input.caseId)),
  answer(services.decideTask)((input) => (input.opinion?.includes('冲突') === true ? { refusal: { code: 'cases.stale', status: 409, title: '内容已被他人更新（当前版本 4），请刷新后重试' } } : { ok: true, caseVersion: 4, state: 'accepted', stateWords: '已受理' })),
  answer(services.operateTask)(() => ({ ok: true, caseVersion: 4 })),
  answer(services.suspendCase)(() => summary(5)),
  answer(services.resumeCase)(() => summary(3)),
  answer(services.findColleagues)((input) => ({ people: officers.filter((one) => one.name.includes(input.text ?? '') || one.organisation.includes(input.text ?? '')) })),
  answer(services.listMyMessages)(() => ({ messages: ['办件即将到期：食品经营许可（餐饮服务）核发', '您被加签：公众聚集场所投入使用、营业前消防安全检查', '监察牌（黄牌）已发出，请在 2 个工作日内说明情况', '系统公告：11 月 28 日 22:00—24:00 例行维护'].map((title, at) => ({ id: id(600 + at), at: ago(2 + at * 11), title, body: `${title}。办件编号 220102${20261100 + at}00003037，申请人 ${organisations[at]}。请及时在工作台办理。`, read: at > 1, url: null, caseId: at < 3 ? id(200 + at) : null })), unread: 2, next: null })),
  answer(services.readMessages)(() => ok),
  ...managementAnswers,
  ...securityAnswers,
];

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { services } from '@yiwang/server/contracts';
import { ago, answersOfRestaurant, applicants, company, dayFrom, id, inspectionFood, itemNames, materials, openRestaurant, organisations } from './fixtures.ts';

type DeskCase = OutputOf<typeof services.getDeskCase>;
type Task = OutputOf<typeof services.workList>['tasks'][number];
type Summary = DeskCase['children'][number];

const lights = ['red', 'yellow', 'soon', 'green', 'green', 'stopped', 'green', 'soon'] as const;
const due = [-6, -1, 1, 4, 9, 12, 7, 2];
const stepNames = ['窗口受理', '并联审查', '现场核查', '部门会签', '审批决定'];

export const task = (n: number): Task => ({
  id: id(100 + n),
  taskVersion: 0,
  caseId: id(200 + n),
  caseNumber: `220102${20261100 + n}${String(3000 + n * 37).padStart(8, '0')}`,
  caseName: itemNames[n % itemNames.length] ?? '',
  applicant: applicants[n % applicants.length] ?? '',
  step: stepNames[n % stepNames.length] ?? '',
  state: n % 4 === 1 ? 'claimed' : n % 9 === 5 ? 'suspended' : 'waiting',
  assignee: n % 4 === 1 ? '李霞薇' : null,
  mine: n % 4 === 1,
  organisation: organisations[n % 4] ?? '',
  createdAt: ago(4 + n * 9),
  dueOn: dayFrom(due[n % 8] ?? 3),
  caseDueOn: dayFrom((due[n % 8] ?? 3) + 2),
  light: lights[n % 8] ?? 'green',
});
export const tasks = Array.from({ length: 26 }, (_, n) => task(n));

export const summary = (n: number): Summary => ({
  id: id(200 + n),
  number: task(n).caseNumber,
  name: task(n).caseName,
  state: (['accepted', 'accepted', 'submitted', 'accepted', 'granted', 'suspended', 'supplement', 'refused'] as const)[n % 8] ?? 'accepted',
  stateWords: ['办理中', '办理中', '待受理', '办理中', '准予许可', '特别程序', '待补正', '不予许可'][n % 8] ?? '',
  department: organisations[n % organisations.length] ?? '',
  division: '南关区',
  applicant: task(n).applicant,
  submittedAt: ago(30 + n * 21),
  dueOn: task(n).caseDueOn,
  light: n % 8 === 4 || n % 8 === 7 ? 'done' : task(n).light,
  version: 3,
});

const decisionsOf = { accept: [{ value: 'accept', label: '受理', needsOpinion: false, tone: 'primary' as const }, { value: 'supplement', label: '一次性告知补正', needsOpinion: true, tone: 'normal' as const }, { value: 'refuse', label: '不予受理', needsOpinion: true, tone: 'danger' as const }], review: [{ value: 'pass', label: '建议准予', needsOpinion: false, tone: 'primary' as const }, { value: 'fail', label: '建议不予', needsOpinion: true, tone: 'danger' as const }], inspect: [{ value: 'pass', label: '合格', needsOpinion: false, tone: 'primary' as const }, { value: 'rectify', label: '整改后复查', needsOpinion: true, tone: 'normal' as const }, { value: 'fail', label: '不合格', needsOpinion: true, tone: 'danger' as const }] };

/** Case `n`: 0 is a life event with four departments, 2 waits for inspection. */
export function deskCase(caseId: string): DeskCase {
  const n = Math.max(0, Number(caseId.slice(-6)) - 200) % 26;
  const base = summary(n);
  const inspection = n % 5 === 2;
  return {
    ...base,
    state: n === 0 ? 'submitted' : 'accepted',
    stateWords: n === 0 ? '待受理' : '办理中',
    applicant: n === 0 ? company : base.applicant,
    definition: { kind: 'life-event', id: 'open-restaurant', version: 4 },
    clock: { light: base.light === 'done' ? 'green' : base.light, promisedDays: 5, statutoryDays: 20, acceptedOn: dayFrom(-4), promisedDue: base.dueOn, statutoryDue: dayFrom(24), daysLeft: (due[n % 8] ?? 3) + 1, stops: [{ from: dayFrom(-3), to: dayFrom(-2), reason: '一次性告知补正，等待申请人提交材料' }] },
    form: openRestaurant,
    answers: answersOfRestaurant,
    materials,
    timeline: [
      { at: ago(2), kind: 'look', title: '调阅办件', by: '李霞薇', organisation: '长春市南关区政务服务中心', opinion: null },
      { at: ago(6), kind: 'supplement', title: '申请人提交补正', by: '欧阳慧敏（受委托）', organisation: company, opinion: '已重新上传食品安全管理制度目录清单，含冷食专间管理制度。' },
      { at: ago(28), kind: 'ask', title: '一次性告知补正', by: '吴辉睿', organisation: '长春市南关区政务服务中心综合窗口', opinion: '食品安全管理制度目录清单缺少冷食专间管理制度，请补充后重新上传。' },
      { at: ago(49), kind: 'fetch', title: '共享获取营业执照、法定代表人身份信息', by: '系统', organisation: '长春市南关区大数据中心', opinion: null },
      { at: ago(50), kind: 'submit', title: '网上提交申请', by: '欧阳慧敏（受委托）', organisation: company, opinion: null },
    ],
    children: n === 0 ? [1, 2, 3, 4].map((k) => ({ ...summary(k), name: itemNames[k] ?? '', department: organisations[k - 1] ?? '', state: 'submitted' as const, stateWords: '待受理' })) : [],
    parent: n === 0 ? null : { id: id(200), number: task(0).caseNumber, name: '开办餐饮店一件事' },
    documents: [{ id: id(701), name: '受理通知书（南关市监受字〔2026〕第0117号）', format: 'ofd', url: `/api/files/${id(701)}`, previewUrl: '/api/fake/preview/1' }],
    licences: n === 4 ? [{ recordId: id(702), name: '食品经营许可证', number: 'JY22201020000117' }] : [],
    supplement: null, closable: false,
    reason: null,
    actions: [],
    rating: null,
    receiptUrl: '/api/fake/receipt',
    lookedAt: [{ at: ago(1), who: '李霞薇', organisation: '长春市南关区政务服务中心', purpose: '办理办件' }, { at: ago(26), who: '吴辉睿', organisation: '长春市南关区政务服务中心综合窗口', purpose: '办理办件' }, { at: ago(30), who: '万勇', organisation: '长春市南关区政务服务和数字化建设管理局', purpose: '时限监察' }],
    tasks: [
      {
        ...task(n),
        state: 'claimed',
        mine: true,
        assignee: '李霞薇',
        step: inspection ? '现场核查' : n === 0 ? '窗口受理' : '并联审查',
        taskVersion: 2,
        role: inspection ? 'cases.inspect' : 'cases.accept',
        decisions: inspection ? decisionsOf.inspect : n === 0 ? decisionsOf.accept : decisionsOf.review,
        checklist: inspection ? inspectionFood : null,
        earlierSteps: n === 0 ? [] : [{ node: 'accept', name: '窗口受理' }],
        operations: n === 0 ? ['release', 'transfer', 'addSign', 'circulate'] : ['release', 'transfer', 'addSign', 'return', 'suspend', 'circulate'],
      },
    ],
    history: [],
    steps: [
      { node: 'accept', name: '窗口受理', state: n === 0 ? 'active' : 'done' },
      { node: 'review', name: '并联审查', state: n === 0 ? 'ahead' : inspection ? 'done' : 'active' },
      { node: 'inspect', name: '现场核查', state: inspection ? 'active' : 'ahead' },
      { node: 'countersign', name: '部门会签', state: 'ahead' },
      { node: 'decide', name: '审批决定', state: 'ahead' },
      { node: 'deliver', name: '统一出件', state: 'ahead' },
    ],
    notes: [{ at: ago(5), by: '吴辉睿', text: '申请人来电：万达店计划 12 月 1 日开业，请各部门关注时限。' }],
    proposal: { decision: '建议受理：材料基本齐全，冷食类须现场核查专间', reasons: ['经营面积 286.5 平方米，属中型餐馆，由区级市场监管部门许可', '申请冷食类食品制售，须设专间并现场核查', '营业执照、法定代表人信息与法人库一致'], rules: ['R-03 中型餐馆 → 区级许可', 'R-11 冷食 → 现场核查', 'R-20 登记信息一致'] },
  };
}


/** 国垂、省垂、自建系统对接: docked systems, their connections, matters, messages and daily comparison. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const pathOf = '/api/desk/docking';
const id = z.string().regex(/^[a-z][a-z0-9-]{1,79}$/);
const day = z.iso.date();
const instant = z.string();
const view = { audience: 'officer', permission: 'docking.view' } as const;
const manage = { audience: 'officer', permission: 'docking.manage' } as const;

const counts = z.object({ waiting: z.int(), rejected: z.int(), sent: z.int(), handling: z.int(), granted: z.int(), refused: z.int() });
const connection = z.object({ baseUrl: z.string(), hasSecret: z.boolean(), clientId: z.string().nullable(), state: z.enum(['active', 'suspended']), version: z.int(), changedBy: z.string(), changedAt: instant, testedAt: instant.nullable(), testOk: z.boolean().nullable(), testNote: z.string().nullable(), pausedUntil: instant.nullable() });
export const ReconciliationView = z.object({ id: z.uuid(), day, at: instant, state: z.enum(['matched', 'differs', 'unreachable']), ours: z.int(), theirs: z.int().nullable(), missingThere: z.array(z.string()), unknownHere: z.array(z.string()), mended: z.int(), note: z.string().nullable() });
export const SystemView = z.object({
  id: z.string(), title: z.string(), level: z.enum(['national', 'provincial', 'self-built']), owner: z.string(), way: z.enum(['deep', 'redirect']), redirectTo: z.string().nullable(), items: z.array(z.object({ id: z.string(), name: z.string() })),
  connection: connection.nullable(), counts, success: z.number().nullable().describe('近 24 小时成功率，百分数'), p95Ms: z.int().nullable(), last: ReconciliationView.nullable(),
});
export const listSystems = contract({ ...view, name: 'docking.listSystems', method: 'GET', path: `${pathOf}/systems`, summary: '对接系统与运行状态', input: z.object({}), output: z.object({ systems: z.array(SystemView) }) });

const fieldView = z.object({ to: z.string(), title: z.string().nullable(), value: z.string(), codes: z.string().nullable(), required: z.boolean() });
const callView = z.object({ name: z.enum(['push', 'status', 'count']), method: z.string(), path: z.string(), encoding: z.string(), fields: z.array(fieldView) });
const messageView = z.object({ id: z.uuid(), at: instant, direction: z.enum(['out', 'in']), kind: z.enum(['push', 'status', 'result', 'count', 'test', 'handover']), outcome: z.enum(['ok', 'refused', 'slow', 'broken', 'wrong']), note: z.string().nullable(), tookMs: z.int(), number: z.string().nullable() });
export const getSystem = contract({
  ...view, name: 'docking.getSystem', method: 'GET', path: `${pathOf}/systems/:system`, summary: '一个对接系统：映射、日志、对账', input: z.object({ system: id }),
  output: z.object({
    system: SystemView, standard: z.string().nullable(), timeoutMs: z.int(), askEveryMinutes: z.int(), calls: z.array(callView), statuses: z.array(z.object({ theirs: z.string(), title: z.string(), means: z.enum(['received', 'handling', 'granted', 'refused']) })),
    codes: z.array(z.object({ name: z.string(), pairs: z.array(z.object({ ours: z.string(), theirs: z.string() })) })), takesResults: z.boolean(), messages: z.array(messageView), reconciliations: z.array(ReconciliationView),
  }),
  errors: ['docking.unknown'],
});
const state = z.enum(['waiting', 'sent', 'handling', 'granted', 'refused', 'rejected']);
export const MatterView = z.object({ id: z.uuid(), system: z.string(), caseId: z.uuid(), number: z.string(), title: z.string(), reference: z.string().nullable(), state, theirState: z.string().nullable(), attempts: z.int(), problem: z.string().nullable(), madeAt: instant, sentAt: instant.nullable(), answeredAt: instant.nullable(), decidedAt: instant.nullable(), version: z.int() });
export const listMatters = contract({
  ...view, name: 'docking.listMatters', method: 'GET', path: `${pathOf}/matters`, summary: '对接办件', input: z.object({ system: id.optional(), state: state.optional(), after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  output: z.object({ matters: z.array(MatterView), next: z.uuid().nullable() }),
});
export const connect = contract({
  ...manage, name: 'docking.connect', method: 'POST', path: `${pathOf}/systems/:system/connection`, summary: '登记、变更、暂停接入',
  input: z.object({ system: id, version: z.int().min(0), baseUrl: z.url({ protocol: /^https?$/ }).max(300).refine((text) => { const u = URL.parse(text); return u !== null && u.username === '' && u.password === '' && u.search === '' && u.hash === ''; }), secret: z.string().min(4).max(500).optional(), clientId: z.string().regex(/^[a-z0-9-]{1,100}$/).optional(), state: z.enum(['active', 'suspended']) }),
  output: z.object({ version: z.int() }), errors: ['docking.unknown', 'docking.stale', 'docking.hostUnknown', 'docking.machineUnknown', 'docking.redirectedElsewhere', 'docking.notManager'],
});
const planned = z.object({ planned: z.literal(true) });
export const test = contract({ ...manage, name: 'docking.test', method: 'POST', path: `${pathOf}/systems/:system/test`, summary: '联通测试', input: z.object({ system: id }), output: planned, errors: ['docking.unknown', 'docking.notConnected', 'docking.noCount'] });
export const preview = contract({
  ...manage, name: 'docking.preview', method: 'POST', path: `${pathOf}/systems/:system/preview`, summary: '报文预览：用给定的表单答案试映射', input: z.object({ system: id, answers: z.record(z.string().max(60), z.json()) }),
  output: z.object({ message: z.record(z.string(), z.unknown()).nullable(), problem: z.string().nullable() }), errors: ['docking.unknown', 'docking.redirected'],
});
export const pushAgain = contract({ ...manage, name: 'docking.pushAgain', method: 'POST', path: `${pathOf}/matters/:matterId/push`, summary: '重新推送', input: z.object({ matterId: z.uuid(), version: z.int() }), output: planned, errors: ['docking.matterUnknown', 'docking.stale', 'docking.notNow'] });
export const compare = contract({ ...manage, name: 'docking.compare', method: 'POST', path: `${pathOf}/systems/:system/reconciliations`, summary: '立即对账', input: z.object({ system: id, day }), output: planned, errors: ['docking.unknown', 'docking.notConnected', 'docking.noCount'] });
/** In their dialect: whatever the agreed expressions read. */
export const takeResult = contract({
  audience: 'machine', name: 'docking.takeResult', method: 'POST', path: '/api/docking/:system/results', summary: '业务系统回传状态和结果', input: z.looseObject({ system: id }), output: z.object({ number: z.string(), state, changed: z.boolean() }),
  errors: ['docking.notYours', 'docking.unreadable', 'docking.matterUnknown', 'docking.statusUnknown', 'docking.contradicts', 'docking.notConnected'],
});

// ---- 跳转交接: an applicant goes over to a system that is docked by redirect, signed in
const tells = z.array(z.enum(['name', 'code']));
const item = z.string().max(80);
export const describeHandover = contract({
  audience: 'public', name: 'docking.describeHandover', method: 'GET', path: '/api/docking/:system/handover', summary: '跳转前告知：去哪里、为何、提供什么', input: z.object({ system: id, item }),
  output: z.object({ title: z.string(), owner: z.string(), host: z.string(), purpose: z.string(), tells, seconds: z.int() }), errors: ['docking.unknown', 'docking.noHandover', 'docking.notDocked'],
});
export const listHandoverSystems = contract({
  audience: 'public', name: 'docking.handoverSystems', method: 'GET', path: '/api/docking/items/:item/handovers', summary: '办理一个事项可以跳转到的系统', input: z.object({ item }),
  output: z.object({ systems: z.array(z.object({ system: z.string(), title: z.string(), owner: z.string() })) }),
});
export const handOver = contract({
  audience: 'citizen', name: 'docking.handOver', method: 'POST', path: '/api/docking/:system/handovers', summary: '同意并跳转：一次性短时票据', input: z.object({ system: id, item, agreed: z.literal(true) }),
  output: z.object({ url: z.string(), expiresAt: instant }), errors: ['docking.unknown', 'docking.noHandover', 'docking.notDocked', 'docking.noApplicant', 'docking.notConnected'],
});
export const listHandovers = contract({
  audience: 'citizen', name: 'docking.listHandovers', method: 'GET', path: '/api/docking/handovers', summary: '我的跳转记录', input: z.object({}),
  output: z.object({ handovers: z.array(z.object({ id: z.uuid(), system: z.string(), title: z.string(), item: z.string(), purpose: z.string(), tells, agreedAt: instant, takenAt: instant.nullable() })) }),
});
export const redeemHandover = contract({
  audience: 'machine', name: 'docking.redeemHandover', method: 'POST', path: '/api/docking/:system/handovers/redeem', summary: '业务系统验票：只认一次', input: z.object({ system: id, ticket: z.string().min(20).max(200) }),
  output: z.object({ subject: z.string().describe('本系统内的假名'), operator: z.string().describe('经办人在本系统内的假名'), kind: z.enum(['person', 'company']), item: z.string(), purpose: z.string(), agreedAt: instant, name: z.string().optional(), code: z.string().optional() }),
  errors: ['docking.unknown', 'docking.notYours', 'docking.ticketOver', 'docking.ticketSpent'],
});

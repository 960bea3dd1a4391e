/** 数据全生命周期安全防护: inspections, findings, flows, review of grants and accounts, backups, archiving and destruction. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const instant = z.string();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const words = (min: number, max: number) => z.string().trim().min(min).max(max);
const change = { version: z.int().min(1) };
const changed = z.object({ version: z.int() });
const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const stage = z.enum(['collect', 'transfer', 'store', 'use', 'share', 'destroy']);
export const severity = z.enum(['high', 'medium', 'low']);
export const sense = z.enum(['source', 'field', 'register', 'backup', 'account', 'machine', 'look', 'grant', 'call', 'export']);
const findingState = z.enum(['open', 'answered', 'accepted', 'closed']);

const inspectionView = z.object({
  id: z.string(), by: z.string(), state: z.enum(['waiting', 'done', 'failed']), plannedAt: instant, doneAt: instant.nullable(), milliseconds: z.int().nullable(),
  stages: z.array(z.object({ stage, subjects: z.int(), hits: z.int(), score: z.number().nullable() })), score: z.number().nullable(), found: z.int().nullable(), fresh: z.int().nullable(), closed: z.int().nullable(), problem: z.string().nullable(),
});
export const overview = contract({
  name: 'protection.overview', method: 'GET', path: '/api/desk/protection', audience: 'officer', permission: 'data-security.view', summary: '数据安全态势：巡检、评分、未关闭问题、规则', input: z.object({}),
  output: z.object({
    inspections: z.array(inspectionView), open: z.array(z.object({ stage, severity, count: z.int(), late: z.int() })),
    rules: z.array(z.object({ id: z.string(), title: z.string(), stage, over: z.string(), when: z.string(), severity, days: z.int(), advice: z.string(), clause: z.string().nullable() })),
  }),
});
export const startInspection = contract({ name: 'protection.startInspection', method: 'POST', path: '/api/desk/protection/inspections', audience: 'officer', permission: 'data-security.manage', summary: '立即巡检', input: z.object({}), output: z.object({ inspectionId: z.string() }) });

const findingView = z.object({
  id: z.string(), number: z.string(), rule: z.string(), sense: z.string(), subject: z.string(), subjectTitle: z.string(), title: z.string(), stage, severity, organisation: z.string(), organisationName: z.string(), facts: z.array(z.object({ name: z.string(), title: z.string(), value: fact })),
  state: findingState, dueOn: day, late: z.boolean(), acceptedTo: day.nullable(), foundAt: instant, seenAt: instant, closedAt: instant.nullable(), advice: z.string().nullable(), clause: z.string().nullable(), control: z.enum(['withdraw-grant']).nullable(), version: z.int(),
});
export const listFindings = contract({
  name: 'protection.listFindings', method: 'GET', path: '/api/desk/protection/findings', audience: 'officer', permission: 'data-security.mend', summary: '安全问题（本单位的，或管辖范围内的）',
  input: z.object({ state: findingState.optional(), stage: stage.optional(), severity: severity.optional(), organisation: z.string().max(18).optional(), cursor: z.uuid().optional() }), output: z.object({ findings: z.array(findingView), next: z.string().nullable() }),
});
export const getFinding = contract({
  name: 'protection.getFinding', method: 'GET', path: '/api/desk/protection/findings/:findingId', audience: 'officer', permission: 'data-security.mend', summary: '一个安全问题及其经过', input: z.object({ findingId: z.uuid() }),
  output: findingView.extend({ actions: z.array(z.object({ at: instant, kind: z.enum(['found', 'found-again', 'answered', 'accepted', 'controlled', 'closed']), note: z.string().nullable(), by: z.string() })) }), errors: ['protection.notFound'],
});
export const answerFinding = contract({
  name: 'protection.answerFinding', method: 'POST', path: '/api/desk/protection/findings/:findingId/answer', audience: 'officer', permission: 'data-security.mend', summary: '整改答复（由下次巡检核实）',
  input: z.object({ findingId: z.uuid(), note: words(4, 500), ...change }), output: changed, errors: ['protection.notFound', 'protection.stale', 'protection.closed'],
});
export const acceptFinding = contract({
  name: 'protection.acceptFinding', method: 'POST', path: '/api/desk/protection/findings/:findingId/acceptance', audience: 'officer', permission: 'data-security.manage', summary: '有期限地接受风险',
  input: z.object({ findingId: z.uuid(), note: words(4, 500), until: day, ...change }), output: changed, errors: ['protection.notFound', 'protection.stale', 'protection.closed', 'protection.acceptTooLong'],
});
export const controlFinding = contract({
  name: 'protection.controlFinding', method: 'POST', path: '/api/desk/protection/findings/:findingId/control', audience: 'officer', permission: 'data-security.manage', summary: '执行管控（撤销授权）',
  input: z.object({ findingId: z.uuid(), note: words(4, 500), ...change }), output: changed, errors: ['protection.notFound', 'protection.stale', 'protection.closed', 'protection.noControl'],
});

export const listSensed = contract({
  name: 'protection.listSensed', method: 'GET', path: '/api/desk/protection/senses/:sense', audience: 'officer', permission: 'data-security.view', summary: '感知清单：授权、账号、部门系统、来源、登记簿、敏感字段……及命中的规则',
  input: z.object({ sense, onlyHit: z.stringbool().default(false), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({
    facts: z.array(z.object({ name: z.string(), title: z.string() })), total: z.int(), hit: z.int(),
    things: z.array(z.object({ subject: z.string(), title: z.string(), organisation: z.string().nullable(), organisationName: z.string().nullable(), facts: z.record(z.string(), fact), hits: z.array(z.object({ rule: z.string(), title: z.string(), severity })) })),
  }),
});
export const flows = contract({
  name: 'protection.flows', method: 'GET', path: '/api/desk/protection/flows', audience: 'officer', permission: 'data-security.view', summary: '数据流向：谁把什么给了谁（归集、接口、导出、查询的实际记录）',
  input: z.object({ days: z.coerce.number().int().min(1).max(366).default(30), register: z.string().max(60).optional(), organisation: z.string().max(18).optional() }),
  output: z.object({
    since: instant, total: z.int(),
    flows: z.array(z.object({
      way: z.enum(['gathered', 'called', 'taken', 'looked']), register: z.string(), registerTitle: z.string(), from: z.string().nullable(), fromName: z.string().nullable(), to: z.string().nullable(), toName: z.string().nullable(), service: z.string().nullable(),
      times: z.int(), rows: z.int().describe('records; of looks: people'), bytes: z.int().nullable(), lastAt: instant.nullable(), grade: z.string().nullable(), personal: z.boolean(),
    })),
  }),
});

const backupKind = z.enum(['full', 'incremental', 'restore-drill']);
export const noteBackup = contract({
  name: 'protection.noteBackup', method: 'POST', path: '/api/desk/protection/backups', audience: 'officer', permission: 'data-security.manage', summary: '登记备份或恢复演练',
  input: z.object({ kind: backupKind, place: words(2, 100), bytes: z.int().min(0).optional(), digest: z.string().regex(/^[0-9a-f]{64}$/).optional(), takenAt: z.iso.datetime({ offset: true }), good: z.boolean(), seconds: z.int().min(0).max(1_000_000).optional() }), output: z.object({ id: z.string() }),
});
export const listBackups = contract({
  name: 'protection.listBackups', method: 'GET', path: '/api/desk/protection/backups', audience: 'officer', permission: 'data-security.view', summary: '备份与恢复演练台账', input: z.object({}),
  output: z.object({ backups: z.array(z.object({ id: z.string(), kind: backupKind, place: z.string(), bytes: z.int().nullable(), digest: z.string().nullable(), takenAt: instant, good: z.boolean(), seconds: z.int().nullable(), by: z.string() })) }),
});

export const listRetention = contract({
  name: 'protection.listRetention', method: 'GET', path: '/api/desk/protection/retention', audience: 'officer', permission: 'data-security.dispose', summary: '留存期限与到期数据', input: z.object({}),
  output: z.object({ terms: z.array(z.object({ register: z.string(), registerTitle: z.string(), years: z.int(), from: z.string().nullable(), disposal: z.enum(['archive', 'destroy']), basis: z.string(), before: day, due: z.int() })) }),
});
const disposalView = z.object({
  id: z.string(), number: z.string(), register: z.string(), registerTitle: z.string(), kind: z.enum(['archive', 'destroy']), basis: z.string(), reason: z.string(), before: day, rows: z.int(), digest: z.string(), state: z.enum(['proposed', 'approved', 'refused', 'done', 'failed']),
  proposedBy: z.string(), proposedAt: instant, decidedBy: z.string().nullable(), decision: z.string().nullable(), decidedAt: instant.nullable(), doneAt: instant.nullable(), archiveDigest: z.string().nullable(), problem: z.string().nullable(), mine: z.boolean(), version: z.int(),
});
export const listDisposals = contract({ name: 'protection.listDisposals', method: 'GET', path: '/api/desk/protection/disposals', audience: 'officer', permission: 'data-security.dispose', summary: '归档与销毁台账', input: z.object({}), output: z.object({ disposals: z.array(disposalView) }) });
export const proposeDisposal = contract({
  name: 'protection.proposeDisposal', method: 'POST', path: '/api/desk/protection/disposals', audience: 'officer', permission: 'data-security.dispose', summary: '申请归档或销毁到期数据', input: z.object({ register: z.string().max(60), reason: words(4, 300) }),
  output: z.object({ id: z.string(), number: z.string(), rows: z.int(), version: z.int() }), errors: ['protection.noTerm', 'protection.nothingDue', 'protection.standing'],
});
export const decideDisposal = contract({
  name: 'protection.decideDisposal', method: 'POST', path: '/api/desk/protection/disposals/:disposalId/decision', audience: 'officer', permission: 'data-security.dispose', summary: '审批归档或销毁（双人）',
  input: z.object({ disposalId: z.uuid(), approve: z.boolean(), reason: words(2, 300), ...change }), output: changed, errors: ['protection.notFound', 'protection.stale', 'protection.decided', 'protection.sameHand'],
});
export const disposalProof = contract({
  name: 'protection.disposalProof', method: 'GET', path: '/api/desk/protection/disposals/:disposalId/proof', audience: 'officer', permission: 'data-security.dispose', summary: '处置证明（存证回执，可离线核验）', input: z.object({ disposalId: z.uuid() }),
  output: z.object({ disposal: disposalView, receipt: z.record(z.string(), z.unknown()) }), errors: ['protection.notFound', 'protection.noProof', 'ledger.notYetSequenced'],
});

/** 设计器: processes, forms and decisions designed, checked, tried and published at the desk. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const kind = z.enum(['process', 'form', 'decision']);
const id = z.string().regex(/^[a-z][a-z0-9.-]{0,79}$/);
const day = z.iso.date();
const draftId = z.uuid();
const version = z.int().min(1);
/** Body of a definition, and the BPMN or DMN text beside it. */
const text = { definition: z.looseObject({}), file: z.string().max(900_000).nullable() };
const reason = z.string().min(2).max(500);
const use = z.object({ kind: z.string(), id: z.string(), title: z.string() });
const problem = z.object({ path: z.string().describe('in the definition, or the id of the BPMN element'), file: z.string(), line: z.int(), column: z.int(), words: z.string() });
const draftHead = z.object({
  id: z.uuid(), kind, definitionId: z.string(), title: z.string(), baseVersion: z.int().nullable(), state: z.enum(['open', 'proposed', 'published', 'discarded']), version: z.int(), organisationName: z.string(),
  changedBy: z.string(), changedAt: z.string(), from: day.nullable(), reason: z.string().nullable(), proposedBy: z.string().nullable(), opinion: z.string().nullable().describe('退回意见'),
  mayEdit: z.boolean(), mayApprove: z.boolean(), needsApproval: z.boolean(),
});
const draft = draftHead.extend(text);

const designer = { audience: 'officer', permission: 'content.view' } as const;

export const listDefinitions = contract({
  ...designer, name: 'designers.list', method: 'GET', path: '/api/desk/designs', summary: '流程、表单、决策表目录',
  input: z.object({ kind: kind.optional(), text: z.string().max(60).optional(), cursor: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  output: z.object({
    definitions: z.array(z.object({ kind, id: z.string(), title: z.string(), version: z.int().describe('in force today'), coming: z.object({ version: z.int(), from: day.nullable() }).nullable(), pack: z.string(), usedBy: z.int(), draft: z.enum(['open', 'proposed']).nullable() })),
    drafts: z.array(draftHead), next: z.string().nullable(),
  }),
});
export const getDefinition = contract({
  ...designer, name: 'designers.get', method: 'GET', path: '/api/desk/designs/:kind/:id', summary: '定义的源、版本、引用关系', input: z.object({ kind, id, version: z.coerce.number().int().min(1).optional() }),
  output: z.object({
    kind, id: z.string(), title: z.string(), version: z.int(), latest: z.int(), ...text, uses: z.array(use), usedBy: z.array(use), drafts: z.array(draftHead), mayDesign: z.boolean(), needsApproval: z.boolean(),
    versions: z.array(z.object({ version: z.int(), from: day.nullable(), to: day.nullable(), inForce: z.boolean(), pack: z.string(), by: z.string().nullable(), approvedBy: z.string().nullable(), at: z.string().nullable(), reason: z.string().nullable() })),
  }),
  errors: ['designers.definitionUnknown'],
});
export const compareVersions = contract({
  ...designer, name: 'designers.compare', method: 'POST', path: '/api/desk/designs/:kind/:id/compare', summary: '两个版本（或草稿）的差异',
  input: z.object({ kind, id, before: z.int().min(1), after: z.union([z.int().min(1), z.object(text)]) }),
  output: z.object({ changes: z.array(z.object({ path: z.string(), name: z.string(), what: z.enum(['added', 'removed', 'changed']), before: z.string().nullable(), after: z.string().nullable() })), more: z.boolean() }), errors: ['designers.definitionUnknown', 'designers.tooLarge'],
});
const named = z.object({ id: z.string(), title: z.string() });
export const designChoices = contract({
  ...designer, name: 'designers.choices', method: 'GET', path: '/api/desk/design-choices', summary: '设计时可引用的表单、决策、权限、登记簿等', input: z.object({}),
  output: z.object({
    forms: z.array(named), decisions: z.array(named), processes: z.array(named), codeLists: z.array(named), registers: z.array(named.extend({ fields: z.array(named) })), licences: z.array(named), actions: z.array(z.string()),
    posts: z.array(named.extend({ roles: z.array(z.string()), options: z.array(z.object({ value: z.string(), label: z.string() })) })),
  }),
});
export const startDraft = contract({
  ...designer, name: 'designers.startDraft', method: 'POST', path: '/api/desk/design-drafts', summary: '起草：修改、另存为新定义、回到旧版本',
  input: z.object({ kind, id, title: z.string().min(1).max(100).optional().describe('a new definition'), from: z.object({ id, version: version.optional() }).optional().describe('begin with this definition or version') }),
  output: draft, errors: ['designers.definitionUnknown', 'designers.notAllowed', 'designers.idTaken'],
});
export const getDraft = contract({ ...designer, name: 'designers.getDraft', method: 'GET', path: '/api/desk/design-drafts/:draftId', summary: '草稿', input: z.object({ draftId }), output: draft, errors: ['designers.draftUnknown'] });
export const saveDraft = contract({
  ...designer, name: 'designers.saveDraft', method: 'PUT', path: '/api/desk/design-drafts/:draftId', summary: '保存草稿', input: z.object({ draftId, version, ...text }), output: draftHead,
  errors: ['designers.draftUnknown', 'designers.draftStale', 'designers.draftClosed', 'designers.notAllowed', 'designers.tooLarge'],
});
export const discardDraft = contract({ ...designer, name: 'designers.discardDraft', method: 'POST', path: '/api/desk/design-drafts/:draftId/discard', summary: '放弃草稿', input: z.object({ draftId, version }), output: z.object({ ok: z.literal(true) }), errors: ['designers.draftUnknown', 'designers.draftStale', 'designers.notAllowed'] });
export const checkDefinition = contract({
  ...designer, name: 'designers.check', method: 'POST', path: '/api/desk/design-checks', summary: '校验：与载入时相同', input: z.object({ kind, id, ...text }), output: z.object({ problems: z.array(problem) }), errors: ['designers.tooLarge'],
});
const sample = z.object({
  answers: z.looseObject({}).default({}).describe('form: answers; process: answers of the case; decision: inputs'),
  variables: z.looseObject({}).default({}).describe('process: what the case is begun with'),
  decisions: z.record(z.string().max(100), z.string().max(60)).default({}).describe('process: decision at a step, by element'),
  results: z.record(z.string().max(100), z.unknown()).default({}).describe('process: answers of services and messages, by element'),
});
const walkStep = z.object({
  kind: z.enum(['task', 'service', 'rule', 'message', 'timer', 'end']), node: z.string(), name: z.string(), post: z.string().nullable(), roles: z.array(z.string()), organisation: z.string().nullable(), form: z.string().nullable(), workingDays: z.int().nullable(),
  begins: day.nullable(), due: day.nullable(), decision: z.string().nullable(), options: z.array(z.object({ value: z.string(), label: z.string() })), detail: z.string().nullable(),
});
export const tryDefinition = contract({
  ...designer, name: 'designers.try', method: 'POST', path: '/api/desk/design-trials', summary: '试运行：不留任何办件', input: z.object({ kind, id, ...text, sample }),
  output: z.object({
    problems: z.array(problem),
    walk: z.object({ steps: z.array(walkStep), visited: z.array(z.string()).describe('elements passed'), outcome: z.string().nullable(), stopped: z.string().nullable() }).nullable(),
    decided: z.object({ value: z.unknown(), fired: z.array(z.object({ decision: z.string(), rule: z.int(), id: z.string() })), warnings: z.array(z.string()) }).nullable(),
    answered: z.object({ answers: z.looseObject({}), dropped: z.array(z.string()), problems: z.array(z.object({ path: z.string(), words: z.string() })) }).nullable(),
  }),
  errors: ['designers.tooLarge'],
});
export const proposeDraft = contract({
  ...designer, name: 'designers.propose', method: 'POST', path: '/api/desk/design-drafts/:draftId/propose', summary: '提请发布；不须审核的直接发布', input: z.object({ draftId, version, from: day, reason }), output: z.object({ state: z.enum(['proposed', 'published']), published: z.int().nullable() }),
  errors: ['designers.draftUnknown', 'designers.draftStale', 'designers.draftClosed', 'designers.notAllowed', 'designers.refused', 'designers.baseStale', 'designers.unchanged', 'designers.dayPast'],
});
export const decideDraft = contract({
  ...designer, name: 'designers.decide', method: 'POST', path: '/api/desk/design-drafts/:draftId/decide', summary: '审核发布：同意或退回修改', input: z.object({ draftId, version, decision: z.enum(['approve', 'return']), opinion: z.string().max(500) }),
  output: z.object({ state: z.enum(['open', 'published']), published: z.int().nullable() }),
  errors: ['designers.draftUnknown', 'designers.draftStale', 'designers.notProposed', 'designers.mayNotApprove', 'designers.secondPerson', 'designers.refused', 'designers.baseStale'],
});

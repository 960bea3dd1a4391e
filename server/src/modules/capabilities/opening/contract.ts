/** 能力开放: the directory of the house's capabilities, applications of departments' systems, sandbox, figures. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

export * as operations from './contract-operations.ts';

const pathOf = '/api/desk/capabilities';
const id = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
const line = z.string().trim().regex(/^\P{Cc}*$/u);
const version = z.int().min(1);
const day = z.iso.date();
const instant = z.string();
const done = z.object({ version });
const view = { audience: 'officer', permission: 'capabilities.view' } as const;
const apply_ = { audience: 'officer', permission: 'capabilities.apply' } as const;
const approve = { audience: 'officer', permission: 'capabilities.approve' } as const;

const standing = z.object({ state: z.enum(['open', 'suspended', 'retiring', 'retired']), retiresOn: day.nullable(), successor: z.string().nullable(), reason: z.string().nullable(), version: z.int().min(0) });
const health = z.object({ ok: z.boolean().nullable().describe('上次探测；null：尚未探测'), probedAt: instant.nullable(), availability: z.number().nullable().describe('近 30 日探测可用率，百分数'), p95Ms: z.number().nullable().describe('近 24 小时'), failures: z.int().describe('近 24 小时的故障次数') });
export const CapabilityView = z.object({
  id: z.string(), title: z.string(), summary: z.string(), group: z.string(), groupTitle: z.string(), version: z.string(), owner: z.string(), access: z.enum(['direct', 'approval']), ratePerSecond: z.int(), dailyQuota: z.int(),
  sla: z.object({ answerMs: z.int(), availability: z.number() }), operations: z.int(), standing, health, mine: z.enum(['none', 'applied', 'active', 'suspended']),
});
export const listCapabilities = contract({ ...view, name: 'opening.listCapabilities', method: 'GET', path: pathOf, summary: '能力目录', input: z.object({}), output: z.object({ capabilities: z.array(CapabilityView) }) });
export const getCapability = contract({
  ...view, name: 'opening.getCapability', method: 'GET', path: `${pathOf}/:id`, summary: '一项能力：接口、样例、版本、健康', input: z.object({ id }),
  output: z.object({
    capability: CapabilityView, conditions: z.string().nullable(), basis: z.string().nullable(), noticeDays: z.int(), changes: z.array(z.object({ version: z.string(), on: day, text: z.string() })),
    operations: z.array(z.object({ name: z.string(), path: z.string(), summary: z.string(), effect: z.enum(['none', 'personal', 'writes']), fields: z.array(z.object({ name: z.string(), type: z.string(), required: z.boolean(), description: z.string().nullable() })), samples: z.array(z.object({ title: z.string(), input: z.unknown() })), errors: z.array(z.object({ code: z.string(), status: z.int(), words: z.string() })) })),
  }),
  errors: ['opening.unknown'],
});
export const document = contract({ audience: 'public', name: 'opening.document', method: 'GET', path: '/api/open/capabilities/:id/openapi', summary: '能力接口文档（OpenAPI 3.1）', input: z.object({ id }), output: z.looseObject({ openapi: z.string() }), errors: ['opening.unknown'] });

const tried = z.object({ ok: z.boolean(), output: z.unknown(), problem: z.object({ code: z.string(), title: z.string() }).nullable(), sample: z.boolean().describe('应答取自样例'), tookMs: z.int() });
const trying = { id, operation: z.string().max(60), input: z.record(z.string().max(60), z.unknown()) };
export const tryCapability = contract({ ...view, name: 'opening.try', method: 'POST', path: `${pathOf}/:id/try`, summary: '沙箱试调（工作人员）', input: z.object(trying), output: tried, errors: ['opening.unknown', 'opening.operationUnknown'] });
export const sandbox = contract({ audience: 'machine', name: 'opening.sandbox', method: 'POST', path: '/api/open/sandbox/:id', summary: '沙箱调用（部门系统，无须开通）', input: z.object(trying), output: tried, errors: ['opening.unknown', 'opening.operationUnknown', 'opening.rateUsed'] });

export const mySystems = contract({ ...apply_, name: 'opening.mySystems', method: 'GET', path: `${pathOf}-systems`, summary: '本单位可用于申请的系统', input: z.object({}), output: z.object({ systems: z.array(z.object({ clientId: z.string(), name: z.string(), organisation: z.string() })) }) });
export const apply = contract({
  ...apply_, name: 'opening.apply', method: 'POST', path: `${pathOf}/:id/applications`, summary: '申请使用能力',
  input: z.object({ id, clientId: z.string().regex(/^[a-z0-9-]{1,100}$/), purpose: line.min(4).max(300), ratePerSecond: z.int().min(1).max(1_000), dailyQuota: z.int().min(1).max(10_000_000), until: day }),
  output: z.object({ subscriptionId: z.uuid(), state: z.enum(['applied', 'active']) }), errors: ['opening.unknown', 'opening.notYourSystem', 'opening.alreadyOpen', 'opening.termInvalid', 'opening.overOffer', 'opening.retired'],
});
export const SubscriptionView = z.object({
  id: z.uuid(), capability: z.string(), capabilityTitle: z.string(), clientId: z.string(), system: z.string(), organisation: z.string(), organisationName: z.string(), purpose: z.string(), state: z.enum(['applied', 'active', 'refused', 'suspended', 'ended', 'over']),
  ratePerSecond: z.int(), dailyQuota: z.int(), until: day, version, appliedBy: z.string(), appliedAt: instant, decidedBy: z.string().nullable(), decidedAt: instant.nullable(), note: z.string().nullable(), callsToday: z.int(),
});
export const listSubscriptions = contract({
  ...view, name: 'opening.listSubscriptions', method: 'GET', path: `${pathOf}-subscriptions`, summary: '申请与开通', input: z.object({ state: z.enum(['applied', 'active', 'refused', 'suspended', 'ended']).optional(), capability: id.optional(), after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  output: z.object({ subscriptions: z.array(SubscriptionView), next: z.uuid().nullable() }),
});
const subscriptionId = z.uuid();
export const decide = contract({ ...approve, name: 'opening.decide', method: 'POST', path: `${pathOf}-subscriptions/:subscriptionId/decision`, summary: '审批能力申请', input: z.object({ subscriptionId, version, grant: z.boolean(), ratePerSecond: z.int().min(1).max(1_000).optional(), dailyQuota: z.int().min(1).max(10_000_000).optional(), note: line.min(2).max(500) }), output: done, errors: ['opening.subscriptionUnknown', 'opening.stale', 'opening.notNow', 'opening.ownDecision', 'opening.overOffer'] });
export const change = contract({ ...approve, name: 'opening.change', method: 'POST', path: `${pathOf}-subscriptions/:subscriptionId/state`, summary: '暂停、恢复、终止开通', input: z.object({ subscriptionId, version, action: z.enum(['suspend', 'resume', 'end']), reason: line.min(2).max(500) }), output: done, errors: ['opening.subscriptionUnknown', 'opening.stale', 'opening.notNow'] });
export const statistics = contract({
  ...view, name: 'opening.statistics', method: 'GET', path: `${pathOf}-statistics`, summary: '调用统计', input: z.object({ from: day, to: day, capability: id.optional(), subscriptionId: subscriptionId.optional() }),
  output: z.object({ days: z.array(z.object({ day, calls: z.int(), refused: z.int(), failed: z.int(), p95Ms: z.number() })), systems: z.array(z.object({ subscriptionId: z.uuid(), system: z.string(), organisationName: z.string(), capability: z.string(), calls: z.int(), refused: z.int(), failed: z.int(), p95Ms: z.number() })) }),
});
export const setStanding = contract({
  ...approve, name: 'opening.setStanding', method: 'POST', path: `${pathOf}/:id/standing`, summary: '暂停、恢复、公告停止服务', input: z.object({ id, version: z.int().min(0), state: z.enum(['open', 'suspended', 'retiring']), retiresOn: day.optional(), successor: id.optional(), reason: line.min(4).max(500) }),
  output: z.object({ version: z.int(), told: z.int().describe('已通知的使用单位') }), errors: ['opening.unknown', 'opening.stale', 'opening.noticeTooShort', 'opening.notNow', 'opening.notProvider'],
});

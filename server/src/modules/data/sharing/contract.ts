/** 数据共享交换: services, grants, members of the exchange and what they did, for officials; a machine brings its key. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const instant = z.string();
const serviceId = z.string().regex(/^[a-z][a-z0-9-]{0,79}(\.[a-z]{3,10})?$/);
const organisation = z.string().regex(/^[0-9A-Z]{18}$/);
const reason = z.string().trim().min(2).max(200);
const field = z.string().regex(/^[a-zA-Z]\w{0,59}$/);
const mode = z.enum(['verify', 'query', 'batch', 'changes', 'file', 'proxy', 'peer']);
const maskRule = z.enum(['none', 'name', 'identity-number', 'phone', 'address', 'bank-card', 'email', 'licence-number', 'plate', 'all']);
const limit = z.coerce.number().int().min(1).max(100).default(50);
const day = z.iso.date();

const view = { audience: 'officer', permission: 'exchange.view' } as const;
const manage = { audience: 'officer', permission: 'exchange.manage' } as const;
const approve = { audience: 'officer', permission: 'exchange.approve' } as const;

export const serviceView = z.object({
  id: z.string(), version: z.int(), title: z.string(), mode, provider: z.string().nullable(), providerName: z.string().nullable(), register: z.string().nullable(), divided: z.boolean().describe('按行授权: whether a grant may be for the rows of one division'), fields: z.array(z.string()), methods: z.array(z.string()).describe('of an interface'), state: z.enum(['active', 'suspended']),
  origin: z.enum(['register', 'content', 'desk']), sla: z.object({ answerMs: z.int(), availability: z.number() }).nullable(), path: z.string().describe('behind the house’s address'),
});
export const grantView = z.object({
  id: z.uuid(), service: z.string(), serviceTitle: z.string(), mode: mode.nullable().describe('null where the service is gone'), organisation: z.string(), organisationName: z.string(), memberId: z.string().nullable(), purposeCode: z.string(), purpose: z.string(), legalBasis: z.string(), fields: z.array(z.string()),
  masks: z.record(z.string(), z.string()), division: z.string().nullable().describe('按行授权: only rows of this division'), ratePerSecond: z.int(), dailyQuota: z.int(), validFrom: instant, validTo: instant, caseId: z.string().nullable(), by: z.string(), at: instant,
  state: z.enum(['waiting', 'active', 'over', 'withdrawn']), endedAt: instant.nullable(), endReason: z.string().nullable(),
});
const keyView = z.object({ keyId: z.string(), validFrom: instant, validTo: instant, endedAt: instant.nullable() });
const newKey = { publicKey: z.string().max(400).describe('SubjectPublicKeyInfo, base64'), proof: z.string().max(400).describe('SM2 signature of the key over its statement, base64') };

export const listServices = contract({
  ...view, name: 'sharing.listServices', method: 'GET', path: '/api/desk/exchange/services', summary: '数据服务清单，按名称排列',
  input: z.object({ mode: mode.optional(), text: z.string().trim().max(60).optional().describe('in the title, the provider’s name or the id'), cursor: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(500).default(500) }),
  output: z.object({ services: z.array(serviceView), next: z.string().nullable(), total: z.int() }),
});
export const putService = contract({
  ...manage, name: 'sharing.putService', method: 'POST', path: '/api/desk/exchange/services/:id', summary: '登记、变更、暂停、恢复数据服务',
  input: z.object({ id: serviceId, version: z.int().min(0).describe('the one that it is based on; 0 for a new one'), definition: z.record(z.string(), z.unknown()).nullable().describe('null: only its state changes'), state: z.enum(['active', 'suspended']), reason }),
  output: z.object({ id: z.string(), version: z.int() }), errors: ['exchange.stale', 'exchange.definitionInvalid'],
});
export const listGrants = contract({
  ...view, name: 'sharing.listGrants', method: 'GET', path: '/api/desk/exchange/grants', summary: '授权清单',
  input: z.object({ service: z.string().max(100).optional(), organisation: organisation.optional(), caseId: z.uuid().optional(), before: z.uuid().optional(), limit }), output: z.object({ grants: z.array(grantView), next: z.string().nullable() }),
});
export const grantService = contract({
  ...approve, name: 'sharing.grant', method: 'POST', path: '/api/desk/exchange/grants', summary: '授权使用数据服务',
  input: z.object({
    service: serviceId, organisation, memberId: z.uuid().optional(), purposeCode: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/), purpose: z.string().trim().min(4).max(200), legalBasis: z.string().trim().min(4).max(500),
    fields: z.array(field).max(200).default([]), masks: z.record(field, maskRule).default({}), division: z.string().regex(/^\d{2,12}$/).optional().describe('按行授权: significant digits'), ratePerSecond: z.int().min(1).max(10_000).default(20), dailyQuota: z.int().min(1).max(100_000_000).default(10_000), validTo: z.iso.datetime(), caseId: z.uuid().optional(),
  }),
  output: z.object({ id: z.uuid() }), errors: ['exchange.grantInvalid', 'exchange.serviceUnknown', 'exchange.memberUnknown'],
});
export const withdrawGrant = contract({
  ...approve, name: 'sharing.withdraw', method: 'POST', path: '/api/desk/exchange/grants/:grantId/withdraw', summary: '收回授权（立即生效）', input: z.object({ grantId: z.uuid(), reason }), output: z.object({ done: z.literal(true) }), errors: ['exchange.grantUnknown'],
});
export const listMembers = contract({
  ...view, name: 'sharing.listMembers', method: 'GET', path: '/api/desk/exchange/members', summary: '接入系统与密钥', input: z.object({ organisation: organisation.optional(), after: z.uuid().optional(), limit }),
  output: z.object({ members: z.array(z.object({ id: z.uuid(), organisation: z.string(), organisationName: z.string(), name: z.string(), kind: z.enum(['machine', 'peer']), endedAt: instant.nullable(), keys: z.array(keyView) })), next: z.string().nullable() }),
});
export const listEndingKeys = contract({
  ...view, name: 'sharing.endingKeys', method: 'GET', path: '/api/desk/exchange/ending-keys', summary: '即将到期且未更新的密钥（告警）', input: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
  output: z.object({ keys: z.array(keyView.extend({ memberId: z.string(), organisation: z.string(), name: z.string() })) }),
});
export const endKey = contract({
  ...manage, name: 'sharing.endKey', method: 'POST', path: '/api/desk/exchange/keys/:keyId/end', summary: '停用密钥（立即生效）', input: z.object({ keyId: z.string().regex(/^[0-9a-f]{32}$/), reason }), output: z.object({ done: z.literal(true) }), errors: ['exchange.keyUnknown'],
});
export const endMember = contract({
  ...manage, name: 'sharing.endMember', method: 'POST', path: '/api/desk/exchange/members/:memberId/end', summary: '停用接入系统（立即生效）', input: z.object({ memberId: z.uuid(), reason }), output: z.object({ done: z.literal(true) }), errors: ['exchange.memberUnknown'],
});
/** A department's system brings its first key under its own sign-in; later ones are signed for by the key before. */
export const registerKey = contract({
  name: 'sharing.registerKey', method: 'POST', path: '/api/exchange/keys', audience: 'machine', summary: '登记本系统的公钥', input: z.object({ name: z.string().trim().min(2).max(60), ...newKey }),
  output: keyView.omit({ endedAt: true }).extend({ memberId: z.uuid() }), errors: ['exchange.publicKeyInvalid', 'exchange.proofWrong', 'exchange.keyTaken'],
});
const callView = z.object({
  id: z.uuid(), phase: z.enum(['begun', 'ended']), at: instant, organisation: z.string(), organisationName: z.string(), keyId: z.string(), grantId: z.string().nullable(), service: z.string(), method: z.string(), path: z.string(), purpose: z.string().nullable(),
  reference: z.string().nullable(), outcome: z.string(), outcomeWords: z.string().nullable().describe('why it was not answered'), rows: z.int(), bytes: z.int(), tookMs: z.int(), requestDigest: z.string(), answerDigest: z.string().nullable(), evidence: z.string().describe('leaf of this row, hex'), batchId: z.uuid(),
});
export const listCalls = contract({
  ...view, name: 'sharing.listCalls', method: 'GET', path: '/api/desk/exchange/calls', summary: '交换日志',
  input: z.object({ grantId: z.uuid().optional(), service: z.string().max(100).optional(), organisation: organisation.optional(), before: z.uuid().optional(), limit }), output: z.object({ calls: z.array(callView) }),
});
/** 存证: the ledger's entry over all calls of one commit, and their leaves, so that anybody can compute its root. */
export const callEvidence = contract({
  ...view, name: 'sharing.callEvidence', method: 'GET', path: '/api/desk/exchange/batches/:batchId', summary: '一批调用的存证', input: z.object({ batchId: z.uuid() }),
  output: z.object({ entryId: z.string(), calls: z.int(), root: z.string(), leaves: z.array(z.string()), receipt: z.looseObject({}).nullable().describe('null in the first second') }), errors: ['exchange.notLogged'],
});
export const readMeter = contract({
  ...view, name: 'sharing.meter', method: 'GET', path: '/api/desk/exchange/meter', summary: '调用计量', input: z.object({ from: day, to: day, grantId: z.uuid().optional(), service: z.string().max(100).optional(), organisation: organisation.optional() }),
  output: z.object({ days: z.array(z.object({ day: z.string(), grantId: z.string(), service: z.string(), organisation: z.string(), calls: z.int(), refused: z.int(), rows: z.int(), bytes: z.int(), averageMs: z.number(), maxMs: z.int() })) }),
});

/** 申请使用 what is shared without condition: granted at once by rule; the machine may be named. */
export const apply = contract({
  name: 'sharing.apply', method: 'POST', path: '/api/desk/exchange/applications', audience: 'officer', permission: 'exchange.request', summary: '申请无条件共享的数据服务（即时授权）',
  input: z.object({
    entryId: z.uuid(), service: serviceId, fields: z.array(field).max(200).default([]), purpose: z.string().trim().min(4).max(120), basis: z.string().trim().min(4).max(500), until: day, memberId: z.uuid().optional(), organisation: organisation.optional(),
    reference: z.string().trim().max(60).optional().describe('case or service item that it is for'), division: z.string().regex(/^\d{2,12}$/).optional().describe('only rows of this division'),
  }),
  output: z.object({ grantId: z.uuid(), purposeCode: z.string() }), errors: ['sharing.entryUnknown', 'sharing.serviceUnknown', 'sharing.conditional', 'sharing.notShared', 'sharing.notYours', 'sharing.ownData', 'exchange.grantInvalid'],
});
/** 试调用: by an official of the body that was granted it; masked as the register says, noted as a look under the grant's purpose. */
const tried = z.record(field, z.union([z.string().trim().min(1).max(200), z.number(), z.boolean()]));
export const tryGrant = contract({
  name: 'sharing.tryGrant', method: 'POST', path: '/api/desk/exchange/grants/:grantId/try', audience: 'officer', permission: 'exchange.request', summary: '试调用本部门已获授权的服务',
  input: z.object({ grantId: z.uuid(), key: tried.default({}), fields: tried.default({}), path: z.string().max(500).regex(/^([/?].*)?$/).default('').describe('of an interface: what stands behind the service’s own path, normal form') }),
  output: z.object({
    found: z.boolean(), matches: z.record(z.string(), z.boolean()).nullable().describe('of a verification'), records: z.array(z.record(z.string(), z.unknown())).nullable().describe('of a query, or the first of a batch; masked'),
    changes: z.array(z.object({ position: z.int(), kind: z.string(), at: instant, data: z.record(z.string(), z.unknown()) })).nullable().describe('the last ones'),
    file: z.object({ name: z.string(), mediaType: z.string(), bytes: z.int(), digest: z.string() }).nullable(), text: z.object({ status: z.int(), mediaType: z.string(), body: z.string() }).nullable().describe('of an interface, or the beginning of a file of text'),
    more: z.boolean().describe('a caller would get more than this'), tookMs: z.int(),
  }),
  errors: ['exchange.grantUnknown', 'exchange.grantEnded', 'exchange.notTried', 'exchange.keyFieldMissing', 'exchange.fieldNotGranted', 'exchange.pathInvalid', 'exchange.methodInvalid', 'exchange.upstreamSlow', 'exchange.upstreamFailed', 'exchange.upstreamWrong', 'exchange.busy', 'sharing.notYours'],
});
/** 运行监测: each service that was called since; what went wrong last stands in the words of its refusal. */
export const monitor = contract({
  ...view, name: 'sharing.monitor', method: 'GET', path: '/api/desk/exchange/monitor', summary: '服务运行监测', input: z.object({ hours: z.coerce.number().int().min(1).max(720).default(24) }),
  output: z.object({
    services: z.array(z.object({ service: z.string(), title: z.string(), provider: z.string().nullable(), state: z.string(), calls: z.int(), failed: z.int(), refused: z.int(), rows: z.number(), averageMs: z.number(), slowMs: z.number().describe('95th percentile'), promisedMs: z.int().nullable(), lastAt: instant, lastFailure: z.string().nullable(), lastFailureWords: z.string().nullable() })),
  }),
});
export const document = contract({
  name: 'sharing.document', method: 'GET', path: '/api/exchange/services/:id/openapi', audience: 'public', summary: '数据服务接口文档（OpenAPI 3.1）', input: z.object({ id: serviceId }), output: z.looseObject({ openapi: z.string() }), errors: ['exchange.serviceUnknown'],
});

// ---- 删除通知: copies of what was withdrawn are deleted by who holds them
const erasureView = z.object({
  id: z.uuid(), cause: z.enum(['grant', 'consent']), subject: z.string().describe('grant or consent'), title: z.string(), reason: z.string(), at: instant, dueAt: instant, late: z.boolean(), notice: z.string().describe('the text that was signed'), signature: z.string().describe('SM2 of the house over it, base64'), keyId: z.string(),
  holders: z.array(z.object({
    id: z.uuid(), kind: z.enum(['machine', 'peer']), organisation: z.string().nullable(), organisationName: z.string().nullable(), name: z.string(), rows: z.number().describe('that were handed out'), told: z.int().describe('times'), lastError: z.string().nullable(),
    erasedAt: instant.nullable(), erasedBy: z.string().nullable(), records: z.number().nullable(), words: z.string().nullable(), mine: z.boolean().describe('of the reader’s own body'),
  })),
});
export const listErasures = contract({
  ...view, name: 'sharing.listErasures', method: 'GET', path: '/api/desk/exchange/erasures', summary: '删除通知与回执', input: z.object({ subject: z.string().max(80).optional(), open: z.enum(['0', '1']).default('0').describe('1: only those not all have confirmed'), limit }),
  output: z.object({ erasures: z.array(erasureView) }),
});
/** 人工回执: where people keep the copy (a file on a desk); machines confirm at the gateway. */
export const confirmErasure = contract({
  name: 'sharing.confirmErasure', method: 'POST', path: '/api/desk/exchange/erasures/:holderId/confirm', audience: 'officer', permission: 'exchange.request', summary: '确认本部门的副本已删除', input: z.object({ holderId: z.uuid(), words: z.string().trim().min(4).max(300).describe('how it was deleted'), records: z.int().min(0).optional() }),
  output: z.object({ done: z.literal(true) }), errors: ['exchange.erasureUnknown', 'sharing.notYours'],
});

// ---- 推送: changes sent to a subscriber's own address
const pushView = z.object({
  id: z.uuid(), grantId: z.uuid(), organisation: z.string(), organisationName: z.string(), serviceTitle: z.string(), memberId: z.uuid(), register: z.string(), url: z.string(), position: z.int(), state: z.enum(['active', 'ended']), failures: z.int(), nextAt: instant, lastError: z.string().nullable(), lastSentAt: instant.nullable(), sent: z.number(), version: z.int(), by: z.string(), at: instant,
});
export const listPushes = contract({ ...view, name: 'sharing.listPushes', method: 'GET', path: '/api/desk/exchange/pushes', summary: '变更推送', input: z.object({}), output: z.object({ pushes: z.array(pushView) }) });
export const openPush = contract({
  ...approve, name: 'sharing.openPush', method: 'POST', path: '/api/desk/exchange/pushes', summary: '为变更订阅授权开通推送', input: z.object({ grantId: z.uuid(), memberId: z.uuid().describe('the machine that takes it'), url: z.url({ protocol: /^https?$/ }).max(500), from: z.enum(['start', 'now']).default('now') }),
  output: z.object({ id: z.uuid() }), errors: ['exchange.grantUnknown', 'exchange.pushInvalid', 'exchange.memberUnknown', 'exchange.pushKnown'],
});
export const endPush = contract({ ...approve, name: 'sharing.endPush', method: 'POST', path: '/api/desk/exchange/pushes/:pushId/end', summary: '停止推送', input: z.object({ pushId: z.uuid(), version: z.int() }), output: z.object({ version: z.int() }), errors: ['exchange.pushUnknown', 'exchange.pushStale'] });

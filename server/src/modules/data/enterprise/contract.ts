/** 政企数据共享: scenes, agreements of a firm and a body, both directions, figures. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const id = z.uuid();
const day = z.iso.date();
const instant = z.string();
const version = z.int().min(1);
const line = z.string().trim().regex(/^\P{Cc}*$/u);
const code = z.string().regex(/^[0-9A-Z]{18}$/);
const company = { audience: 'citizen' } as const;
const view = { audience: 'officer', permission: 'enterprise.view' } as const;
const conclude = { audience: 'officer', permission: 'enterprise.conclude' } as const;
const review = { audience: 'officer', permission: 'enterprise.review' } as const;
const done = z.object({ version });
const reason = line.min(4).max(300);
const field = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
const mapping = z.array(z.object({ field, column: line.min(1).max(63) })).max(100).refine((m) => new Set(m.map((x) => x.field)).size === m.length, 'a field is there twice');

const named = z.object({ id: z.string(), title: z.string() });
const shared = z.object({ service: z.string(), title: z.string(), fields: z.array(named), ratePerSecond: z.int(), dailyQuota: z.int(), masked: z.array(z.string()).describe('fields that leave masked') });
const inbound = z.object({ register: z.string(), registerTitle: z.string(), fields: z.array(named.extend({ required: z.boolean(), column: z.string().describe('as the firm’s interface calls it') })), everyMinutes: z.int() });
const trade = z.enum(['transport', 'tourism', 'catering', 'internet-medicine', 'network-security', 'other']);
export const sceneView = z.object({
  id: z.string(), title: z.string(), trade, purpose: z.string(), basis: z.string(), body: z.string(), inbound: inbound.nullable(), outbound: z.array(shared), purposeCode: z.string(), duties: z.array(z.string()), daysMax: z.int(),
  atEnd: z.object({ what: z.enum(['delete', 'return']), days: z.int(), keep: z.object({ law: z.string(), years: z.int() }).nullable() }).describe('what becomes of the firm’s data when the agreement has ended'),
  fusion: z.object({ pipeline: z.string(), register: z.string(), title: z.string() }).nullable(),
});
export const listScenes = contract({ name: 'enterprise.listScenes', method: 'GET', path: '/api/enterprise-sharing/scenes', audience: 'public', summary: '政企数据共享场景', input: z.object({}), output: z.object({ scenes: z.array(sceneView) }) });

export const states = ['applied', 'review', 'offered', 'sealing', 'active', 'ended', 'declined'] as const;
const summary = z.object({
  id, number: z.string(), scene: z.string(), title: z.string(), trade, organisation: z.string(), organisationName: z.string(), companyCode: z.string(), company: z.string(), purpose: z.string(), validUntil: day.nullable(), state: z.enum(states), reason: z.string().nullable(),
  endedBy: z.enum(['company', 'body', 'bureau', 'term']).nullable(), version, at: instant, activeAt: instant.nullable(), endedAt: instant.nullable(),
});
const supply = z.object({
  sourceId: id, state: z.enum(['active', 'stopped']), runs: z.int(), read: z.number(), loaded: z.number(), refused: z.number(), lastAt: instant.nullable(), lastState: z.string().nullable(), failure: z.string().nullable(), lastRunId: id.nullable(), late: z.boolean().describe('no success within three cycles'),
});
const use = z.object({ service: z.string(), title: z.string(), grantId: id, inForce: z.boolean(), calls: z.number(), refused: z.number(), lastDay: day.nullable() });
export const agreementView = summary.extend({
  terms: sceneView.omit({ id: true, body: true, daysMax: true }), interfaceUrl: z.string().nullable(), contractUrl: z.string().nullable(), contractDigest: z.string().nullable(), supply: supply.nullable(), uses: z.array(use),
  disposal: z.object({ what: z.enum(['delete', 'return']), dueOn: day, law: z.string().nullable(), rows: z.int(), digest: z.string().nullable(), doneAt: instant.nullable(), heldBy: z.string().nullable(), files: z.array(z.string()), proved: z.boolean() }).nullable().describe('what becomes of the firm’s rows; none before the end'),
  callsByDay: z.array(z.object({ day, calls: z.number() })), actions: z.array(z.object({ at: instant, kind: z.string(), note: z.string().nullable(), by: z.string() })), mine: z.enum(['company', 'body', 'overseer']),
});

/** 企业一方. */
export const apply = contract({ ...company, name: 'enterprise.apply', method: 'POST', path: '/api/enterprise-sharing/agreements', summary: '企业申请参与一个共享场景', input: z.object({ scene: z.string().max(80), organisation: code, words: line.min(4).max(300) }), output: z.object({ id, number: z.string() }), errors: ['enterprise.companyOnly', 'enterprise.sceneUnknown', 'enterprise.bodyUnknown', 'enterprise.there'] });
export const partners = contract({ name: 'enterprise.partners', method: 'GET', path: '/api/enterprise-sharing/scenes/:scene/bodies', audience: 'public', summary: '可以签订某场景协议的机构', input: z.object({ scene: z.string().max(80) }), output: z.object({ bodies: z.array(z.object({ organisation: z.string(), name: z.string() })) }), errors: ['enterprise.sceneUnknown'] });
export const myAgreements = contract({ ...company, name: 'enterprise.mine', method: 'GET', path: '/api/enterprise-sharing/agreements', summary: '本企业的共享协议', input: z.object({}), output: z.object({ agreements: z.array(summary) }) });
export const myAgreement = contract({ ...company, name: 'enterprise.myAgreement', method: 'GET', path: '/api/enterprise-sharing/agreements/:agreementId', summary: '本企业的一份协议', input: z.object({ agreementId: id }), output: agreementView, errors: ['enterprise.notFound'] });
export const sign = contract({
  ...company, name: 'enterprise.sign', method: 'POST', path: '/api/enterprise-sharing/agreements/:agreementId/sign', summary: '企业签署，并写明供数接口',
  input: z.object({ agreementId: id, version, url: z.url().max(500).optional(), token: z.string().min(1).max(500).optional().describe('sealed, never read back'), rows: line.max(100).optional().describe('path of the rows in the answer, data by default'), next: line.max(100).optional(), positionParameter: line.max(40).optional() }), output: done,
  errors: ['enterprise.companyOnly', 'enterprise.notFound', 'enterprise.stale', 'enterprise.notNow', 'enterprise.interfaceMissing', 'collection.hostRefused', 'collection.settingsInvalid', 'collection.mappingInvalid'],
});
export const decline = contract({ ...company, name: 'enterprise.decline', method: 'POST', path: '/api/enterprise-sharing/agreements/:agreementId/decline', summary: '企业不予签署', input: z.object({ agreementId: id, version, reason }), output: done, errors: ['enterprise.companyOnly', 'enterprise.notFound', 'enterprise.stale', 'enterprise.notNow'] });
export const withdraw = contract({ ...company, name: 'enterprise.withdraw', method: 'POST', path: '/api/enterprise-sharing/agreements/:agreementId/withdraw', summary: '企业退出：双向立即停止', input: z.object({ agreementId: id, version, reason }), output: done, errors: ['enterprise.companyOnly', 'enterprise.notFound', 'enterprise.stale', 'enterprise.notNow'] });
export const registerKey = contract({
  ...company, name: 'enterprise.registerKey', method: 'POST', path: '/api/enterprise-sharing/keys', summary: '登记本企业系统的 SM2 公钥，供调用授权服务', input: z.object({ name: line.min(2).max(60), publicKey: z.string().trim().min(1).max(400), proof: z.string().trim().min(1).max(400) }), output: z.object({ keyId: z.string(), validTo: instant }),
  errors: ['enterprise.companyOnly', 'exchange.publicKeyInvalid', 'exchange.proofWrong', 'exchange.keyTaken', 'exchange.memberUnknown'],
});
export const myKeys = contract({ ...company, name: 'enterprise.myKeys', method: 'GET', path: '/api/enterprise-sharing/keys', summary: '本企业已登记的系统和公钥', input: z.object({}), output: z.object({ code: z.string().describe('统一社会信用代码, which the proof of possession names'), keys: z.array(z.object({ name: z.string(), keyId: z.string(), validTo: instant })) }), errors: ['enterprise.companyOnly'] });

const proof = { input: z.object({ agreementId: id }), output: z.object({ number: z.string(), receipt: z.record(z.string(), z.unknown()) }), errors: ['enterprise.notFound'] };
export const myDisposalProof = contract({ ...company, name: 'enterprise.myDisposalProof', method: 'GET', path: '/api/enterprise-sharing/agreements/:agreementId/disposal-proof', summary: '数据处置存证回执（可离线核验）', ...proof });

/** 政府一方. */
export const disposalProof = contract({ ...view, name: 'enterprise.disposalProof', method: 'GET', path: '/api/desk/enterprise-sharing/agreements/:agreementId/disposal-proof', summary: '数据处置存证回执（可离线核验）', ...proof });
export const listAgreements = contract({ ...view, name: 'enterprise.list', method: 'GET', path: '/api/desk/enterprise-sharing/agreements', summary: '政企共享协议', input: z.object({ state: z.enum(states).optional(), cursor: id.optional() }), output: z.object({ agreements: z.array(summary), next: id.nullable() }) });
export const getAgreement = contract({ ...view, name: 'enterprise.get', method: 'GET', path: '/api/desk/enterprise-sharing/agreements/:agreementId', summary: '一份协议：条款、两个方向的运行、经过', input: z.object({ agreementId: id }), output: agreementView, errors: ['enterprise.notFound'] });
export const offer = contract({
  ...conclude, name: 'enterprise.offer', method: 'POST', path: '/api/desk/enterprise-sharing/agreements', summary: '起草协议（或者依企业申请起草），送数据主管部门审核',
  input: z.object({
    scene: z.string().max(80), companyCode: code, application: z.object({ agreementId: id, version }).optional().describe('an application of the firm that this answers'), purpose: line.min(4).max(200), until: day,
    fields: mapping.describe('what the firm hands in, and as its interface calls it'), services: z.array(z.string().max(100)).max(10), everyMinutes: z.int().min(1).max(44_640).optional(),
  }),
  output: z.object({ id, number: z.string(), version }),
  errors: ['enterprise.sceneUnknown', 'enterprise.notYourScene', 'enterprise.companyUnknown', 'enterprise.fieldNotOffered', 'enterprise.fieldMissing', 'enterprise.serviceUnknown', 'enterprise.nothingShared', 'enterprise.termInvalid', 'enterprise.there', 'enterprise.notFound', 'enterprise.stale', 'enterprise.notNow'],
});
export const reviewAgreement = contract({ ...review, name: 'enterprise.review', method: 'POST', path: '/api/desk/enterprise-sharing/agreements/:agreementId/review', summary: '数据主管部门审核：送企业签署，或者不予同意', input: z.object({ agreementId: id, version, approve: z.boolean(), reason }), output: done, errors: ['enterprise.notFound', 'enterprise.stale', 'enterprise.notNow', 'enterprise.ownDraft'] });
export const refuse = contract({ ...conclude, name: 'enterprise.refuse', method: 'POST', path: '/api/desk/enterprise-sharing/agreements/:agreementId/refuse', summary: '不受理企业的申请', input: z.object({ agreementId: id, version, reason }), output: done, errors: ['enterprise.notFound', 'enterprise.stale', 'enterprise.notNow'] });
export const end = contract({ ...conclude, name: 'enterprise.end', method: 'POST', path: '/api/desk/enterprise-sharing/agreements/:agreementId/end', summary: '终止：双向立即停止', input: z.object({ agreementId: id, version, reason }), output: done, errors: ['enterprise.notFound', 'enterprise.stale', 'enterprise.notNow'] });
export const overview = contract({
  ...view, name: 'enterprise.overview', method: 'GET', path: '/api/desk/enterprise-sharing/overview', summary: '政企数据共享总览', input: z.object({}),
  output: z.object({ agreements: z.object({ open: z.int(), active: z.int(), ended: z.int() }), firms: z.int(), loaded: z.number(), refused: z.number(), calls: z.number(), late: z.int(), trades: z.array(z.object({ trade, active: z.int(), loaded: z.number(), calls: z.number() })) }),
});

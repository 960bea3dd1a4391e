/** 级联 of exchanges of several levels: joining, catalogues, applications, back-flow, statistics, state of the lines. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const id = z.uuid();
const instant = z.string();
const body = z.string().regex(/^[0-9A-Z]{18}$/);
const prose = z.string().trim().min(4).max(500);
const reason = z.string().trim().min(2).max(200);
const service = z.string().regex(/^[a-z][a-z0-9-]{0,79}(\.[a-z]{3,10})?$/);
const version = z.int().min(1);
const done = z.object({ version: z.int() });
const address = z.url({ protocol: /^https?$/ }).max(300);

const view = { audience: 'officer', permission: 'exchange.view' } as const;
const manage = { audience: 'officer', permission: 'exchange.manage' } as const;
const approve = { audience: 'officer', permission: 'exchange.approve' } as const;

export const offer = z.object({
  house: z.string().min(1).max(200), url: address, name: z.string().trim().min(2).max(60), organisation: body, division: z.string().regex(/^\d{2,12}$/), role: z.enum(['upper', 'lower']).describe('what the sender is to the receiver'),
  publicKey: z.string().max(400).describe('SubjectPublicKeyInfo, base64'), proof: z.string().max(400).describe('SM2 signature of the key over its statement, base64'),
});
/** 级联申请 of another house; nothing is taken from it before an official has compared the fingerprint. */
export const receiveOffer = contract({
  name: 'cascade.receiveOffer', method: 'POST', path: '/api/cascade/offers', audience: 'public', summary: '级联申请（由对方平台发出，待本级审批）', input: offer, output: z.object({ received: z.literal(true) }), errors: ['cascade.offerWrong', 'cascade.tooMany'],
});

const peerView = z.object({
  id, house: z.string(), url: z.string(), role: z.enum(['upper', 'lower']), name: z.string(), organisation: z.string().nullable(), division: z.string().nullable(), fingerprint: z.string().nullable(), state: z.enum(['asked', 'waiting', 'active', 'ended']), version: z.int(),
  askedAt: instant, askedBy: z.string(), approvedAt: instant.nullable(), approvedBy: z.string().nullable(),
  line: z.object({ failures: z.int(), nextAt: instant, lastError: z.string().nullable(), lastHeardAt: instant.nullable(), waiting: z.int(), sent: z.int(), received: z.int() }),
  directory: z.object({ number: z.int(), until: instant, valid: z.boolean(), services: z.int() }).nullable(),
  reconciled: z.object({ at: instant, sent: z.int(), received: z.int(), differing: z.int() }).nullable(),
});
export const listPeers = contract({
  ...view, name: 'cascade.peers', method: 'GET', path: '/api/desk/cascade/peers', summary: '级联节点与线路状态', input: z.object({}), output: z.object({ own: z.object({ house: z.string(), fingerprint: z.string() }), peers: z.array(peerView) }),
});
export const askJoin = contract({
  ...manage, name: 'cascade.join', method: 'POST', path: '/api/desk/cascade/peers', summary: '申请接入上级（或者下级）平台', input: z.object({ url: address, name: z.string().trim().min(2).max(60), role: z.enum(['upper', 'lower']).describe('what the other house is to us') }),
  output: z.object({ peerId: id, fingerprint: z.string().describe('of our own key, to be told to the other side') }), errors: ['cascade.known', 'cascade.ownAddress'],
});
export const approvePeer = contract({
  ...approve, name: 'cascade.approve', method: 'POST', path: '/api/desk/cascade/peers/:peerId/approve', summary: '核对密钥指纹，批准级联', input: z.object({ peerId: id, version, fingerprint: z.string().regex(/^[0-9a-f]{32}$/).describe('as the other side told it') }),
  output: done, errors: ['cascade.peerUnknown', 'cascade.stale', 'cascade.notWaiting', 'cascade.fingerprintDiffers'],
});
export const endPeer = contract({
  ...approve, name: 'cascade.end', method: 'POST', path: '/api/desk/cascade/peers/:peerId/end', summary: '断开级联（立即生效）', input: z.object({ peerId: id, version, reason }), output: done, errors: ['cascade.peerUnknown', 'cascade.stale'],
});
export const roundNow = contract({ ...manage, name: 'cascade.roundNow', method: 'POST', path: '/api/desk/cascade/round', summary: '立即收发与对账', input: z.object({}), output: z.object({ planned: z.literal(true) }) });

export const listEntries = contract({
  ...view, name: 'cascade.entries', method: 'GET', path: '/api/desk/cascade/entries', summary: '上下级平台的目录', input: z.object({ peerId: id.optional(), text: z.string().trim().max(60).optional(), after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
  output: z.object({
    entries: z.array(z.object({
      peerId: id, peer: z.string(), role: z.enum(['upper', 'lower']), code: z.string(), version: z.int(), title: z.string(), provider: z.string(), providerName: z.string(), sharing: z.string(), sharingCondition: z.string().nullable(), sharingBasis: z.string().nullable(), items: z.array(z.string()),
      services: z.array(z.object({ id: z.string(), title: z.string(), mode: z.string(), fields: z.array(z.string()) })),
    })),
    total: z.int(), next: z.string().nullable(),
  }),
});

const applicationView = z.object({
  id, peerId: id, peer: z.string(), direction: z.enum(['sent', 'received']), code: z.string(), title: z.string(), service: z.string(), fields: z.array(z.string()), purpose: z.string(), basis: z.string(), organisation: z.string(), organisationName: z.string(), until: z.string(),
  state: z.enum(['asked', 'granted', 'refused', 'withdrawn', 'over']), reason: z.string().nullable(), dueOn: z.string().nullable(), late: z.boolean(), grant: z.string().nullable(), purposeCode: z.string().nullable(), ownService: z.string().nullable(), caseId: z.string().nullable().describe('of the receiving house'), version: z.int(), at: instant, by: z.string(), decidedBy: z.string().nullable(),
});
export const apply = contract({
  name: 'cascade.apply', method: 'POST', path: '/api/desk/cascade/applications', audience: 'officer', permission: 'exchange.request', summary: '向上级（下级）申请数据服务',
  input: z.object({ peerId: id, code: z.string().max(100), service, fields: z.array(z.string().regex(/^[a-zA-Z]\w{0,59}$/)).max(200).describe('none for a file'), purpose: prose, basis: prose, until: z.iso.date(), organisation: body.optional() }),
  output: z.object({ id }), errors: ['cascade.entryUnknown', 'cascade.serviceUnknown', 'cascade.notShared', 'cascade.notYours', 'cascade.notActive'],
});
export const listApplications = contract({
  ...view, name: 'cascade.applications', method: 'GET', path: '/api/desk/cascade/applications', summary: '跨级申请', input: z.object({ direction: z.enum(['sent', 'received']).optional(), before: id.optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }), output: z.object({ applications: z.array(applicationView), next: z.string().nullable() }),
});
export const decide = contract({
  ...approve, name: 'cascade.decide', method: 'POST', path: '/api/desk/cascade/applications/:applicationId/decide', summary: '答复跨级申请（不予共享须有依据）', input: z.object({ applicationId: id, version, decision: z.enum(['grant', 'refuse']), reason: z.string().trim().max(500).default('') }), output: done,
  errors: ['cascade.applicationUnknown', 'cascade.decidedAlready', 'cascade.stale', 'cascade.refusalBasisMissing'],
});
export const withdraw = contract({
  ...approve, name: 'cascade.withdraw', method: 'POST', path: '/api/desk/cascade/applications/:applicationId/withdraw', summary: '收回跨级授权（立即生效）', input: z.object({ applicationId: id, version, reason }), output: done, errors: ['cascade.applicationUnknown', 'cascade.stale'],
});

export const openFlow = contract({
  ...approve, name: 'cascade.openFlow', method: 'POST', path: '/api/desk/cascade/flows', summary: '开通数据回流：登记簿中属于该地的记录流回', input: z.object({ peerId: id, register: z.string().max(80), basis: prose }), output: z.object({ id }), errors: ['cascade.peerUnknown', 'cascade.notActive', 'cascade.registerUnknown', 'cascade.flowKnown'],
});
export const endFlow = contract({ ...approve, name: 'cascade.endFlow', method: 'POST', path: '/api/desk/cascade/flows/:flowId/end', summary: '停止数据回流', input: z.object({ flowId: id, version }), output: done, errors: ['cascade.peerUnknown', 'cascade.stale'] });
export const listFlows = contract({
  ...view, name: 'cascade.flows', method: 'GET', path: '/api/desk/cascade/flows', summary: '数据回流：开通的登记簿与流量', input: z.object({}),
  output: z.object({
    flows: z.array(z.object({ id, peerId: id, peer: z.string(), register: z.string(), title: z.string(), basis: z.string(), position: z.int(), firstPass: z.object({ records: z.int(), doneAt: instant.nullable() }), state: z.string(), version: z.int(), at: instant, by: z.string() })),
    counts: z.array(z.object({ peerId: id, peer: z.string(), direction: z.enum(['down', 'in']), register: z.string(), title: z.string(), records: z.int(), digest: z.string().describe('SM3 over number and sums of the digests of all records: equal on both sides'), lastAt: instant })),
  }),
});

export const statistics = contract({
  ...view, name: 'cascade.statistics', method: 'GET', path: '/api/desk/cascade/statistics', summary: '下级共享统计汇总', input: z.object({ from: z.iso.date(), to: z.iso.date() }),
  output: z.object({ days: z.array(z.object({ peerId: id, peer: z.string(), day: z.string(), calls: z.number(), refused: z.number(), rows: z.number() })), organisations: z.array(z.object({ peerId: id, peer: z.string(), organisation: z.string(), calls: z.number(), rows: z.number() })) }),
});
/** 统计下发 as an upper house told it: all houses together, our part, our place among those below it. */
export const comparison = contract({
  ...view, name: 'cascade.comparison', method: 'GET', path: '/api/desk/cascade/comparison', summary: '上级下发的统计与位次', input: z.object({}),
  output: z.object({
    lines: z.array(z.object({ peerId: id, peer: z.string(), scope: z.enum(['register', 'service']), id: z.string(), title: z.string(), from: z.string(), to: z.string(), calls: z.number(), rows: z.number(), ownCalls: z.number(), ownRows: z.number(), rank: z.int().nullable().describe('null: nothing called'), houses: z.int().describe('that called it'), at: instant })),
  }),
});

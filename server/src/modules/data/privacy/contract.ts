/** 数据安全: exports with marks, consents, objections, computing with another house. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const instant = z.string();
const words = (min: number, max: number) => z.string().trim().min(min).max(max);
const done = z.object({ done: z.literal(true) });
const change = { version: z.int().min(1) };
const filter = z.object({ field: z.string().max(40), op: z.enum(['eq', 'lt', 'lte', 'gt', 'gte']), value: z.union([z.string().max(200), z.number(), z.boolean()]) });

const exportView = z.object({
  id: z.string(), number: z.string(), register: z.string(), registerTitle: z.string(), format: z.enum(['csv', 'xlsx']), fields: z.array(z.string()), purpose: z.string(), rowsMax: z.int(), lifted: z.boolean(),
  state: z.enum(['waiting', 'approved', 'refused', 'taken']), officer: z.string(), organisation: z.string(), decidedBy: z.string().nullable(), reason: z.string().nullable(), rowsTaken: z.int().nullable(),
  askedAt: instant, takenAt: instant.nullable(), mine: z.boolean(), version: z.int(),
});
export const askExport = contract({
  name: 'privacy.askExport', method: 'POST', path: '/api/desk/data-security/exports', audience: 'officer', permission: 'registers.view', summary: '申请导出登记簿数据（用途、字段、行数）',
  input: z.object({ register: z.string().max(60), format: z.enum(['csv', 'xlsx']), where: z.array(filter).max(10).default([]), fields: z.array(z.string().max(40)).min(1).max(60), rowsMax: z.int().min(1), purpose: words(4, 200), lifted: z.boolean().default(false).describe('sensitive fields by their own masks: needs approval') }),
  output: z.object({ id: z.string(), number: z.string(), state: z.enum(['waiting', 'approved']) }), errors: ['privacy.exportTooLarge', 'privacy.invalid', 'data.maskedRange'],
});
export const decideExport = contract({
  name: 'privacy.decideExport', method: 'POST', path: '/api/desk/data-security/exports/:exportId/decision', audience: 'officer', permission: 'privacy.handle', summary: '审批导出申请',
  input: z.object({ exportId: z.uuid(), approve: z.boolean(), reason: words(2, 300), ...change }), output: done, errors: ['privacy.stale', 'privacy.own', 'privacy.ended'],
});
export const takeExport = contract({
  name: 'privacy.takeExport', method: 'POST', path: '/api/desk/data-security/exports/:exportId/file', audience: 'officer', permission: 'registers.view', summary: '生成并取走导出文件（含可见与不可见水印），一次有效',
  input: z.object({ exportId: z.uuid() }), output: z.object({ name: z.string(), mediaType: z.string(), content: z.string().describe('base64'), rows: z.int() }), errors: ['privacy.exportWaits', 'privacy.ended'],
});
export const listExports = contract({
  name: 'privacy.listExports', method: 'GET', path: '/api/desk/data-security/exports', audience: 'officer', permission: 'registers.view', summary: '导出台账', input: z.object({ cursor: z.uuid().optional() }), output: z.object({ exports: z.array(exportView), next: z.string().nullable() }),
});
export const exportLedger = contract({
  name: 'privacy.exportLedger', method: 'GET', path: '/api/desk/data-security/export-ledger', audience: 'officer', permission: 'privacy.view', summary: '管理范围内的导出台账（审批、监督）', input: z.object({ cursor: z.uuid().optional() }), output: z.object({ exports: z.array(exportView), next: z.string().nullable() }),
});
export const traceExport = contract({
  name: 'privacy.traceExport', method: 'POST', path: '/api/desk/data-security/trace', audience: 'officer', permission: 'privacy.handle', summary: '水印溯源：由泄露文件（或其一部分）找出导出人',
  input: z.object({ content: z.string().max(1_000_000).regex(/^[A-Za-z0-9+/]*={0,2}$/).describe('base64 of a file or of copied text') }),
  output: z.object({ cells: z.int().describe('distinct cells with a mark'), places: z.int(), tried: z.int(), named: z.array(z.object({ export: exportView, agree: z.int(), chance: z.number().describe('that another file agrees as well') })), visible: z.array(z.string()).describe('export numbers that stand in the open'), visibleExports: z.array(exportView).describe('those of them that are known: anybody can write a number, so they are a hint and no proof') }),
  errors: ['privacy.traceEmpty'],
});

const consentView = z.object({ id: z.string(), organisation: z.string(), organisationName: z.string(), register: z.string(), registerTitle: z.string(), fields: z.array(z.object({ id: z.string(), title: z.string() })), purpose: z.string(), givenAt: instant, validUntil: instant, withdrawnAt: instant.nullable(), state: z.enum(['active', 'withdrawn', 'over']), erasure: z.object({ dueAt: instant, holders: z.int(), erased: z.int(), late: z.boolean() }).nullable().describe('删除: systems that were handed her data under it, and how many have confirmed that it is gone'), version: z.int() });
export const consentChoices = contract({
  name: 'privacy.consentChoices', method: 'GET', path: '/api/my/consents/choices', audience: 'citizen', summary: '可授权使用的本人信息；请求单位的名称', input: z.object({ organisation: z.string().max(18).optional() }),
  output: z.object({ organisationName: z.string().nullable(), registers: z.array(z.object({ id: z.string(), title: z.string(), fields: z.array(z.object({ id: z.string(), title: z.string() })) })) }),
});
export const giveConsent = contract({
  name: 'privacy.giveConsent', method: 'POST', path: '/api/my/consents', audience: 'citizen', summary: '同意某单位为某一目的使用本人信息',
  input: z.object({ organisation: z.string().length(18), register: z.string().max(60), fields: z.array(z.string().max(40)).min(1).max(40), purpose: words(4, 200), days: z.int().min(1).max(366) }), output: z.object({ id: z.string(), version: z.int() }), errors: ['privacy.invalid'],
});
export const listConsents = contract({ name: 'privacy.listConsents', method: 'GET', path: '/api/my/consents', audience: 'citizen', summary: '我的同意', input: z.object({}), output: z.object({ consents: z.array(consentView) }) });
export const withdrawConsent = contract({
  name: 'privacy.withdrawConsent', method: 'POST', path: '/api/my/consents/:consentId/withdrawal', audience: 'citizen', summary: '撤回同意，即时生效', input: z.object({ consentId: z.uuid(), ...change }), output: done, errors: ['privacy.stale', 'privacy.ended', 'privacy.notFound'],
});
export const consentsForUs = contract({ name: 'privacy.consentsForUs', method: 'GET', path: '/api/desk/data-security/consents', audience: 'officer', permission: 'registers.view', summary: '本单位获得的同意', input: z.object({}), output: z.object({ total: z.int(), byPurpose: z.array(z.object({ purpose: z.string(), register: z.string(), active: z.int(), withdrawn: z.int() })) }) });

const objectionView = z.object({
  id: z.string(), person: z.string(), organisation: z.string(), organisationName: z.string(), words: z.string(), state: z.enum(['open', 'upheld', 'rejected']), answer: z.string().nullable(), answeredBy: z.string().nullable(), at: instant, version: z.int(),
  dueOn: z.iso.date().nullable().describe('答复期限; null where the calendar is not out yet'), late: z.boolean().describe('still open after that day'),
  correction: z.object({ registerTitle: z.string(), fieldTitle: z.string(), was: z.string(), proposed: z.string() }).nullable().describe('更正: of one fact; upheld, the register follows') });
export const object = contract({
  name: 'privacy.object', method: 'POST', path: '/api/my/objections', audience: 'citizen', summary: '对个人信息的使用提出异议', input: z.object({ organisation: z.string().length(18), words: words(4, 500) }), output: z.object({ id: z.string() }), errors: ['privacy.invalid'],
});
export const myObjections = contract({ name: 'privacy.myObjections', method: 'GET', path: '/api/my/objections', audience: 'citizen', summary: '我的异议', input: z.object({}), output: z.object({ objections: z.array(objectionView) }) });
export const listObjections = contract({ name: 'privacy.listObjections', method: 'GET', path: '/api/desk/data-security/objections', audience: 'officer', permission: 'privacy.view', summary: '个人信息异议', input: z.object({}), output: z.object({ objections: z.array(objectionView) }) });
export const answerObjection = contract({
  name: 'privacy.answerObjection', method: 'POST', path: '/api/desk/data-security/objections/:objectionId/answer', audience: 'officer', permission: 'privacy.handle', summary: '答复异议',
  input: z.object({ objectionId: z.uuid(), upheld: z.boolean(), answer: words(4, 500), ...change }), output: done, errors: ['privacy.stale', 'privacy.ended', 'privacy.notFound'],
});

// ---- 我的数据
const fieldOfRecord = { register: z.string().max(60), recordId: z.uuid(), field: z.string().max(40) };
export const myData = contract({
  name: 'privacy.myData', method: 'GET', path: '/api/my/data', audience: 'citizen', summary: '政府掌握的本人信息：内容、来源、使用情况', input: z.object({}),
  output: z.object({
    registers: z.array(z.object({
      id: z.string(), title: z.string(), authority: z.string().nullable(), purposes: z.array(z.string()),
      records: z.array(z.object({ id: z.string(), version: z.int(), source: z.string(), recordedAt: instant, fields: z.array(z.object({ id: z.string(), title: z.string(), value: z.string(), correctable: z.boolean() })) })),
      looks: z.object({ times: z.int(), bodies: z.int(), lastAt: instant.nullable() }),
    })),
    looksDays: z.int(), consents: z.int().describe('in force'),
  }),
});
export const correctionForm = contract({
  name: 'privacy.correctionForm', method: 'GET', path: '/api/my/data/correction', audience: 'citizen', summary: '申请更正一项本人信息：现有内容与可选值', input: z.object(fieldOfRecord),
  output: z.object({ registerTitle: z.string(), title: z.string(), type: z.string(), was: z.string(), options: z.array(z.object({ value: z.string(), label: z.string() })), answeredBy: z.string().nullable() }), errors: ['privacy.invalid', 'privacy.notFound'],
});
export const askCorrection = contract({
  name: 'privacy.askCorrection', method: 'POST', path: '/api/my/data/corrections', audience: 'citizen', summary: '申请更正本人信息（个人信息保护法第四十六条）', input: z.object({ ...fieldOfRecord, proposed: z.string().trim().min(1).max(500), words: words(4, 500).describe('why, by what proof') }), output: z.object({ id: z.string() }),
  errors: ['privacy.invalid', 'privacy.notFound', 'privacy.valueWrong', 'privacy.nothingToCorrect', 'privacy.correctionOpen'],
});

const outcome = z.object({ count: z.int().nullable().describe('null: too few to be told'), groups: z.array(z.object({ group: z.int(), count: z.int().nullable(), sum: z.int().nullable() })), initiatorRows: z.int(), responderRows: z.int() });
const signed = z.object({ text: z.string().max(20_000), signature: z.string().max(400).regex(/^[A-Za-z0-9+/]*={0,2}$/) });
const terms = z.object({
  purpose: z.string(), legalBasis: z.string(), what: z.enum(['count', 'grouped']), identifier: z.string(), groups: z.array(z.string()), value: z.string().nullable(), rowsMin: z.int(), rowsMax: z.int(), least: z.int(), runsPerDay: z.int(), validTo: instant,
});
/** Which of our own rows take part; never leaves this house. */
const dataset = z.object({ register: z.string().max(60), field: z.string().max(40), group: z.object({ field: z.string().max(40), values: z.array(z.string().max(60)).min(1).max(15) }).optional(), value: z.string().max(40).optional(), where: z.array(filter).max(5).default([]) });
export const computingHouse = contract({ name: 'privacy.computingHouse', method: 'GET', path: '/api/desk/data-security/house', audience: 'officer', permission: 'data.manage', summary: '本方名称与签名公钥', input: z.object({}), output: z.object({ name: z.string(), publicKey: z.string(), peers: z.array(z.object({ id: z.string(), url: z.string(), name: z.string(), joined: z.boolean().describe('by the exchange: agreements go there by themselves') })) }) });
export const addPeer = contract({ name: 'privacy.addPeer', method: 'POST', path: '/api/desk/data-security/peers', audience: 'officer', permission: 'data.manage', summary: '登记计算伙伴', input: z.object({ id: words(1, 100), url: z.url({ protocol: /^https?$/ }).max(200), publicKey: z.string().max(200) }), output: done, errors: ['privacy.invalid'] });
export const proposeAgreement = contract({
  name: 'privacy.proposeAgreement', method: 'POST', path: '/api/desk/data-security/agreements', audience: 'officer', permission: 'data.manage', summary: '拟定并签署联合计算协议（发起方）',
  input: z.object({
    peer: z.string().max(100), purpose: words(4, 300), legalBasis: words(4, 300), what: z.enum(['count', 'grouped']), identifier: words(1, 60), groups: z.array(words(1, 40)).max(15).default([]), value: z.string().max(60).nullable().default(null),
    rowsMin: z.int().min(20).max(1_000_000).default(100), rowsMax: z.int().min(20).max(1_000_000).default(200_000), least: z.int().min(5).max(1000).default(5), runsPerDay: z.int().min(1).max(24).default(2), days: z.int().min(1).max(366), dataset,
  }),
  output: signed.extend({ id: z.string(), sent: z.boolean().describe('over the line of the exchange; otherwise an officer carries text and signature') }), errors: ['privacy.notFound', 'privacy.invalid'],
});
export const acceptAgreement = contract({ name: 'privacy.acceptAgreement', method: 'POST', path: '/api/desk/data-security/agreements/acceptance', audience: 'officer', permission: 'data.manage', summary: '核验并签署对方拟定的协议（应答方）', input: signed.extend({ dataset }), output: z.object({ id: z.string(), signature: z.string() }), errors: ['privacy.signatureWrong', 'privacy.invalid'] });
export const confirmAgreement = contract({ name: 'privacy.confirmAgreement', method: 'POST', path: '/api/desk/data-security/agreements/:agreementId/confirmation', audience: 'officer', permission: 'data.manage', summary: '收录对方签名，协议生效', input: z.object({ agreementId: z.uuid(), signature: signed.shape.signature }), output: done, errors: ['privacy.signatureWrong', 'privacy.agreementUnknown'] });
export const answerProposal = contract({
  name: 'privacy.answerProposal', method: 'POST', path: '/api/desk/data-security/proposals/:agreementId/answer', audience: 'officer', permission: 'data.manage', summary: '对方经级联线路送来的协议：签署，或说明理由不予签署',
  input: z.object({ agreementId: z.uuid(), dataset: dataset.optional().describe('which of our rows take part: signs'), why: words(2, 300).optional().describe('without a data set: why it is not signed') }), output: done, errors: ['privacy.signatureWrong', 'privacy.invalid', 'privacy.agreementUnknown', 'privacy.ended', 'privacy.lineEnded'],
});
export const endAgreement = contract({ name: 'privacy.endAgreement', method: 'POST', path: '/api/desk/data-security/agreements/:agreementId/end', audience: 'officer', permission: 'data.manage', summary: '终止协议', input: z.object({ agreementId: z.uuid() }), output: done, errors: ['privacy.agreementUnknown'] });
export const startRun = contract({ name: 'privacy.startRun', method: 'POST', path: '/api/desk/data-security/agreements/:agreementId/runs', audience: 'officer', permission: 'data.manage', summary: '发起一次联合计算', input: z.object({ agreementId: z.uuid() }), output: z.object({ runId: z.string() }), errors: ['privacy.agreementUnknown', 'privacy.runsUsed'] });
export const listAgreements = contract({
  name: 'privacy.listAgreements', method: 'GET', path: '/api/desk/data-security/agreements', audience: 'officer', permission: 'data.manage', summary: '联合计算协议与结果', input: z.object({}),
  output: z.object({
    agreements: z.array(z.object({
      id: z.string(), peer: z.string(), peerName: z.string(), joined: z.boolean(), initiates: z.boolean(), purpose: z.string(), what: z.enum(['count', 'grouped']), groups: z.array(z.string()), digest: z.string(), state: z.enum(['proposed', 'active', 'refused', 'over']), validTo: instant, terms,
      dataset: z.object({ register: z.string(), field: z.string(), group: z.string().nullable(), value: z.string().nullable() }).describe('of our own rows, in words'),
      text: z.string(), signature: z.string().describe('ours'), signedBy: z.string(), refusedWhy: z.string().nullable(),
      runs: z.array(z.object({ id: z.string(), at: instant, endedAt: instant.nullable(), by: z.string(), state: z.enum(['running', 'done', 'refused']), why: z.string().nullable(), outcome: outcome.nullable() })),
    })),
    proposals: z.array(z.object({ id: z.string(), peer: z.string(), peerName: z.string(), at: instant, terms })).describe('of other houses, waiting for our signature'),
  }),
});

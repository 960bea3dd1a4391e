/** 公共数据开放: the open portal for everybody, keys and requests of those who sign in, releases at the desk. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{1,79}$/);
const instant = z.string();
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const text = z.object({ zh: z.string(), en: z.string() });
const codeNames = z.record(z.string(), z.record(z.string(), z.string())).describe('names of codes in these rows, by column');
const facet = z.array(z.object({ id: z.string(), title: z.string(), count: z.int() }));
const limit = z.coerce.number().int().min(1).max(100).default(20);
const offset = z.coerce.number().int().min(0).max(1_000_000).default(0);
const word = z.string().max(80).optional();

export const setSummary = z.object({
  name: z.string(), title: z.string(), description: z.string(), organisation: z.string(), theme: z.string(), themeTitle: z.string(), formats: z.array(z.string()), cycle: z.string(), tags: z.array(z.string()), rows: z.int(), version: z.int(), conditional: z.boolean(),
  issuedAt: instant, modifiedAt: instant,
});
export const searchSets = contract({
  name: 'open.searchSets', method: 'GET', path: '/api/open/sets', audience: 'public', summary: '检索开放数据集',
  input: z.object({ q: z.string().max(200).default(''), theme: word, department: word, format: word, cycle: word, tag: word, sort: z.enum(['relevance', 'modified', 'title']).optional(), limit, offset }),
  output: z.object({ sets: z.array(setSummary), total: z.int(), by: z.enum(['all', 'words', 'some']), facets: z.object({ theme: facet, department: facet, format: facet, cycle: facet, tag: facet }) }),
});
export const column = z.object({ id: z.string(), title: z.string(), type: z.string(), standard: z.string().nullable(), unit: z.string().nullable(), filled: z.int(), codes: z.array(z.object({ code: z.string(), name: z.string() })) });
const accessState = z.enum(['asked', 'granted', 'refused', 'revoked', 'ended']);
const checkView = z.object({ id: z.string(), passed: z.boolean(), words: z.string() });
const releaseView = z.object({ version: z.int(), at: instant, digest: z.string(), rows: z.int(), proposedBy: z.string(), approvedBy: z.string(), note: z.string().nullable(), entryId: z.string() });
export const setView = setSummary.extend({
  id: z.string(), titles: text, standard: z.string().nullable(), note: z.string().nullable(), period: z.string().nullable(), entry: z.string().nullable(), licence: z.object({ title: z.string(), url: z.string() }), digest: z.string(), bytes: z.number(),
  columns: z.array(column), checks: z.array(checkView), completeness: z.number().describe('share of cells that are filled, 0 to 1'), chart: z.object({ label: z.string(), value: z.string() }).nullable(), geometry: z.boolean(),
  access: z.object({ conditional: z.boolean(), condition: z.string().nullable(), mayRead: z.boolean(), own: z.object({ state: accessState, until: z.string(), reason: z.string().nullable() }).nullable() }),
  resources: z.array(z.object({ id: z.string(), format: z.string(), mediaType: z.string(), path: z.string(), bytes: z.number().nullable() })), releases: z.array(releaseView), use: z.object({ view: z.number(), download: z.number(), api: z.number() }),
});
export const getSet = contract({ name: 'open.getSet', method: 'GET', path: '/api/open/sets/:name', audience: 'public', summary: '开放数据集详情', input: z.object({ name }), output: setView, errors: ['open.notFound'] });
export const findRows = contract({
  name: 'open.findRows', method: 'GET', path: '/api/open/sets/:name/rows', audience: 'public', summary: '数据查询：字段、运算符、值',
  input: z.object({
    name, filters: z.string().max(4000).default('[]').describe('JSON: [{ field, op, value }], op: eq ne lt le gt ge contains in'), q: z.string().max(200).default(''), sort: z.string().max(60).optional().describe('field, -field'),
    limit: z.coerce.number().int().min(1).max(1000).default(20), offset, geometry: z.coerce.boolean().default(false),
  }),
  output: z.object({ total: z.int().nullable(), rows: z.array(z.record(z.string(), cell)), shapes: z.array(z.object({ key: z.string(), label: z.string(), geometry: z.unknown() })), version: z.int(), names: codeNames }),
  errors: ['open.notFound', 'open.unknownField', 'open.filterInvalid', 'open.accessNeeded'],
});
export const statistics = contract({
  name: 'open.statistics', method: 'GET', path: '/api/open/statistics', audience: 'public', summary: '开放情况统计', input: z.object({}),
  output: z.object({ sets: z.int(), rows: z.number(), organisations: z.int(), use: z.object({ view: z.number(), download: z.number(), api: z.number() }), themes: facet, top: z.array(z.object({ name: z.string(), title: z.string(), times: z.number() })), requests: z.object({ open: z.int(), answered: z.int() }) }),
});

// ---- API 密钥, 需求与反馈, 应用成果
const keyView = z.object({ id: z.string(), hint: z.string(), purpose: z.string(), createdAt: instant, endedAt: instant.nullable() });
export const listKeys = contract({ name: 'open.listKeys', method: 'GET', path: '/api/my/open/keys', audience: 'citizen', summary: '我的 API 密钥', input: z.object({}), output: z.object({ keys: z.array(keyView) }) });
export const makeKey = contract({
  name: 'open.makeKey', method: 'POST', path: '/api/my/open/keys', audience: 'citizen', summary: '申请 API 密钥', input: z.object({ purpose: z.string().trim().min(4).max(200) }),
  output: z.object({ id: z.string(), key: z.string().describe('shown once; only its digest is kept') }), errors: ['open.keysMany'],
});
export const endKey = contract({ name: 'open.endKey', method: 'POST', path: '/api/my/open/keys/:id/end', audience: 'citizen', summary: '停用 API 密钥', input: z.object({ id: z.uuid() }), output: z.object({ done: z.literal(true) }), errors: ['open.notFound'] });
// ---- 有条件开放
const accessView = z.object({
  id: z.string(), set: z.string(), title: z.string(), purpose: z.string(), use: z.enum(['research', 'business', 'public']), until: z.string(), state: accessState, askedAt: instant, dueOn: z.string().nullable(), decidedAt: instant.nullable(), decidedBy: z.string().nullable(), reason: z.string().nullable(),
  keyHint: z.string().nullable(), times: z.number(), lastUsedAt: instant.nullable(), version: z.int(),
});
export const askAccess = contract({
  name: 'open.askAccess', method: 'POST', path: '/api/my/open/access', audience: 'citizen', summary: '申请有条件开放的数据集',
  input: z.object({ set: name, purpose: z.string().trim().min(10).max(500), use: z.enum(['research', 'business', 'public']), until: z.iso.date() }), output: z.object({ id: z.string(), dueOn: z.string().nullable() }),
  errors: ['open.notFound', 'open.notConditional', 'open.untilInvalid', 'open.accessUnderWay'],
});
export const listAccess = contract({ name: 'open.listAccess', method: 'GET', path: '/api/my/open/access', audience: 'citizen', summary: '我的有条件开放申请', input: z.object({}), output: z.object({ access: z.array(accessView) }) });
/** 删除通知: of a set that was withdrawn, or of one's own access to it. */
export const listErasures = contract({
  name: 'open.listErasures', method: 'GET', path: '/api/my/open/erasures', audience: 'citizen', summary: '我须删除的已收回数据', input: z.object({}),
  output: z.object({ erasures: z.array(z.object({ id: z.uuid(), title: z.string(), reason: z.string(), at: instant, dueAt: instant, late: z.boolean(), erasedAt: instant.nullable(), notice: z.string(), signature: z.string().describe('SM2 of the house over the notice, base64') })) }),
});
export const confirmErasure = contract({
  name: 'open.confirmErasure', method: 'POST', path: '/api/my/open/erasures/:id/confirm', audience: 'citizen', summary: '确认已删除副本', input: z.object({ id: z.uuid() }), output: z.object({ done: z.literal(true) }), errors: ['open.notFound'],
});
export const makeAccessKey = contract({
  name: 'open.makeAccessKey', method: 'POST', path: '/api/my/open/access/:id/key', audience: 'citizen', summary: '领取（更换）获准申请的密钥', input: z.object({ id: z.uuid() }),
  output: z.object({ id: z.string(), key: z.string().describe('shown once; opens this one set for this one purpose') }), errors: ['open.notFound', 'open.accessNeeded'],
});

const requestKind = z.enum(['data', 'error', 'suggestion']);
const requestView = z.object({ id: z.string(), kind: requestKind, set: z.string().nullable(), title: z.string(), body: z.string(), askedAt: instant, dueOn: z.string().nullable(), state: z.enum(['open', 'answered', 'closed']), answer: z.string().nullable(), answeredBy: z.string().nullable(), answeredAt: instant.nullable(), published: z.boolean(), version: z.int() });
export const ask = contract({
  name: 'open.ask', method: 'POST', path: '/api/my/open/requests', audience: 'citizen', summary: '提出数据需求或反馈',
  input: z.object({ kind: requestKind, set: name.optional(), title: z.string().trim().min(2).max(80), body: z.string().trim().min(4).max(2000) }), output: z.object({ id: z.string(), dueOn: z.string().nullable() }), errors: ['open.notFound'],
});
export const listRequests = contract({
  name: 'open.listRequests', method: 'GET', path: '/api/open/requests', audience: 'public', summary: '已答复并公开的需求与反馈，以及本人提出的', input: z.object({ set: name.optional(), mine: z.enum(['1']).optional() }), output: z.object({ requests: z.array(requestView) }),
});
const showcaseView = z.object({ id: z.string(), title: z.string(), summary: z.string(), url: z.string().nullable(), sets: z.array(z.string()), by: z.string(), at: instant, state: z.enum(['waiting', 'shown', 'refused']), version: z.int() });
export const listShowcases = contract({ name: 'open.listShowcases', method: 'GET', path: '/api/open/showcases', audience: 'public', summary: '应用成果', input: z.object({}), output: z.object({ showcases: z.array(showcaseView) }) });
export const offerShowcase = contract({
  name: 'open.offerShowcase', method: 'POST', path: '/api/my/open/showcases', audience: 'citizen', summary: '提交应用成果',
  input: z.object({ title: z.string().trim().min(2).max(80), summary: z.string().trim().min(4).max(1000), url: z.url({ protocol: /^https?$/ }).max(300).optional(), sets: z.array(name).min(1).max(10) }), output: z.object({ id: z.string() }), errors: ['open.notFound'],
});

// ---- 工作台
const desk = '/api/desk/open-data';
const view = { audience: 'officer', permission: 'open-data.view' } as const;
const propose = { audience: 'officer', permission: 'open-data.propose' } as const;
const manage = { audience: 'officer', permission: 'open-data.manage' } as const;
const setState = z.enum(['draft', 'building', 'waiting', 'open', 'withdrawn']);
export const deskSet = z.object({ name: z.string(), title: z.string(), organisation: z.string(), origin: z.enum(['content', 'desk']), state: setState, currentVersion: z.int(), proposedBy: z.string().nullable(), note: z.string().nullable(), failed: z.array(z.string()), updatedAt: instant, version: z.int() });
export const listDeskSets = contract({ name: 'open.listDeskSets', method: 'GET', path: `${desk}/sets`, ...view, summary: '开放数据集管理', input: z.object({ state: setState.optional(), text: z.string().max(60).default(''), limit: z.coerce.number().int().min(1).max(500).default(200) }), output: z.object({ sets: z.array(deskSet) }) });
export const getDeskSet = contract({
  name: 'open.getDeskSet', method: 'GET', path: `${desk}/sets/:name`, ...view, summary: '开放数据集的发布检查与版本', input: z.object({ name }),
  output: deskSet.extend({ definition: z.record(z.string(), z.unknown()), build: z.object({ id: z.string(), rows: z.int(), bytes: z.number(), digest: z.string(), builtAt: instant, checks: z.array(checkView), columns: z.array(column) }).nullable(), preview: z.array(z.record(z.string(), cell)), names: codeNames, releases: z.array(releaseView), mayDecide: z.boolean() }),
  errors: ['open.notFound'],
});
export const createSet = contract({
  name: 'open.createSet', method: 'POST', path: `${desk}/sets`, ...propose, summary: '新建开放数据集',
  input: z.object({
    name, title: z.string().trim().min(2).max(100), description: z.string().trim().min(4).max(1000), register: z.string().max(80), fields: z.array(z.string().max(40)).min(1).max(100), masks: z.record(z.string(), z.string()).default({}), theme: z.string().max(40),
    cycle: z.enum(['real-time', 'daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'irregular']), tags: z.array(z.string().max(30)).max(20).default([]), quasiIdentifiers: z.array(z.string().max(40)).max(6).default([]),
    condition: z.string().trim().min(4).max(200).optional().describe('有条件开放的条件'),
  }),
  output: z.object({ name: z.string(), version: z.int() }), errors: ['open.nameTaken', 'open.definitionInvalid'],
});
const versioned = z.object({ name, version: z.int() });
export const proposeRelease = contract({ name: 'open.proposeRelease', method: 'POST', path: `${desk}/sets/:name/propose`, ...propose, summary: '提请发布：生成数据并检查', input: versioned, output: z.object({ version: z.int() }), errors: ['open.stale', 'open.wrongState'] });
export const decideRelease = contract({
  name: 'open.decideRelease', method: 'POST', path: `${desk}/sets/:name/decide`, ...manage, summary: '审核发布（第二人）', input: versioned.extend({ agreed: z.boolean(), note: z.string().trim().max(500).optional() }), output: z.object({ state: setState, currentVersion: z.int(), version: z.int() }),
  errors: ['open.stale', 'open.wrongState', 'open.ownProposal', 'open.checksFailed'],
});
export const withdrawSet = contract({ name: 'open.withdrawSet', method: 'POST', path: `${desk}/sets/:name/withdraw`, ...manage, summary: '撤回', input: versioned.extend({ reason: z.string().trim().min(2).max(200) }), output: z.object({ version: z.int() }), errors: ['open.stale', 'open.wrongState'] });
export const listDeskRequests = contract({ name: 'open.listDeskRequests', method: 'GET', path: `${desk}/requests`, ...view, summary: '需求与反馈', input: z.object({ state: z.enum(['open', 'answered', 'closed']).default('open') }), output: z.object({ requests: z.array(requestView), showcases: z.array(showcaseView) }) });
export const answerRequest = contract({ name: 'open.answerRequest', method: 'POST', path: `${desk}/requests/:id/answer`, ...manage, summary: '答复', input: z.object({ id: z.uuid(), version: z.int(), answer: z.string().trim().min(2).max(2000), publish: z.boolean().default(true) }), output: z.object({ version: z.int() }), errors: ['open.stale', 'open.notFound'] });
export const decideShowcase = contract({ name: 'open.decideShowcase', method: 'POST', path: `${desk}/showcases/:id/decide`, ...manage, summary: '审核应用成果', input: z.object({ id: z.uuid(), version: z.int(), shown: z.boolean() }), output: z.object({ version: z.int() }), errors: ['open.stale', 'open.notFound'] });

// ---- 有条件开放的审批
export const listDeskAccess = contract({ name: 'open.listDeskAccess', method: 'GET', path: `${desk}/access`, ...view, summary: '有条件开放的申请', input: z.object({ state: accessState.optional() }), output: z.object({ access: z.array(accessView.extend({ applicant: z.string() })) }) });
const grant = z.object({ id: z.uuid(), version: z.int() });
export const erasuresOfSet = contract({
  name: 'open.erasuresOfSet', method: 'GET', path: `${desk}/sets/:name/erasures`, ...view, summary: '数据集收回后的删除情况', input: z.object({ name: z.string().max(100) }),
  output: z.object({ erasures: z.array(z.object({ id: z.uuid(), reason: z.string(), at: instant, dueAt: instant, holders: z.array(z.object({ name: z.string(), told: z.int(), erasedAt: instant.nullable() })) })) }),
});
export const decideAccess = contract({
  name: 'open.decideAccess', method: 'POST', path: `${desk}/access/:id/decide`, ...manage, summary: '审批有条件开放申请', input: grant.extend({ granted: z.boolean(), reason: z.string().trim().max(300).optional() }), output: z.object({ version: z.int() }),
  errors: ['open.notFound', 'open.stale', 'open.wrongState', 'open.reasonMissing'],
});
export const revokeAccess = contract({
  name: 'open.revokeAccess', method: 'POST', path: `${desk}/access/:id/revoke`, ...manage, summary: '撤销使用授权（立即生效）', input: grant.extend({ reason: z.string().trim().min(4).max(300) }), output: z.object({ version: z.int() }), errors: ['open.notFound', 'open.stale', 'open.wrongState'],
});

// ---- 外部数据集: other catalogues' DCAT
const harvestView = z.object({ id: z.string(), title: z.string(), url: z.string(), state: z.enum(['active', 'ended']), sets: z.int(), lastAt: instant.nullable(), lastError: z.string().nullable(), nextAt: instant, version: z.int(), by: z.string() });
export const listHarvests = contract({ name: 'open.listHarvests', method: 'GET', path: `${desk}/harvests`, ...view, summary: '收割源', input: z.object({}), output: z.object({ harvests: z.array(harvestView) }) });
export const addHarvest = contract({
  name: 'open.addHarvest', method: 'POST', path: `${desk}/harvests`, ...manage, summary: '登记收割源（DCAT 目录地址）', input: z.object({ title: z.string().trim().min(2).max(80), url: z.url({ protocol: /^https?$/ }).max(300) }), output: z.object({ id: z.string() }), errors: ['open.harvestKnown'],
});
export const harvestNow = contract({ name: 'open.harvestNow', method: 'POST', path: `${desk}/harvests/:id/run`, ...manage, summary: '立即收割', input: z.object({ id: z.uuid() }), output: z.object({ planned: z.literal(true) }), errors: ['open.harvestUnknown'] });
export const endHarvest = contract({ name: 'open.endHarvest', method: 'POST', path: `${desk}/harvests/:id/end`, ...manage, summary: '停止收割，撤下其数据集', input: z.object({ id: z.uuid(), version: z.int() }), output: z.object({ version: z.int() }), errors: ['open.harvestUnknown', 'open.stale'] });
export const searchForeign = contract({
  name: 'open.searchForeign', method: 'GET', path: '/api/open/foreign', audience: 'public', summary: '检索从其他平台收割的数据集', input: z.object({ q: z.string().max(200).default(''), source: z.uuid().optional(), limit, offset }),
  output: z.object({
    total: z.int(), sources: z.array(z.object({ id: z.string(), title: z.string(), url: z.string(), sets: z.int() })),
    sets: z.array(z.object({ iri: z.string(), title: z.string(), description: z.string(), publisher: z.string().nullable(), keywords: z.array(z.string()), page: z.string().nullable(), licence: z.string().nullable(), changedOn: z.string().nullable(), source: z.string(), seenAt: instant, files: z.array(z.object({ title: z.string().nullable(), format: z.string().nullable(), url: z.string() })) })),
  }),
});

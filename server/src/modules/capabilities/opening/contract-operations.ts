/** 能力接口: what a department's system may call once its application is granted. Paths `/api/open/v1/…`, client credentials. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const machine = { method: 'POST', audience: 'machine' } as const;
const refusals = ['opening.notSubscribed', 'opening.over', 'opening.suspended', 'opening.retired', 'opening.rateUsed', 'opening.quotaUsed'];
const document = z.base64().min(4).max(900_000).describe('OFD 文件，base64，至多 660 KB');
const reference = z.string().trim().min(2).max(100).describe('用途：办件编号或业务说明，记入个人信息使用记录');
const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/).describe('统一社会信用代码');
const identityNumber = z.string().regex(/^\d{17}[\dX]$/).describe('公民身份号码');
const digest = z.string().regex(/^[0-9a-f]{64}$/).describe('SM3，十六进制');

export const verifyIdentity = contract({ ...machine, name: 'open.verifyIdentity', path: '/api/open/v1/identity/person', summary: '实名核验：姓名与身份号码是否一致，只答是否', input: z.object({ name: z.string().trim().min(1).max(50), identityNumber, reference }), output: z.object({ matches: z.boolean() }), errors: refusals });
export const verifyEnterprise = contract({ ...machine, name: 'open.verifyEnterprise', path: '/api/open/v1/identity/enterprise', summary: '市场主体核验：代码与名称是否一致、是否存续', input: z.object({ creditCode, name: z.string().trim().min(1).max(200) }), output: z.object({ found: z.boolean(), matches: z.boolean(), inBusiness: z.boolean() }), errors: refusals });
export const verifyDocument = contract({ ...machine, name: 'open.verifyDocument', path: '/api/open/v1/seals/verify', summary: '电子签章验证（GB/T 38540）', input: z.object({ document }), output: z.object({ verdict: z.string(), trusted: z.boolean(), pages: z.int(), signatures: z.array(z.object({ seal: z.string().nullable(), state: z.string(), trusted: z.boolean(), signedAt: z.string().nullable() })) }), errors: refusals });
export const sealDocument = contract({ ...machine, name: 'open.sealDocument', path: '/api/open/v1/seals/seal', summary: '以本单位启用的电子印章签章', input: z.object({ document, page: z.int().min(1).max(500).default(1), x: z.number().min(0).max(2000), y: z.number().min(0).max(2000), purpose: z.string().trim().min(2).max(200) }), output: z.object({ document: z.base64(), digest }), errors: [...refusals, 'opening.noSeal', 'opening.notOfd'] });
export const verifyLicence = contract({ ...machine, name: 'open.verifyLicence', path: '/api/open/v1/licences/verify', summary: '电子证照核验：凭核验码', input: z.object({ code: z.string().min(8).max(200) }), output: z.object({ found: z.boolean(), valid: z.boolean(), name: z.string().nullable(), number: z.string().nullable(), holder: z.string().nullable(), validTo: z.string().nullable(), stateWords: z.string() }), errors: refusals });
export const sendMessage = contract({ ...machine, name: 'open.sendMessage', path: '/api/open/v1/messages/send', summary: '向办事人、企业发送部门通知', input: z.object({ to: z.union([creditCode, identityNumber]), title: z.string().trim().min(2).max(60), text: z.string().trim().min(2).max(500) }), output: z.object({ messages: z.int() }), errors: [...refusals, 'opening.partyUnknown'] });
export const decide = contract({ ...machine, name: 'open.decide', path: '/api/open/v1/rules/decide', summary: '规则决策：按已发布的决策表给出结论和所中规则', input: z.object({ decision: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/), inputs: z.record(z.string().max(60), z.json()) }), output: z.object({ value: z.json(), rules: z.array(z.string()), warnings: z.int().describe('缺少的或类型不符的输入') }), errors: [...refusals, 'opening.decisionUnknown'] });
export const workingDay = contract({ ...machine, name: 'open.workingDay', path: '/api/open/v1/calendar/working-day', summary: '工作日计算：某日起第 n 个工作日', input: z.object({ from: z.iso.date(), days: z.int().min(0).max(500) }), output: z.object({ date: z.iso.date() }), errors: [...refusals, 'content.calendarUnknown'] });
export const locate = contract({ ...machine, name: 'open.locate', path: '/api/open/v1/places/locate', summary: '地图定位：一点所在的面（行政区域、规划用地等开放图层）', input: z.object({ layer: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/), longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90) }), output: z.object({ features: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()) })) }), errors: [...refusals, 'places.unknownLayer'] });
export const keepEvidence = contract({ ...machine, name: 'open.keepEvidence', path: '/api/open/v1/evidence/keep', summary: '存证：摘要写入可信账本', input: z.object({ digest, subject: z.string().trim().regex(/^[\w.:/-]{2,120}$/) }), output: z.object({ entryId: z.string() }), errors: refusals });
export const evidenceReceipt = contract({ ...machine, name: 'open.evidenceReceipt', path: '/api/open/v1/evidence/receipt', summary: '取存证回执：可离线验证', input: z.object({ entryId: z.uuid() }), output: z.object({ receipt: z.looseObject({}) }), errors: [...refusals, 'ledger.notYetSequenced'] });

/** Every operation by the name that content uses. */
export const operations = { verifyIdentity, verifyEnterprise, verifyDocument, sealDocument, verifyLicence, sendMessage, decide, workingDay, locate, keepEvidence, evidenceReceipt } as const;
export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as [OperationName, ...OperationName[]];

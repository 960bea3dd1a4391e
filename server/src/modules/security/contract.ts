/** 安全: whole-course trace, use of personal data, evidence, cryptography. */
import { z } from 'zod';
import { contract } from '../../kernel/contract/index.ts';

const cursor = z.string().max(200).optional();
const limit = z.coerce.number().int().min(1).max(100).default(50);
const instant = z.string();
const base64 = z.string().max(1_400_000).regex(/^[A-Za-z0-9+/]*={0,2}$/);
const step = z.object({ name: z.string(), ok: z.boolean().nullable().describe('null: could not be judged'), words: z.string() });

export const listTraces = contract({
  name: 'security.listTraces', method: 'GET', path: '/api/desk/audit/traces', audience: 'officer', permission: 'audit.view', summary: '审计：全程操作留痕',
  input: z.object({
    accountId: z.uuid().optional(), subject: z.string().max(64).optional().describe('case, record, task …'), contract: z.string().max(100).optional(),
    from: z.iso.datetime().optional(), to: z.iso.datetime().optional(), cursor, limit,
  }),
  output: z.object({
    traces: z.array(z.object({ id: z.string(), at: instant, actorKind: z.string(), accountId: z.string().nullable(), actor: z.string(), organisation: z.string().nullable(), organisationName: z.string().nullable(), contract: z.string(), subject: z.string().nullable(), outcome: z.string(), requestId: z.string() })),
    next: z.string().nullable(),
  }),
});

export const privacyOverview = contract({
  name: 'security.privacyOverview', method: 'GET', path: '/api/desk/privacy', audience: 'officer', permission: 'privacy.view', summary: '个人信息使用情况',
  input: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
  output: z.object({
    totals: z.object({ looks: z.int(), people: z.int(), officials: z.int(), capped: z.boolean() }),
    organisations: z.array(z.object({ code: z.string(), name: z.string(), looks: z.int(), people: z.int() })),
    registers: z.array(z.object({ register: z.string(), title: z.string(), looks: z.int() })),
    purposes: z.array(z.object({ kind: z.enum(['case', 'consent', 'duty']), looks: z.int() })),
    byDay: z.array(z.object({ day: z.string(), looks: z.int() })),
    unusual: z.array(z.object({ accountId: z.string(), name: z.string(), organisation: z.string(), people: z.int(), usual: z.number(), day: z.string() })).describe('official who looked at many more people on a day than officials of her body do'),
  }),
});

export const listAccesses = contract({
  name: 'security.listAccesses', method: 'GET', path: '/api/desk/privacy/accesses', audience: 'officer', permission: 'privacy.view', summary: '个人信息访问记录：谁、何时、为何查看',
  input: z.object({ organisation: z.string().max(18).optional(), accountId: z.uuid().optional(), cursor, limit }),
  output: z.object({ accesses: z.array(z.object({ id: z.string(), at: instant, who: z.string(), organisation: z.string(), register: z.string(), registerTitle: z.string(), fields: z.array(z.string()).describe('by their titles'), purposeKind: z.string(), purpose: z.string(), subject: z.string().nullable() })), next: z.string().nullable() }),
});

export const getEvidence = contract({
  name: 'security.getEvidence', method: 'GET', path: '/api/evidence/:entryId', audience: 'anyone', summary: '存证回执（当事人、审计人员）',
  input: z.object({ entryId: z.uuid() }), output: z.looseObject({}), errors: ['ledger.entryNotFound', 'ledger.notYetSequenced'],
});

export const verifyEvidence = contract({
  name: 'security.verifyEvidence', method: 'POST', path: '/api/evidence/verify', audience: 'public', summary: '核验存证回执：逐步给出结论',
  input: z.object({ receipt: z.looseObject({}) }), output: z.object({ ok: z.boolean(), headAt: z.string().nullable(), steps: z.array(step) }),
});

export const evidenceState = contract({
  name: 'security.evidenceState', method: 'GET', path: '/api/evidence', audience: 'public', summary: '存证链状态：条目数、树头、签名证书',
  input: z.object({}), output: z.object({ size: z.int(), headAt: z.string().nullable(), checkpoint: z.string().nullable(), pendingSeconds: z.number(), certificates: z.array(z.string()).describe('DER of the signers, base64') }),
});

export const cryptoStatus = contract({
  name: 'security.cryptoStatus', method: 'GET', path: '/api/desk/crypto', audience: 'officer', permission: 'crypto.view', summary: '密码服务状态与自检（SM2、SM3、SM4 标准向量现场运行）',
  input: z.object({}),
  output: z.object({
    device: z.string(), fieldKeyVersion: z.int(),
    keys: z.array(z.object({ device: z.string(), algorithm: z.string(), state: z.string(), count: z.int() })),
    certificates: z.array(z.object({ role: z.string(), state: z.string(), count: z.int() })),
    ending: z.array(z.object({ id: z.string(), subject: z.string(), validTo: z.string() })).describe('within sixty days'),
    seals: z.array(z.object({ state: z.string(), count: z.int() })),
    selfTests: z.array(z.object({ name: z.string(), standard: z.string(), ok: z.boolean(), microseconds: z.number() })), healthy: z.boolean(),
  }),
});

export const digestBytes = contract({
  name: 'security.digest', method: 'POST', path: '/api/crypto/digest', audience: 'anyone', summary: '杂凑（SM3）', input: z.object({ message: base64 }), output: z.object({ digest: z.string().describe('hex') }), errors: ['security.cryptoForbidden'],
});
export const signBytes = contract({
  name: 'security.sign', method: 'POST', path: '/api/crypto/sign', audience: 'anyone', summary: '签名（SM2，本单位证书）', input: z.object({ certificateId: z.uuid(), message: base64 }),
  output: z.object({ signature: z.string().describe('raw r‖s, base64'), certificate: z.string() }), errors: ['security.cryptoForbidden', 'signing.certificateUnknown', 'signing.sealForbidden'],
});
export const verifyBytes = contract({
  name: 'security.verify', method: 'POST', path: '/api/crypto/verify', audience: 'anyone', summary: '验签（SM2，逐步结论）', input: z.object({ certificate: base64, message: base64, signature: base64 }),
  output: z.object({ valid: z.boolean(), steps: z.array(step) }), errors: ['security.cryptoForbidden'],
});
export const encryptBytes = contract({
  name: 'security.encrypt', method: 'POST', path: '/api/crypto/encrypt', audience: 'anyone', summary: '加密（SM4-CTR 与 HMAC-SM3，仅本单位可解）', input: z.object({ plaintext: base64, purpose: z.string().min(1).max(100) }), output: z.object({ ciphertext: z.string() }), errors: ['security.cryptoForbidden'],
});
export const decryptBytes = contract({
  name: 'security.decrypt', method: 'POST', path: '/api/crypto/decrypt', audience: 'anyone', summary: '解密（本单位所加密者）', input: z.object({ ciphertext: base64, purpose: z.string().min(1).max(100) }), output: z.object({ plaintext: z.string() }), errors: ['security.cryptoForbidden', 'security.notDecrypted'],
});

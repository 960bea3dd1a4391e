import { contract } from '@yiwang/server/kernel/contract';
import { z } from 'zod';

const words = z.string();
const instant = z.string();
const cursor = z.string().optional();

const trace = z.object({ id: z.string(), at: instant, actor: words, organisation: words, action: words, contract: z.string(), object: words, outcome: z.enum(['ok', 'refused', 'failed']), outcomeWords: words, address: z.string(), requestId: z.string(), milliseconds: z.number(), caseId: z.uuid().nullable() });

export const listTraces = contract({
  name: 'security.listTraces',
  method: 'GET',
  path: '/api/desk/audit',
  audience: 'officer',
  permission: 'audit.view',
  summary: '审计日志检索',
  input: z.object({ text: z.string().max(60).optional(), from: z.string().optional(), to: z.string().optional(), outcome: z.enum(['ok', 'refused', 'failed']).optional(), cursor }),
  output: z.object({ traces: z.array(trace), next: z.string().nullable() }),
});

const checkStep = z.object({ name: words, ok: z.boolean(), detail: words });

export const ledgerHead = contract({
  name: 'security.ledgerHead',
  method: 'GET',
  path: '/api/desk/ledger',
  audience: 'officer',
  permission: 'ledger.view',
  summary: '存证账本树头',
  input: z.object({}),
  output: z.object({ size: z.int(), root: z.string(), signedAt: instant, keyId: z.string(), algorithm: words, heads: z.array(z.object({ size: z.int(), root: z.string(), signedAt: instant })), kinds: z.array(z.object({ name: words, entries: z.int() })) }),
});
export const checkEvidence = contract({
  name: 'security.checkEvidence',
  method: 'POST',
  path: '/api/desk/ledger/check',
  audience: 'officer',
  permission: 'ledger.verify',
  summary: '核验存证：按条目号、办件编号或文件摘要',
  input: z.object({ by: z.enum(['entry', 'case', 'digest']), value: z.string().max(200) }),
  output: z.object({ found: z.boolean(), ok: z.boolean(), entry: z.object({ id: z.string(), index: z.int(), at: instant, kind: words, subject: words, digest: z.string() }).nullable(), steps: z.array(checkStep), proof: z.array(z.object({ side: z.enum(['left', 'right']), digest: z.string() })) }),
});

export const cryptoService = contract({
  name: 'security.cryptoService',
  method: 'GET',
  path: '/api/desk/crypto',
  audience: 'officer',
  permission: 'crypto.view',
  summary: '密码服务：密钥、证书、算法自检',
  input: z.object({}),
  output: z.object({
    device: z.object({ name: words, kind: words, state: words, note: words }),
    keys: z.array(z.object({ id: z.string(), use: words, algorithm: words, state: words, createdAt: instant, expiresAt: instant.nullable(), operations: z.int() })),
    certificates: z.array(z.object({ serial: z.string(), subject: words, issuer: words, notAfter: words, daysLeft: z.int() })),
    tests: z.array(z.object({ algorithm: words, standard: words, vector: words, ok: z.boolean(), microseconds: z.number() })),
    testedAt: instant,
    byDay: z.array(z.object({ day: words, sign: z.int(), verify: z.int(), encrypt: z.int() })),
  }),
});
export const runSelfTest = contract({ name: 'security.runSelfTest', method: 'POST', path: '/api/desk/crypto/self-test', audience: 'officer', permission: 'crypto.manage', summary: '密码算法自检', input: z.object({}), output: z.object({ ok: z.boolean() }) });

export const privacyOverview = contract({
  name: 'security.privacyOverview',
  method: 'GET',
  path: '/api/desk/privacy',
  audience: 'officer',
  permission: 'privacy.view',
  summary: '个人信息使用轨迹',
  input: z.object({ days: z.int().default(30) }),
  output: z.object({
    totals: z.object({ accesses: z.int(), persons: z.int(), officers: z.int(), withoutCase: z.int() }),
    organisations: z.array(z.object({ name: words, accesses: z.int(), persons: z.int(), withoutCase: z.int() })),
    purposes: z.array(z.object({ name: words, accesses: z.int() })),
    unusual: z.array(z.object({ at: instant, who: words, organisation: words, why: words, accesses: z.int() })),
  }),
});
export const listAccesses = contract({
  name: 'security.listAccesses',
  method: 'GET',
  path: '/api/desk/privacy/accesses',
  audience: 'officer',
  permission: 'privacy.view',
  summary: '谁查看了谁',
  input: z.object({ text: z.string().max(60).optional(), withoutCase: z.boolean().optional(), cursor }),
  output: z.object({ accesses: z.array(z.object({ id: z.string(), at: instant, who: words, organisation: words, person: words.describe('masked'), register: words, fields: z.array(words), purpose: words, caseNumber: z.string().nullable(), caseId: z.uuid().nullable() })), next: z.string().nullable() }),
});

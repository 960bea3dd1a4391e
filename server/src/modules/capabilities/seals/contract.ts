/** 电子印章、数字证书、电子签章. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const instant = z.string();
const sealId = z.uuid();
const version = z.int();
const cursor = z.uuid().optional();
const limit = z.coerce.number().int().min(1).max(100).default(20);

export const seal = z.object({
  id: z.uuid(), version, code: z.string().nullable().describe('印章标识, 14 digits'), organisation: z.string(), organisationName: z.string(), name: z.string(), kind: z.string(),
  state: z.enum(['applied', 'made', 'active', 'suspended', 'cancelled']), certificateId: z.string().nullable(), validFrom: instant.nullable(), validTo: instant.nullable(), reason: z.string(), appliedBy: z.string(), appliedAt: instant,
});
const certificate = z.object({
  id: z.uuid(), role: z.string(), organisation: z.string().nullable(), subject: z.string(), issuer: z.string(), serial: z.string(), validFrom: instant, validTo: instant, state: z.enum(['valid', 'revoked']),
  revokedAt: instant.nullable(), revokedReason: z.string().nullable(), der: z.string().describe('base64'),
});
const step = z.object({ name: z.string(), title: z.string(), ok: z.boolean().nullable(), why: z.string().nullable() });

const manage = { audience: 'officer', permission: 'seals.manage' } as const;
const view = { audience: 'officer', permission: 'seals.view' } as const;

export const listSeals = contract({
  ...view, name: 'seals.list', method: 'GET', path: '/api/desk/seals', summary: '印章目录（本单位）',
  input: z.object({ organisation: z.string().max(18).optional(), kind: z.string().max(40).optional(), state: seal.shape.state.optional(), cursor, limit }), output: z.object({ seals: z.array(seal), next: z.string().nullable() }),
});
export const getSeal = contract({
  ...view, name: 'seals.get', method: 'GET', path: '/api/desk/seals/:sealId', summary: '印章、印模与办理过程', input: z.object({ sealId }),
  output: seal.extend({ picture: z.string().nullable().describe('PNG of 42 mm as data URL'), actions: z.array(z.object({ at: instant, action: z.string(), state: z.string(), by: z.string(), reason: z.string() })) }), errors: ['signing.sealUnknown'],
});
export const sealUses = contract({
  ...view, name: 'seals.uses', method: 'GET', path: '/api/desk/seals/:sealId/uses', summary: '用印记录', input: z.object({ sealId, cursor, limit }),
  output: z.object({ uses: z.array(z.object({ id: z.string(), at: instant, by: z.string(), purpose: z.string(), digest: z.string(), caseId: z.string().nullable() })), next: z.string().nullable() }),
});
export const applySeal = contract({
  ...manage, name: 'seals.apply', method: 'POST', path: '/api/desk/seals', summary: '申请印章',
  input: z.object({ organisation: z.string().length(18), kind: z.string().min(2).max(20), reason: z.string().min(2).max(200) }), output: seal, errors: ['signing.sealForbidden', 'signing.characterMissing', 'seals.organisationUnknown'],
});
export const makeSeal = contract({ ...manage, name: 'seals.make', method: 'POST', path: '/api/desk/seals/:sealId/make', summary: '制作印章', input: z.object({ sealId, version }), output: seal, errors: ['signing.sealState', 'signing.sealStale'] });
export const changeSeal = contract({
  ...manage, name: 'seals.change', method: 'POST', path: '/api/desk/seals/:sealId/change', summary: '启用、停用、注销印章',
  input: z.object({ sealId, version, action: z.enum(['activate', 'suspend', 'cancel']), reason: z.string().min(2).max(200) }), output: seal, errors: ['signing.sealState', 'signing.sealStale'],
});

export const listCertificates = contract({ ...view, name: 'certificates.list', method: 'GET', path: '/api/desk/certificates', summary: '本单位数字证书', input: z.object({ organisation: z.string().max(18).optional() }), output: z.object({ certificates: z.array(certificate) }) });
export const listAuthorities = contract({
  audience: 'public', name: 'certificates.authorities', method: 'GET', path: '/api/certificates/authorities', summary: '信任链：根证书、签发机构、制章中心（供自行验证）', input: z.object({}),
  output: z.object({ authorities: z.array(certificate) }),
});
export const issueCertificate = contract({
  audience: 'officer', permission: 'crypto.manage', name: 'certificates.issue', method: 'POST', path: '/api/desk/certificates', summary: '签发数字证书',
  input: z.object({ organisation: z.string().length(18), commonName: z.string().min(1).max(64), profile: z.enum(['signing', 'encryption']), years: z.int().min(1).max(10) }), output: certificate, errors: ['seals.organisationUnknown', 'signing.authorityMissing'],
});
export const revokeCertificate = contract({
  audience: 'officer', permission: 'crypto.manage', name: 'certificates.revoke', method: 'POST', path: '/api/desk/certificates/:certificateId/revoke', summary: '吊销数字证书',
  input: z.object({ certificateId: z.uuid(), reason: z.string().min(2).max(200) }), output: certificate, errors: ['signing.certificateUnknown', 'signing.certificateUnusable', 'signing.sealForbidden'],
});

export const signDocument = contract({
  audience: 'officer', permission: 'seals.use', name: 'signatures.sign', method: 'POST', path: '/api/desk/signatures', summary: '文件盖章：对 OFD 文件加盖电子印章',
  input: z.object({ fileId: z.uuid(), sealId, places: z.array(z.object({ page: z.int().min(1).max(5000).describe('from 1'), x: z.number().min(0).max(2000).describe('mm'), y: z.number().min(0).max(2000), size: z.number().min(10).max(60).default(42) })).min(1).max(50), purpose: z.string().min(2).max(200) }),
  output: z.object({ fileId: z.uuid(), url: z.string() }), errors: ['signing.sealState', 'seals.notOfd'],
});
export const verifyDocument = contract({
  audience: 'public', name: 'signatures.verify', method: 'POST', path: '/api/signatures/verify', summary: '验章：上传 OFD（base64，不留存），逐步给出结论',
  input: z.object({ document: z.string().max(1_000_000).regex(/^[A-Za-z0-9+/]+={0,2}$/) }),
  output: z.object({
    verdict: z.enum(['valid', 'invalid', 'unsigned', 'unreadable']), trusted: z.boolean(), reason: z.string().nullable(), pages: z.int(), title: z.string().nullable(),
    signatures: z.array(z.object({ state: z.enum(['valid', 'invalid']), trusted: z.boolean(), seal: z.string().nullable(), signedAt: z.string().nullable(), steps: z.array(step), changed: z.array(z.string()), uncovered: z.array(z.string()) })),
  }),
});

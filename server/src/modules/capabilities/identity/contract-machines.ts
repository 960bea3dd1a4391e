/** 部门系统（应用账号）: registration, terms, keys, and what expires soon. */
import { z } from 'zod';
import { contract } from '#kernel/contract';

const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/).describe('统一社会信用代码');
const clientId = z.string().regex(/^[a-z0-9-]{1,100}$/);
const line = z.string().regex(/^\P{Cc}*$/u);
const version = z.int().min(1);
const day = z.iso.date().describe('有效期最后一日');
const permissions = z.array(z.string().max(80).regex(/^[a-z][a-z-]*\.[a-zA-Z][a-zA-Z-]*$/)).max(50);
const publicKey = z.string().max(1_000).describe('SM2 公钥：十六进制未压缩点或 PEM');
const done = z.object({ done: z.literal(true) });
const changing = ['access.unknownMachine', 'access.stale', 'access.machineState'];

const MachineView = z.object({
  clientId: z.string(), name: z.string(), organisation: z.string(), organisationName: z.string(), purpose: z.string().nullable(), contact: z.string().nullable(), contactPhone: z.string().nullable().describe('脱敏'),
  permissions: z.array(z.string()), state: z.enum(['active', 'suspended', 'closed', 'expired']), hasSecret: z.boolean(), secretAt: z.string().nullable(),
  keys: z.array(z.object({ id: z.uuid(), publicKey: z.string(), createdAt: z.string(), validUntil: z.string(), revoked: z.boolean() })),
  createdAt: z.string(), validUntil: z.string().nullable(), version,
});

export const listMachines = contract({
  name: 'identity.listMachines', method: 'GET', path: '/api/desk/machines', audience: 'officer', permission: 'machines.view', summary: '管辖范围内的部门系统',
  input: z.object({ organisation: creditCode.optional(), text: line.min(1).max(50).optional(), after: line.max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ machines: z.array(MachineView), next: z.string().nullable() }),
});
export const getMachine = contract({ name: 'identity.getMachine', method: 'GET', path: '/api/desk/machines/:clientId', audience: 'officer', permission: 'machines.view', summary: '一个部门系统', input: z.object({ clientId }), output: MachineView, errors: ['access.unknownMachine'] });
export const registerMachine = contract({
  name: 'identity.registerMachine', method: 'POST', path: '/api/desk/machines', audience: 'officer', permission: 'machines.manage', summary: '登记部门系统',
  input: z.object({
    organisation: creditCode, name: line.min(2).max(60), purpose: line.min(2).max(200), contact: line.min(1).max(50), contactPhone: z.string().regex(/^[0-9-]{7,20}$/), permissions, validTo: day,
    secret: z.boolean().describe('生成客户端密钥'), publicKey: publicKey.optional(),
  }).refine((i) => i.secret || i.publicKey !== undefined, { path: ['publicKey'] }),
  output: z.object({ clientId: z.string(), secretTicket: z.string().nullable().describe('凭此查看密钥一次') }),
  errors: ['access.unknownOrganisation', 'access.machineTerm', 'access.machineKey', 'access.machinePermission'],
});
export const machineSecret = contract({ name: 'identity.machineSecret', method: 'GET', path: '/api/desk/machine-secret', audience: 'officer', permission: 'machines.manage', summary: '凭票据查看密钥（仅一次）', input: z.object({ ticket: z.string().max(2_000) }), output: z.object({ clientId: z.string(), secret: z.string() }), errors: ['access.secretGone'] });
export const renewMachine = contract({ name: 'identity.renewMachine', method: 'POST', path: '/api/desk/machines/:clientId/renew', audience: 'officer', permission: 'machines.manage', summary: '续期（连同有效公钥）', input: z.object({ clientId, validTo: day, version }), output: done, errors: [...changing, 'access.machineTerm'] });
export const changeMachine = contract({ name: 'identity.changeMachine', method: 'POST', path: '/api/desk/machines/:clientId/state', audience: 'officer', permission: 'machines.manage', summary: '暂停、恢复、注销', input: z.object({ clientId, action: z.enum(['suspend', 'resume', 'close']), version }), output: done, errors: changing });
export const permitMachine = contract({ name: 'identity.permitMachine', method: 'POST', path: '/api/desk/machines/:clientId/permissions', audience: 'officer', permission: 'machines.manage', summary: '调整权限', input: z.object({ clientId, permissions, version }), output: done, errors: [...changing, 'access.machinePermission'] });
export const replaceSecret = contract({ name: 'identity.replaceSecret', method: 'POST', path: '/api/desk/machines/:clientId/secret', audience: 'officer', permission: 'machines.manage', summary: '重新生成密钥（旧密钥立即失效）', input: z.object({ clientId, version }), output: z.object({ secretTicket: z.string() }), errors: changing });
export const addMachineKey = contract({ name: 'identity.addMachineKey', method: 'POST', path: '/api/desk/machines/:clientId/keys', audience: 'officer', permission: 'machines.manage', summary: '登记 SM2 公钥', input: z.object({ clientId, publicKey, validTo: day, version }), output: z.object({ id: z.uuid() }), errors: [...changing, 'access.machineKey', 'access.machineKeyKnown', 'access.machineKeysMany', 'access.machineTerm'] });
export const revokeMachineKey = contract({ name: 'identity.revokeMachineKey', method: 'POST', path: '/api/desk/machines/:clientId/keys/:keyId/revoke', audience: 'officer', permission: 'machines.manage', summary: '吊销公钥', input: z.object({ clientId, keyId: z.uuid(), version }), output: done, errors: changing });

export const listExpiring = contract({
  name: 'identity.listExpiring', method: 'GET', path: '/api/desk/expiring', audience: 'officer', permission: 'machines.view', summary: '到期预警：部门系统、密钥、证书',
  input: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
  output: z.object({ expiring: z.array(z.object({ kind: z.enum(['machine', 'machine-key', 'signing-key', 'certificate']), id: z.string(), name: z.string(), organisation: z.string().nullable(), until: z.string() })) }),
});

import { z } from 'zod';
import { contract } from '#kernel/contract';

export * from './contract-keys.ts';
export * from './contract-machines.ts';

const digits = z.string().regex(/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/).describe('行政区划有效位');
const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/).describe('统一社会信用代码');
const day = z.iso.date();
const version = z.int().min(1);
const limit = z.coerce.number().int().min(1).max(200).default(50);
/** One line of text: no control characters. */
const line = z.string().regex(/^\P{Cc}*$/u);
const after = line.max(100).optional().describe('上一页的 next');
const search = line.min(1).max(50).optional();
const none = z.object({});
const done = z.object({ done: z.literal(true) });
const text = z.union([z.string(), z.object({ zh: z.string(), en: z.string().optional() })]);
const roleScope = z.enum(['organisation', 'organisation-and-below', 'division', 'division-and-below']);

export const PartyChoiceView = z.object({
  partyId: z.uuid(), kind: z.enum(['person', 'company']), name: z.string(), by: z.enum(['self', 'representative', 'mandate']),
  mandateId: z.uuid().nullable(), creditCode: z.string().nullable(), items: z.array(z.string()),
});
const Post = z.object({
  id: z.uuid(), organisation: creditCode, organisationName: z.string(), division: digits, title: z.string(), main: z.boolean(),
  roles: z.array(z.object({ id: z.string(), name: text, permissions: z.array(z.string()), scope: roleScope, division: digits.nullable() })),
});
export const MeView = z.object({
  signedIn: z.boolean(), kind: z.string(), accountId: z.uuid().nullable(), loginName: z.string().nullable(), name: z.string(),
  phone: z.string().nullable().describe('脱敏'), identityNumber: z.string().nullable().describe('脱敏'),
  assurance: z.union([z.literal(1), z.literal(2)]).nullable(), secondFactor: z.boolean(),
  actingFor: PartyChoiceView.nullable(), parties: z.array(PartyChoiceView), posts: z.array(Post), postId: z.uuid().nullable(),
  organisations: z.array(z.string()), divisions: z.array(z.string()), permissions: z.array(z.string()),
});

export const me = contract({ name: 'identity.me', method: 'GET', path: '/api/identity/me', audience: 'public', summary: '当前用户：本人、代表的主体、岗位与权限', input: none, output: MeView });
export const switchParty = contract({
  name: 'identity.switchParty', method: 'POST', path: '/api/identity/party', audience: 'citizen', summary: '切换办事身份（本人、企业、委托人）',
  input: z.object({ partyId: z.uuid(), mandateId: z.uuid().optional() }), output: PartyChoiceView, errors: ['access.notYours'],
});
export const switchPost = contract({ name: 'identity.switchPost', method: 'POST', path: '/api/identity/post', audience: 'officer', summary: '切换岗位', input: z.object({ postId: z.uuid() }), output: done, errors: ['access.notYourPost'] });

const SessionView = z.object({ id: z.uuid(), app: z.string(), device: z.string(), assurance: z.union([z.literal(1), z.literal(2)]), createdAt: z.string(), lastSeenAt: z.string(), current: z.boolean() });
export const listSessions = contract({ name: 'identity.listSessions', method: 'GET', path: '/api/identity/sessions', audience: 'anyone', summary: '登录设备', input: none, output: z.object({ sessions: z.array(SessionView) }) });
export const revokeSession = contract({ name: 'identity.revokeSession', method: 'POST', path: '/api/identity/sessions/:sessionId/revoke', audience: 'anyone', summary: '下线一台设备', input: z.object({ sessionId: z.uuid() }), output: done, errors: ['access.unknownSession'] });
export const signOut = contract({ name: 'identity.signOut', method: 'POST', path: '/api/identity/sign-out', audience: 'anyone', summary: '退出登录', input: none, output: done });

const phone = z.string().regex(/^1[3-9]\d{9}$/);
const identityNumber = z.string().min(15).max(18).describe('公民身份号码 GB 11643');
export const sendRegistrationCode = contract({
  name: 'identity.sendRegistrationCode', method: 'POST', path: '/api/identity/registration/code', audience: 'public', summary: '发送注册验证码',
  input: z.object({ phone }), output: z.object({ shownCode: z.string().nullable().describe('仅演示环境') }), errors: ['access.tooMany'],
});
export const register = contract({
  name: 'identity.register', method: 'POST', path: '/api/identity/registration', audience: 'public', summary: '实名注册',
  input: z.object({ name: line.min(1).max(50), identityNumber, phone, code: z.string().regex(/^\d{6}$/), loginName: line.max(32), password: z.string().max(200) }),
  output: z.object({ accountId: z.uuid() }), errors: ['access.identityNumber', 'access.identityMismatch', 'access.registered', 'access.loginTaken', 'access.loginShape', 'access.weakPassword', 'access.codeWrong'],
});
export const changePassword = contract({ name: 'identity.changePassword', method: 'POST', path: '/api/identity/password', audience: 'anyone', summary: '修改密码', input: z.object({ current: z.string().max(200), next: z.string().max(200) }), output: done, errors: ['access.wrong', 'access.weakPassword'] });
export const offerSecondFactor = contract({
  name: 'identity.offerSecondFactor', method: 'GET', path: '/api/identity/second-factor', audience: 'anyone', summary: '获取动态口令密钥（确认前不生效）',
  input: none, output: z.object({ secret: z.string(), uri: z.string(), ticket: z.string() }),
});
export const confirmSecondFactor = contract({ name: 'identity.confirmSecondFactor', method: 'POST', path: '/api/identity/second-factor', audience: 'anyone', summary: '绑定动态口令', input: z.object({ ticket: z.string().max(2000), token: z.string().regex(/^\d{6}$/) }), output: done, errors: ['access.codeWrong', 'access.notEnrolling'] });

const MandateView = z.object({
  id: z.uuid(), side: z.enum(['given', 'received']), principalName: z.string(), agentName: z.string(), items: z.array(z.string()), validFrom: day, validTo: day,
  state: z.enum(['offered', 'active', 'declined', 'revoked', 'expired']), statement: z.string(), grantedAt: z.string(), version,
});
export const listMandates = contract({ name: 'identity.listMandates', method: 'GET', path: '/api/identity/mandates', audience: 'citizen', summary: '我的委托', input: none, output: z.object({ mandates: z.array(MandateView) }) });
export const grantMandate = contract({
  name: 'identity.grantMandate', method: 'POST', path: '/api/identity/mandates', audience: 'citizen', summary: '委托他人办事',
  input: z.object({ agentName: line.min(1).max(50), agentIdentityNumber: identityNumber, items: z.array(line.min(1).max(100)).max(100).default([]), validFrom: day, validTo: day }),
  output: z.object({ id: z.uuid() }), errors: ['access.unknownAgent', 'access.mandateDates', 'access.mandateSelf', 'access.mandateByAgent'],
});
export const answerMandate = contract({ name: 'identity.answerMandate', method: 'POST', path: '/api/identity/mandates/:mandateId/answer', audience: 'citizen', summary: '接受或谢绝委托', input: z.object({ mandateId: z.uuid(), accept: z.boolean(), version }), output: done, errors: ['access.unknownMandate', 'access.mandateState', 'access.stale'] });
export const revokeMandate = contract({ name: 'identity.revokeMandate', method: 'POST', path: '/api/identity/mandates/:mandateId/revoke', audience: 'citizen', summary: '撤销委托', input: z.object({ mandateId: z.uuid(), version }), output: done, errors: ['access.unknownMandate', 'access.mandateState', 'access.stale'] });

const kind = z.enum(['citizen', 'officer', 'machine']);
const AccountView = z.object({
  id: z.uuid(), kind, loginName: z.string(), name: z.string(), state: z.enum(['active', 'locked', 'closed']), lockedUntil: z.string().nullable(), lockReason: z.string().nullable(),
  division: z.string().nullable(), organisation: z.string().nullable(), organisationName: z.string().nullable(), title: z.string().nullable(), secondFactor: z.boolean(), version,
});
export const listAccounts = contract({
  name: 'identity.listAccounts', method: 'GET', path: '/api/identity/accounts', audience: 'officer', permission: 'accounts.view', summary: '管辖范围内的账号',
  input: z.object({ kind: kind.default('officer'), organisation: creditCode.optional(), division: digits.optional(), login: search, after, limit }), output: z.object({ accounts: z.array(AccountView), next: z.string().nullable() }),
});
export const getAccount = contract({
  name: 'identity.getAccount', method: 'GET', path: '/api/identity/accounts/:accountId', audience: 'officer', permission: 'accounts.view', summary: '一个账号',
  input: z.object({ accountId: z.uuid() }), output: AccountView, errors: ['access.unknownAccount'],
});
export const listRoles = contract({
  name: 'identity.listRoles', method: 'GET', path: '/api/identity/roles', audience: 'officer', permission: 'accounts.view', summary: '角色目录：名称、权限、互斥（三员分立）', input: none,
  output: z.object({ roles: z.array(z.object({ id: z.string(), name: z.string(), description: z.string(), permissions: z.array(z.string()), excludes: z.array(z.object({ id: z.string(), name: z.string() })) })) }),
});
export const lockAccount = contract({ name: 'identity.lockAccount', method: 'POST', path: '/api/identity/accounts/:accountId/lock', audience: 'officer', permission: 'accounts.manage', summary: '锁定账号', input: z.object({ accountId: z.uuid(), reason: line.min(1).max(200), version }), output: done, errors: ['access.unknownAccount', 'access.ownAccount', 'access.stale'] });
export const unlockAccount = contract({ name: 'identity.unlockAccount', method: 'POST', path: '/api/identity/accounts/:accountId/unlock', audience: 'officer', permission: 'accounts.manage', summary: '解锁账号', input: z.object({ accountId: z.uuid(), version }), output: done, errors: ['access.unknownAccount', 'access.ownAccount', 'access.stale'] });
export const officerScope = contract({
  name: 'identity.officerScope', method: 'GET', path: '/api/identity/accounts/:accountId/scope', audience: 'officer', permission: 'accounts.view', summary: '工作人员的有效权限与范围', input: z.object({ accountId: z.uuid() }),
  output: z.object({
    accountId: z.uuid(), name: z.string(),
    posts: z.array(Post.extend({
      effective: z.object({ organisations: z.array(z.string()), divisions: z.array(z.string()), territories: z.array(z.string()), permissions: z.array(z.string()) }),
      assignments: z.array(z.object({ id: z.uuid(), role: z.string(), fromContent: z.boolean() })),
    })),
  }),
  errors: ['access.unknownAccount'],
});
export const assignRole = contract({
  name: 'identity.assignRole', method: 'POST', path: '/api/identity/posts/:postId/roles', audience: 'officer', permission: 'roles.manage', summary: '授予角色',
  input: z.object({ postId: z.uuid(), role: line.max(100), division: digits.optional() }), output: z.object({ id: z.uuid() }), errors: ['access.unknownPost', 'access.unknownRole', 'access.roleExcluded', 'access.roleHeld', 'access.ownAccount'],
});
export const revokeRole = contract({ name: 'identity.revokeRole', method: 'POST', path: '/api/identity/role-assignments/:assignmentId/revoke', audience: 'officer', permission: 'roles.manage', summary: '收回角色', input: z.object({ assignmentId: z.uuid() }), output: done, errors: ['access.unknownRole', 'access.ownAccount'] });

const DivisionView = z.object({ digits, code: z.string(), name: z.string(), level: z.int(), parent: digits.nullable(), branch: z.boolean() });
export const listDivisions = contract({
  name: 'identity.listDivisions', method: 'GET', path: '/api/divisions', audience: 'public', summary: '行政区划：下级或按名称查找',
  input: z.object({ parent: digits.optional(), text: search, levelMax: z.coerce.number().int().min(1).max(5).optional(), after, limit }), output: z.object({ divisions: z.array(DivisionView), next: z.string().nullable() }),
});
export const getDivision = contract({ name: 'identity.getDivision', method: 'GET', path: '/api/divisions/:digits', audience: 'public', summary: '一个行政区划及其上级', input: z.object({ digits }), output: z.object({ division: DivisionView, path: z.array(DivisionView) }), errors: ['access.unknownDivision'] });
const OrganisationView = z.object({
  creditCode, name: z.string(), shortName: z.string(), englishName: z.string(), division: digits, level: z.int(), parent: z.string().nullable(), nature: z.string(), function: z.string(), address: z.string().nullable(), phone: z.string().nullable(),
});
export const listOrganisations = contract({
  name: 'identity.listOrganisations', method: 'GET', path: '/api/organisations', audience: 'public', summary: '机构：按区划、上级、职能或名称查找',
  input: z.object({ division: digits.optional(), below: z.stringbool().optional(), parent: creditCode.optional(), function: line.max(50).optional(), text: search, after, limit }), output: z.object({ organisations: z.array(OrganisationView), next: z.string().nullable() }),
});
export const getOrganisation = contract({ name: 'identity.getOrganisation', method: 'GET', path: '/api/organisations/:creditCode', audience: 'public', summary: '一个机构', input: z.object({ creditCode }), output: OrganisationView, errors: ['access.unknownOrganisation'] });

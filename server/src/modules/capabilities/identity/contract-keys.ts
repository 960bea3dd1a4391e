/** 登录设备、通行密钥、扫码登录: how a person proves herself, from her own pages. */
import { z } from 'zod';
import { contract } from '#kernel/contract';

const none = z.object({});
const done = z.object({ done: z.literal(true) });
const ticket = z.string().max(2_000);
const token = z.string().regex(/^[\w-]{43}$/).describe('二维码中的一次性标识');
/** One line of text: no control characters. */
const line = z.string().regex(/^\P{Cc}*$/u);
/** What a browser makes of a passkey dialogue; the engine checks it in full. */
const credential = z.record(z.string().max(100), z.unknown()).refine((value) => JSON.stringify(value).length <= 20_000);

export const revokeOtherSessions = contract({ name: 'identity.revokeOtherSessions', method: 'POST', path: '/api/identity/sessions/revoke-others', audience: 'anyone', summary: '下线其他全部设备', input: none, output: z.object({ ended: z.int() }) });

export const offerPasskey = contract({
  name: 'identity.offerPasskey', method: 'GET', path: '/api/identity/passkeys/offer', audience: 'anyone', summary: '登记通行密钥的浏览器参数（确认前不生效）', input: none,
  output: z.object({ options: z.record(z.string(), z.unknown()), ticket: z.string() }), errors: ['access.passkeysOff', 'access.passkeysMany'],
});
export const addPasskey = contract({
  name: 'identity.addPasskey', method: 'POST', path: '/api/identity/passkeys', audience: 'anyone', summary: '登记通行密钥',
  input: z.object({ ticket, response: credential, name: line.min(1).max(40) }), output: z.object({ id: z.uuid() }), errors: ['access.passkeyWrong'],
});
const PasskeyView = z.object({ id: z.uuid(), name: z.string(), backedUp: z.boolean(), createdAt: z.string(), lastUsedAt: z.string().nullable() });
export const listPasskeys = contract({ name: 'identity.listPasskeys', method: 'GET', path: '/api/identity/passkeys', audience: 'anyone', summary: '我的通行密钥', input: none, output: z.object({ passkeys: z.array(PasskeyView), possible: z.boolean().describe('本站地址是否支持通行密钥') }) });
export const removePasskey = contract({ name: 'identity.removePasskey', method: 'POST', path: '/api/identity/passkeys/:passkeyId/remove', audience: 'anyone', summary: '删除通行密钥', input: z.object({ passkeyId: z.uuid() }), output: done, errors: ['access.unknownPasskey'] });

export const seeScan = contract({
  name: 'identity.seeScan', method: 'POST', path: '/api/identity/scans/:token/see', audience: 'anyone', summary: '扫码：将登录什么、在哪里', input: z.object({ token }),
  output: z.object({ app: z.string(), device: z.string(), address: z.string(), shownAt: z.string(), expiresAt: z.string() }), errors: ['access.scanGone'],
});
export const answerScan = contract({ name: 'identity.answerScan', method: 'POST', path: '/api/identity/scans/:token/answer', audience: 'anyone', summary: '扫码：确认或取消登录', input: z.object({ token, accept: z.boolean() }), output: done, errors: ['access.scanGone', 'access.scanApp'] });

import { createCall, type Call } from '../server/src/kernel/contract/index.ts';
import type { Province } from './harness.ts';

const demonstrationSecret = 'Yiwang-2026-machine';

/** Asks for a token as a department's system does; the answer as it comes. */
export async function askToken(province: Pick<Province, 'url'>, creditCode: string, secret = demonstrationSecret): Promise<{ status: number; body: Record<string, unknown> }> {
  const basic = Buffer.from(`demo-${creditCode.toLowerCase()}:${secret}`).toString('base64');
  const answer = await fetch(`${province.url}/oidc/token`, { method: 'POST', headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** A department's system, signed in by client credentials. */
export async function machineOf(province: Pick<Province, 'url'>, creditCode: string): Promise<Call> {
  const { status, body } = await askToken(province, creditCode);
  if (status !== 200) throw new Error(`token: ${status} ${JSON.stringify(body)}`);
  return createCall({ base: province.url, headers: () => ({ authorization: `Bearer ${String(body['access_token'])}`, 'accept-language': 'zh-CN' }) });
}

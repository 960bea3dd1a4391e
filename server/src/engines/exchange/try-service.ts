import { Readable } from 'node:stream';
import type { Context } from '#kernel/context';
import { errors } from './errors.ts';
import type { ServeDeps } from './serve-deps.ts';
import { serveQuery, serveVerify } from './serve-register.ts';
import type { Grant, Service } from './types.ts';

/**
 * 试调用 by an official of the grantee, before her machine is there: the gateway's own rules of keys and fields, the look noted under
 * the grant's purpose with her name; values are masked by the register's rule, whatever the grant shows to machines. It is no exchange:
 * nothing of it stands in the log or the meter.
 */
export async function tryService(deps: ServeDeps, ctx: Context, { service, grant, body }: { service: Service; grant: Grant; body: object }): Promise<Record<string, unknown>> {
  const serve = { verify: serveVerify, query: serveQuery }[service.mode as string];
  if (serve === undefined) throw errors.notTried({ service: service.id });
  const asking = { service, grant: { ...grant, masks: {} }, reference: null, callId: ctx.requestId, bodyDigest: undefined, key: { member: { id: grant.id, organisation: grant.organisation, name: `${ctx.actor.name}（试调用）`, kind: 'machine' as const, endedAt: null } } };
  const answer = await serve(deps, asking, Readable.from([Buffer.from(JSON.stringify(body))]));
  return answer.kind === 'whole' ? (JSON.parse(Buffer.from(answer.body).toString('utf8')) as Record<string, unknown>) : {};
}

import { exchangeErrors, type Exchange } from '#engines/exchange';
import type { Ledger } from '#engines/ledger';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { errors } from './errors.ts';

type Tried = OutputOf<typeof c.tryGrant>;
interface Answer { found?: boolean; matches?: Record<string, boolean>; records?: { data: Record<string, unknown> }[] }

/** 试调用: what was granted to the official's own body, now. */
export async function tryGrant({ exchange, ledger }: { exchange: Exchange; ledger: Pick<Ledger, 'append'> }, ctx: Context, { grantId, key, fields }: ParsedInputOf<typeof c.tryGrant>): Promise<Tried> {
  const grant = await exchange.findGrant(ctx.tx, grantId);
  if (grant === undefined) throw exchangeErrors.grantUnknown();
  if (!ctx.actor.organisations.includes(grant.organisation)) throw errors.notYours();
  const end = grant.endedAt ?? grant.validTo;
  if (ctx.now >= end || ctx.now < grant.validFrom) throw exchangeErrors.grantEnded({ at: end.toISOString() });
  const service = await exchange.findService(grant.service);
  if (service?.state !== 'active') throw exchangeErrors.serviceUnknown({ service: grant.service });
  const answer = (await exchange.tryService(ctx, { service, grant, body: { key, fields } })) as Answer;
  ledger.append(ctx.tx, { kind: 'sharing.tried', subject: grant.id, data: { by: ctx.actor.accountId, service: service.id, found: answer.found ?? (answer.records?.length ?? 0) > 0 } });
  return { found: answer.found ?? (answer.records?.length ?? 0) > 0, matches: answer.matches ?? null, records: answer.records?.map((r) => r.data) ?? null };
}

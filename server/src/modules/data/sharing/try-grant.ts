import { exchangeErrors, type Exchange } from '#engines/exchange';
import type { Ledger } from '#engines/ledger';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { errors } from './errors.ts';

/** 试调用: what was granted to the official's own body, now. */
export async function tryGrant({ exchange, ledger }: { exchange: Exchange; ledger: Pick<Ledger, 'append'> }, ctx: Context, { grantId, ...asked }: ParsedInputOf<typeof c.tryGrant>): Promise<OutputOf<typeof c.tryGrant>> {
  const grant = await exchange.findGrant(ctx.tx, grantId);
  if (grant === undefined) throw exchangeErrors.grantUnknown();
  if (!ctx.actor.organisations.includes(grant.organisation)) throw errors.notYours();
  const end = grant.endedAt ?? grant.validTo;
  if (ctx.now >= end || ctx.now < grant.validFrom) throw exchangeErrors.grantEnded({ at: end.toISOString() });
  const service = await exchange.findService(grant.service);
  if (service === undefined) throw exchangeErrors.serviceUnknown({ service: grant.service });
  if (service.state !== 'active') throw exchangeErrors.serviceSuspended({ service: grant.service });
  const began = performance.now();
  const { found = false, matches, records, changes, file, text, more } = await exchange.tryService(ctx, { service, grant, asked });
  ledger.append(ctx.tx, { kind: 'sharing.tried', subject: grant.id, data: { by: ctx.actor.accountId, service: service.id, found } });
  return {
    found, matches: matches === undefined ? null : { ...matches }, records: records?.map((r) => ({ ...r })) ?? null, changes: changes?.map((one) => ({ ...one, data: { ...one.data } })) ?? null, file: file ?? null, text: text ?? null, more, tookMs: Math.round(performance.now() - began),
  };
}

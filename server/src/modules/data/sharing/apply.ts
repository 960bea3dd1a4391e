import type { ParsedInputOf } from '#kernel/contract';
import type { Exchange } from '#engines/exchange';
import type { Context } from '#kernel/context';
import { findEntry, mountsOf } from '../catalogue/entry-queries.ts';
import type * as c from './contract.ts';
import { errors } from './errors.ts';

/** Of a grant that a rule gives; more is asked for as a demand. */
const limits = { ratePerSecond: 20, dailyQuota: 10_000 };

/** 无条件共享即时授权: the catalogue has decided already; what is on condition goes to its provider as a demand, what is not shared stays. */
export async function applyAtOnce(exchange: Exchange, ctx: Context, input: ParsedInputOf<typeof c.apply>): Promise<{ grantId: string; purposeCode: string }> {
  const organisation = input.organisation ?? ctx.actor.organisations[0];
  if (organisation === undefined || !ctx.actor.organisations.includes(organisation)) throw errors.notYours();
  const entry = await findEntry(ctx.tx, input.entryId);
  if (entry?.state !== 'published') throw errors.entryUnknown();
  if (entry.provider === organisation) throw errors.ownData();
  if (entry.sharing === 'none') throw errors.notShared({ basis: entry.sharing_basis ?? '' });
  if (entry.sharing === 'conditional') throw errors.conditional();
  const service = await exchange.findService(input.service);
  const mounts = await mountsOf(ctx.tx, entry.id);
  const stands = service !== undefined && mounts.some((m) => (m.kind === 'table' ? m.target === service.register : m.kind === 'interface' && m.target === service.id));
  if (!stands) throw errors.serviceUnknown({ service: input.service });
  const purposeCode = `rule-${ctx.newId().replaceAll('-', '').slice(-12)}`;
  const grantId = await exchange.grant(ctx, {
    service: input.service, organisation, memberId: input.memberId ?? null, purposeCode, purpose: input.reference === undefined ? input.purpose : `${input.purpose}（${input.reference}）`, legalBasis: input.basis, fields: input.fields, division: input.division ?? null, ...limits,
    validTo: new Date(`${input.until}T23:59:59+08:00`),
  });
  return { grantId, purposeCode };
}

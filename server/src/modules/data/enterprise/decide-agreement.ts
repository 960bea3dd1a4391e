import type { Context } from '#kernel/context';
import type { ParsedInputOf } from '#kernel/contract';
import { checkSupply } from '../collection/index.ts';
import { lockAgreement, noteAction, today, type Agreement, type FirmInterface } from './agreements.ts';
import { concludeJob } from './conclude-agreement.ts';
import type * as c from './contract.ts';
import { companyOf, type Enterprise } from './deps.ts';
import { errors } from './errors.ts';
import { tellFirm } from './tell-firm.ts';

type Done = { version: number };

async function move(o: Enterprise, ctx: Context, a: Agreement, state: 'offered' | 'declined', kind: string, reason: string): Promise<Done> {
  await ctx.tx.query('update enterprise.agreement set state = $2, reason = $3, version = version + 1 where id = $1', [a.id, state, reason]);
  await noteAction(o, ctx, a.id, kind, reason);
  if (ctx.actor.kind === 'officer') tellFirm(o, ctx, a, state === 'offered' ? 'agreement-offered' : 'agreement-declined', state === 'offered' ? {} : { reason });
  return { version: a.version + 1 };
}

/** 审核 by the data bureau: never by whoever drafted it. */
export async function reviewAgreement(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.reviewAgreement>): Promise<Done> {
  const a = await lockAgreement(ctx, i.agreementId, i.version, ['review']);
  if (a.offered_by === ctx.actor.accountId) throw errors.ownDraft();
  return move(o, ctx, a, i.approve ? 'offered' : 'declined', i.approve ? 'approved' : 'turnedDown', i.reason);
}

/** 不受理 of an application. */
export async function refuse(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.refuse>): Promise<Done> {
  const a = await lockAgreement(ctx, i.agreementId, i.version, ['applied']);
  if (!ctx.actor.organisations.includes(a.organisation)) throw errors.notFound();
  return move(o, ctx, a, 'declined', 'refused', i.reason);
}

export async function decline(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.decline>): Promise<Done> {
  await companyOf(o, ctx);
  return move(o, ctx, await lockAgreement(ctx, i.agreementId, i.version, ['applied', 'offered']), 'declined', 'declinedByFirm', i.reason);
}

/** 企业签署: with the interface from which it hands in; what could not be pulled is refused before anything is sealed. */
export async function sign(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.sign>): Promise<Done> {
  const company = await companyOf(o, ctx);
  const a = await lockAgreement(ctx, i.agreementId, i.version, ['offered']);
  if (a.party_id !== company.id) throw errors.notFound();
  if (a.valid_until === null || a.valid_until <= today(ctx)) throw errors.termInvalid({ until: a.valid_until ?? '' });
  let place: FirmInterface | null = null;
  if (a.terms.inbound !== null) {
    if (i.url === undefined || i.token === undefined) throw errors.interfaceMissing();
    place = { url: i.url, rows: i.rows, next: i.next, positionParameter: i.positionParameter };
    checkSupply(o.collection, { register: a.terms.inbound.register, settings: place, mapping: a.terms.inbound.mapping, fixed: { [a.terms.inbound.firmField]: a.company_code } });
  }
  await ctx.tx.query("update enterprise.agreement set state = 'sealing', interface = $2, secret = $3, version = version + 1 where id = $1", [a.id, place === null ? null : JSON.stringify(place), place === null ? null : Buffer.from(o.crypto.seal(i.token!))]);
  await noteAction(o, ctx, a.id, 'signed', null);
  o.jobs.plan(ctx.tx, { kind: concludeJob, key: a.id, payload: { agreementId: a.id } });
  return { version: a.version + 1 };
}

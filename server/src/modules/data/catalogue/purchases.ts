import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { errors } from './errors.ts';
import { ownOrganisation } from './own-organisation.ts';

/** 社会数据统采共用: bought once by the data bureau, used by whoever shows a purpose. */
export async function addPurchase(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.addPurchase>): Promise<{ id: string }> {
  const buyer = ownOrganisation(deps, ctx);
  if ((await ctx.tx.maybe('select 1 from catalogue.purchase where contract_number = $1', [input.contractNumber])) !== undefined) throw errors.numberTaken({ number: input.contractNumber });
  const id = ctx.newId();
  ctx.tx.insert('catalogue.purchase', {
    id, title: input.title, supplier: input.supplier, contract_number: input.contractNumber, amount_fen: input.amountFen, buyer: buyer.id, buyer_name: buyer.name, starts_on: input.startsOn, ends_on: input.endsOn, scope: input.scope,
    entry_id: input.entryId ?? null, created_at: ctx.now.toISOString(),
  });
  deps.ledger.append(ctx.tx, { kind: 'purchase.registered', subject: id, data: { contract: input.contractNumber, amountFen: input.amountFen } });
  return { id };
}

export async function askPurchase(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.askPurchase>): Promise<{ useId: string }> {
  const body = ownOrganisation(deps, ctx);
  const bought = await ctx.tx.maybe<{ ends_on: string }>('select ends_on::text as ends_on from catalogue.purchase where id = $1', [input.purchaseId]);
  if (bought === undefined) throw errors.purchaseUnknown();
  if (bought.ends_on < dayInChina(ctx.now)) throw errors.purchaseOver({ until: bought.ends_on });
  if ((await ctx.tx.maybe("select 1 from catalogue.purchase_use where purchase_id = $1 and organisation = $2 and state <> 'refused'", [input.purchaseId, body.id])) !== undefined) throw errors.usedAlready();
  const useId = ctx.newId();
  ctx.tx.insert('catalogue.purchase_use', { id: useId, purchase_id: input.purchaseId, organisation: body.id, organisation_name: body.name, purpose: input.purpose, state: 'asked', asked_at: ctx.now.toISOString() });
  return { useId };
}

export async function decidePurchaseUse(ctx: Context, input: ParsedInputOf<typeof c.decidePurchaseUse>): Promise<{ ok: true }> {
  const found = await ctx.tx.maybe<{ buyer: string; state: string }>('select p.buyer, u.state from catalogue.purchase_use u join catalogue.purchase p on p.id = u.purchase_id where u.id = $1 for update of u', [input.useId]);
  if (found === undefined || found.state !== 'asked') throw errors.purchaseUnknown();
  if (!ctx.actor.organisations.includes(found.buyer)) throw errors.notYours();
  await ctx.tx.query('update catalogue.purchase_use set state = $2, decided_by = $3, note = $4, decided_at = $5 where id = $1', [input.useId, input.grant ? 'granted' : 'refused', ctx.actor.name, input.note, ctx.now]);
  return { ok: true };
}

export async function listPurchases(ctx: Context): Promise<OutputOf<typeof c.listPurchases>> {
  const rows = await ctx.tx.query<{ id: string; title: string; supplier: string; contract_number: string; amount_fen: string; buyer_name: string; starts_on: string; ends_on: string; scope: string; entry_id: string | null }>(
    'select id, title, supplier, contract_number, amount_fen, buyer_name, starts_on::text as starts_on, ends_on::text as ends_on, scope, entry_id from catalogue.purchase order by ends_on desc, id limit 200');
  const uses = await ctx.tx.query<{ id: string; purchase_id: string; organisation: string; organisation_name: string; purpose: string; state: string; note: string | null; asked_at: Date }>(
    'select id, purchase_id, organisation, organisation_name, purpose, state, note, asked_at from catalogue.purchase_use where purchase_id = any ($1) order by asked_at', [rows.map((r) => r.id)]);
  const today = dayInChina(ctx.now);
  return {
    purchases: rows.map((p) => ({
      id: p.id, title: p.title, supplier: p.supplier, contractNumber: p.contract_number, amountFen: Number(p.amount_fen), buyer: p.buyer_name, startsOn: p.starts_on, endsOn: p.ends_on, scope: p.scope, entryId: p.entry_id, inForce: p.starts_on <= today && today <= p.ends_on,
      uses: uses.filter((u) => u.purchase_id === p.id).map((u) => ({ id: u.id, organisation: u.organisation, name: u.organisation_name, purpose: u.purpose, state: u.state, note: u.note, askedAt: u.asked_at.toISOString() })),
    })),
  };
}

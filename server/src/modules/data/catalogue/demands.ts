import type { CaseWork } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { findEntry } from './entry-queries.ts';
import { errors } from './errors.ts';
import { requireScope } from './scope-demand.ts';
import { bureauOf, organisationOf, ownOrganisation } from './own-organisation.ts';
import { dueOn, rulesOf } from './rules-of.ts';

/** 需求 as a case: 提出 → 响应 → 争议 → 协调决定 → 交付 → 确认, 评价. */
export const demandCase = 'data-demand';
const kindCode = 'XQ';

export async function openDemand(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.openDemand>): Promise<OutputOf<typeof c.openDemand>> {
  const demander = ownOrganisation(deps, ctx, input.organisation);
  const entry = input.entryId === undefined ? undefined : await findEntry(ctx.tx, input.entryId);
  if (input.entryId !== undefined && entry?.state !== 'published') throw errors.unknown();
  if (entry?.sharing === 'none' && input.objection === undefined) throw errors.notShared({ basis: entry.sharing_basis ?? '' });
  const unknown = input.fields.find((f) => !(entry?.items ?? []).some((i) => i.name === f));
  if (entry !== undefined && unknown !== undefined) throw errors.fieldUnknown({ field: unknown });
  const provider = organisationOf(deps, entry?.provider ?? input.provider ?? '');
  if (provider.id === demander.id) throw errors.ownData();
  if (input.scope !== undefined) await requireScope(deps, ctx, entry?.id ?? null, input.scope);
  const title = entry?.title ?? input.title ?? '';
  const days = rulesOf(deps).answerDays[entry?.sharing ?? 'conditional'];
  const work = await deps.cases.open(ctx, {
    // of the provider's division, so that its data bureau sees and coordinates; the demander sees it as its organisation
    kind: demandCase, kindCode, definition: { kind: 'process', id: 'data-demand', version: 1 }, title: `数据需求：${title}`, division: provider.division, organisation: demander.id, party: null, channel: 'desk',
    answers: { purpose: input.purpose, basis: input.basis, fields: input.fields }, process: { id: 'data-demand' }, variables: { provider: provider.id, bureau: bureauOf(deps, provider.division).id, objection: input.objection !== undefined },
    promisedDays: days, statutoryDays: days + rulesOf(deps).deliveryDays,
  });
  const due = dueOn(deps, ctx, days);
  ctx.tx.insert('catalogue.demand', {
    case_id: work.row.id, number: work.row.number, entry_id: entry?.id ?? null, title, demander: demander.id, demander_name: demander.name, provider: provider.id, provider_name: provider.name, division: provider.division,
    purpose: input.objection === undefined ? input.purpose : `${input.purpose}（异议：${input.objection}）`, basis: input.basis, fields: input.fields.length > 0 ? input.fields : (entry?.items ?? []).map((i) => i.name),
    item_id: input.itemId ?? null, material_id: input.materialId ?? null, way: input.way, scope: input.scope ?? null, until_on: input.until ?? null, state: 'asked', answer_due: due, created_at: ctx.now.toISOString(), created_by: ctx.actor.name,
  });
  await ctx.tx.flush();
  work.move('accepted');
  await work.start();
  await work.save();
  return { caseId: work.row.id, number: work.row.number, dueOn: due };
}

const opinionOf = (work: CaseWork): string => (typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : '');
const set = (work: CaseWork, sql: string, params: readonly unknown[] = []): Promise<unknown> => work.ctx.tx.query(`update catalogue.demand set ${sql} where case_id = $1`, [work.row.id, ...params]);

export function registerDemandFunctions(deps: CatalogueDeps): void {
  const { cases, ledger } = deps;
  const deliverBy = (work: CaseWork): string | null => dueOn(deps, work.ctx, rulesOf(deps).deliveryDays);
  cases.registerFunction('demand.agreed', { run: async (work) => void (await set(work, "state = 'agreed', answered_at = $2, answer = $3, deliver_due = $4", [work.ctx.now, opinionOf(work), deliverBy(work)])) });
  cases.registerFunction('demand.refused', { run: async (work) => void (await set(work, "state = 'refused', answered_at = $2, answer = $3", [work.ctx.now, opinionOf(work)])) });
  cases.registerFunction('demand.disputed', {
    async run(work) {
      ledger.append(work.ctx.tx, { kind: 'demand.disputed', subject: work.row.id, data: { number: work.row.number } });
      await set(work, "state = 'disputed', decision = null");
    },
  });
  cases.registerFunction('demand.upheld', {
    async run(work) {
      ledger.append(work.ctx.tx, { kind: 'demand.decided', subject: work.row.id, data: { number: work.row.number, decision: 'share' } });
      await set(work, "state = 'upheld', decision = $2, deliver_due = $3", [opinionOf(work), deliverBy(work)]);
    },
  });
  cases.registerFunction('demand.delivered', { run: (work) => deliver(deps, work) });
  cases.registerFunction('demand.fulfilled', {
    async run(work) {
      await set(work, "state = 'fulfilled', ended_at = $2", [work.ctx.now]);
      work.move('granted');
    },
  });
  cases.registerFunction('demand.closed', {
    async run(work) {
      await set(work, "state = 'closed', ended_at = $2, decision = case when state = 'disputed' then $3 else decision end", [work.ctx.now, opinionOf(work)]);
      work.move('refused', { reason: opinionOf(work) });
    },
  });
}

interface Delivered {
  number: string;
  entry_id: string | null;
  demander: string;
  provider: string;
  purpose: string;
  basis: string;
  fields: string[];
  way: string;
  until_on: string | null;
  scope: string | null;
}

/** 交付: the exchange grants what was agreed, for this purpose and these fields only. */
async function deliver(deps: CatalogueDeps, work: CaseWork): Promise<void> {
  const { ctx } = work;
  const d = await ctx.tx.one<Delivered>('select number, entry_id, demander, provider, purpose, basis, fields, way, until_on::text as until_on, scope from catalogue.demand where case_id = $1', [work.row.id]);
  const entry = d.entry_id === null ? undefined : await findEntry(ctx.tx, d.entry_id);
  const reference = entry === undefined || deps.grant === undefined ? null : await deps.grant(ctx, {
    demandId: work.row.id, number: d.number, entry: { id: entry.id, code: entry.code, title: entry.title }, consumer: d.demander, provider: d.provider, purpose: d.purpose, basis: d.basis, fields: d.fields, way: d.way, until: d.until_on, scope: d.scope,
  });
  await set(work, "state = 'delivered', delivered_at = $2, grant_reference = $3", [ctx.now, reference]);
  deps.ledger.append(ctx.tx, { kind: 'demand.delivered', subject: work.row.id, data: { number: d.number, reference, fields: d.fields.length, scope: d.scope } });
}

export async function rateDemand(ctx: Context, input: ParsedInputOf<typeof c.rateDemand>): Promise<{ ok: true }> {
  const found = await ctx.tx.maybe<{ state: string; rating: number | null; demander: string }>('select state, rating, demander from catalogue.demand where case_id = $1 for update', [input.caseId]);
  if (found === undefined || !ctx.actor.organisations.includes(found.demander)) throw errors.demandUnknown();
  if (found.state !== 'fulfilled') throw errors.notFulfilled();
  if (found.rating !== null) throw errors.ratedAlready();
  await ctx.tx.query('update catalogue.demand set rating = $2, comment = $3 where case_id = $1', [input.caseId, input.rating, input.comment]);
  return { ok: true };
}

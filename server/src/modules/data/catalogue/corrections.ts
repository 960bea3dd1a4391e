import type { CaseWork } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { findEntry } from './entry-queries.ts';
import { errors } from './errors.ts';
import { organisationOf, ownOrganisation } from './own-organisation.ts';
import { dueOn, rulesOf } from './rules-of.ts';

/** 校核 as a case: whoever doubts data asks its provider, who corrects or explains within the limit. */
export const correctionCase = 'data-correction';
const kindCode = 'JH';

export async function openCorrection(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.openCorrection>): Promise<OutputOf<typeof c.openCorrection>> {
  const entry = await findEntry(ctx.tx, input.entryId);
  if (entry === undefined) throw errors.unknown();
  if (input.item !== undefined && !entry.items.some((i) => i.name === input.item)) throw errors.fieldUnknown({ field: input.item });
  const demander = ownOrganisation(deps, ctx);
  const provider = organisationOf(deps, entry.provider);
  const days = rulesOf(deps).correctionDays;
  const work = await deps.cases.open(ctx, {
    kind: correctionCase, kindCode, definition: { kind: 'process', id: 'data-correction', version: 1 }, title: `数据校核：${entry.title}`, division: provider.division, organisation: demander.id, party: null, channel: 'desk',
    answers: { doubt: input.doubt, proposed: input.proposed ?? '' }, process: { id: 'data-correction' }, variables: { provider: provider.id }, promisedDays: days, statutoryDays: days * 2,
  });
  const due = dueOn(deps, ctx, days);
  ctx.tx.insert('catalogue.correction', {
    case_id: work.row.id, number: work.row.number, entry_id: entry.id, item: input.item ?? null, doubt: input.doubt, proposed: input.proposed ?? null, demander: demander.id, demander_name: demander.name, provider: provider.id,
    division: provider.division, state: 'asked', due_on: due, created_at: ctx.now.toISOString(), created_by: ctx.actor.name,
  });
  await ctx.tx.flush();
  work.move('accepted');
  await work.start();
  await work.save();
  return { caseId: work.row.id, number: work.row.number, dueOn: due };
}

export function registerCorrectionFunctions({ cases }: CatalogueDeps): void {
  const end = async (work: CaseWork, state: 'corrected' | 'rejected'): Promise<void> => {
    const answer = typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : '';
    await work.ctx.tx.query('update catalogue.correction set state = $2, answer = $3, ended_at = $4 where case_id = $1', [work.row.id, state, answer, work.ctx.now]);
    work.move(state === 'corrected' ? 'granted' : 'refused', { reason: answer });
  };
  cases.registerFunction('correction.corrected', { run: (work) => end(work, 'corrected') });
  cases.registerFunction('correction.rejected', { run: (work) => end(work, 'rejected') });
}

export async function listCorrections(ctx: Context): Promise<OutputOf<typeof c.listCorrections>> {
  const rows = await ctx.tx.query<{ case_id: string; number: string; entry_id: string; title: string; item: string | null; doubt: string; proposed: string | null; demander_name: string; state: string; due_on: string | null; answer: string | null; created_at: Date }>(
    `select k.case_id, k.number, k.entry_id, e.title, k.item, k.doubt, k.proposed, k.demander_name, k.state, k.due_on::text as due_on, k.answer, k.created_at
     from catalogue.correction k join catalogue.entry e on e.id = k.entry_id order by k.case_id desc limit 200`);
  return { corrections: rows.map((r) => ({ caseId: r.case_id, number: r.number, entryId: r.entry_id, title: r.title, item: r.item, doubt: r.doubt, proposed: r.proposed, demanderName: r.demander_name, state: r.state, dueOn: r.due_on, answer: r.answer, createdAt: r.created_at.toISOString() })) };
}

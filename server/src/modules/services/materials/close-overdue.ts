import { casesErrors, materialsOf, stateWords, type Work } from '#engines/cases';
import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import type { SupplementAsked } from '../cases/case-functions.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { requireHandler } from './later-materials.ts';
import { planLegalDocument } from '../licences/legal-document.ts';
import { notifyParty } from '../cases/notify-party.ts';

/**
 * 逾期退件: who does not supplement within the limit of the notice is taken to have withdrawn (视为撤回); who does not hand
 * in what was left for later has the handling ended. An official says so, in writing; it is never done by itself.
 */
export async function closeOverdue(hall: Hall, ctx: Context, input: { caseId: string; version: number; reason: string }): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  requireHandler(ctx, work);
  if (work.row.parent_id !== null) throw casesErrors.notNow({ state: stateWords[work.row.state][ctx.locale] });
  const all = [work, ...(await hall.cases.loadChildren(ctx, work.row.id))];
  const state = await overdueEnd(ctx, all);
  for (const one of all) {
    if (one.row.concluded_at !== null) continue;
    one.setData('closeReason', input.reason);
    one.move(state, { reason: input.reason, overdue: true });
    await one.operate({ type: 'cancelAll', actor: ctx.actor.accountId ?? '' });
    await one.save();
  }
  planLegalDocument(hall, work, 'returned');
  notifyParty(hall, work, 'case-returned', { reason: input.reason });
  return work;
}

/** How the case ends for its overdue limit; a refusal where none has passed. */
async function overdueEnd(ctx: Context, all: readonly Work[]): Promise<'withdrawn' | 'terminated'> {
  const [{ row }] = all as readonly [Work, ...Work[]];
  const today = dayInChina(ctx.now);
  if (row.state === 'supplement') {
    const { until } = (row.data['supplement'] ?? {}) as Partial<SupplementAsked>;
    if (until === undefined || until === null || until >= today) throw errors.notOverdue();
    return 'withdrawn';
  }
  if (row.state !== 'accepted' && row.state !== 'suspended') throw casesErrors.notNow({ state: stateWords[row.state][ctx.locale] });
  const materials = await materialsOf(ctx.tx, all.map((w) => w.row.id));
  if (!materials.some((m) => m.state === 'later' && m.later_due !== null && m.later_due < today)) throw errors.notOverdue();
  return 'terminated';
}

import type { CaseWork, Work } from '#engines/cases';
import { textIn } from '#kernel/i18n';
import { ownTransaction, type Context } from '#kernel/context';
import { getSystem } from './connections.ts';
import type { Docking } from './deps.ts';
import { dockedSystemKind, type DockedSystem } from './docked-system-kind.ts';
import { errors } from './errors.ts';
import { pushJob } from './job-names.ts';

export type MatterState = 'waiting' | 'sent' | 'handling' | 'granted' | 'refused' | 'rejected';

export interface Matter {
  id: string; system: string; case_id: string; number: string; title: string; organisation: string; division: string; reference: string | null; state: MatterState; their_state: string | null; attempts: number; problem: string | null;
  made_at: Date; sent_at: Date | null; answered_at: Date | null; decided_at: Date | null; version: number;
}
export const matterColumns = 'id, system, case_id, number, title, organisation, division, reference, state, their_state, attempts, problem, made_at, sent_at, answered_at, decided_at, version';

/** What the case waits for while the docked system handles it. */
const resultMessage = 'vertical.result';
const final = (state: MatterState): boolean => state === 'granted' || state === 'refused';

/** `docking.push`, a step of the process: the case becomes a matter of the docked system that its item is registered for. */
export function registerPushFunction(o: Docking): void {
  o.cases.registerFunction('docking.push', {
    run(work: CaseWork) {
      const { ctx, row } = work;
      const item = typeof row.data['itemId'] === 'string' && row.data['itemId'] !== '' ? row.data['itemId'] : row.definition_id;
      const system = o.content.list(dockedSystemKind).find((d) => d.value.way === 'deep' && d.value.items.some((i) => i === item || i === row.definition_id));
      if (system === undefined) throw errors.notDocked({ item });
      const id = ctx.newId();
      ctx.tx.insert('docking.matter', { id, system: system.id, case_id: row.id, number: row.number, title: row.title, organisation: row.organisation, division: row.division, state: 'waiting', made_at: ctx.now.toISOString() });
      o.jobs.plan(ctx.tx, { kind: pushJob, key: id, payload: { matterId: id } });
    },
  });
}

/** The case as a mapping sees it: `case`, `answers`, `party`. */
export async function scopeOf(o: Docking, work: Work): Promise<Record<string, unknown>> {
  const { row } = work;
  const party = row.party_id === null ? undefined : await o.partyOf(row.party_id);
  return {
    case: { number: row.number, title: row.title, item: row.definition_id, division: row.division, organisation: row.organisation, acceptedOn: row.accepted_on, channel: row.channel },
    answers: work.answers(), party: { name: row.party_name, kind: row.party_kind, code: party?.code ?? null },
  };
}

export interface Reading { state: string; reference: string; number: string | null; opinion: string | null }

/** What an answer or a call of theirs says, by the expressions that were agreed. */
export function readAnswer(o: Pick<Docking, 'rules'>, read: NonNullable<DockedSystem['status']>['read'], answer: unknown): Reading {
  const value = (expression: string | undefined): string | null => {
    const found = expression === undefined ? null : o.rules.evaluate(expression, { answer });
    return typeof found === 'string' || typeof found === 'number' ? String(found).slice(0, 500) : null;
  };
  const [state, reference] = [value(read.state), value(read.reference)];
  if (state === null || reference === null) throw errors.unreadable({ why: state === null ? '状态 state' : '业务号 reference' });
  return { state, reference, number: value(read.number), opinion: value(read.opinion) };
}

/** 回传落地: the matter follows their state; the first result concludes the case, the same one again changes nothing, another one is refused. */
export async function applyReading(o: Docking, systemId: string, matterId: string, reading: Reading): Promise<{ changed: boolean; state: MatterState }> {
  const system = getSystem(o, systemId);
  const means = system.statuses.find((s) => s.theirs === reading.state)?.means;
  if (means === undefined) throw errors.statusUnknown({ status: reading.state });
  return ownTransaction(o, async (ctx) => {
    const before = await ctx.tx.one<Matter>(`select ${matterColumns} from docking.matter where id = $1`, [matterId]);
    if (means !== 'granted' && means !== 'refused') return follow(ctx, before, reading);
    // the case before the matter, as everywhere
    const work = final(before.state) ? undefined : await o.cases.load(ctx, before.case_id);
    const matter = await ctx.tx.one<Matter>(`select ${matterColumns} from docking.matter where id = $1 for update`, [matterId]);
    if (final(matter.state) && matter.state !== means) throw errors.contradicts({ state: matter.state });
    if (final(matter.state) || work === undefined) return { changed: false, state: matter.state };
    await ctx.tx.query('update docking.matter set state = $2, their_state = $3, answered_at = $4, decided_at = $4, problem = null, ask_at = null, version = version + 1 where id = $1', [matter.id, means, reading.state, ctx.now]);
    await conclude(work, matter, means, reading);
    o.ledger.append(ctx.tx, { kind: `docking.${means}`, subject: matter.case_id, data: { system: systemId, reference: matter.reference, number: reading.number } });
    return { changed: true, state: means };
    // what a docked system did stands in the case's course under its name
  }, { name: textIn(system.title, 'zh') });
}

async function follow(ctx: Context, matter: Matter, reading: Reading): Promise<{ changed: boolean; state: MatterState }> {
  if (final(matter.state)) throw errors.contradicts({ state: matter.state });
  const changed = matter.their_state !== reading.state;
  await ctx.tx.query("update docking.matter set state = 'handling', their_state = $2, answered_at = $3, problem = null, version = version + 1 where id = $1 and state in ('waiting', 'sent', 'handling') and ($4 or problem is not null)", [matter.id, reading.state, ctx.now, changed]);
  return { changed, state: 'handling' };
}

/** The result goes into the case as a message of its process: nobody keys it in a second time. */
async function conclude(work: Work, matter: Matter, means: 'granted' | 'refused', { number, opinion }: Reading): Promise<void> {
  const waits = work.row.process_state?.ended === undefined && work.row.process_state?.tokens.some((t) => work.graph.nodes[t.node]?.action === resultMessage);
  if (waits !== true) {
    await work.ctx.tx.query('update docking.matter set problem = $2 where id = $1', [matter.id, '办件已不在等待结果，请人工核对 / the case no longer waits']);
    return;
  }
  if (number !== null) work.setData('reference', number);
  if (opinion !== null) work.setData('opinion', opinion);
  work.act('decided', { step: '业务系统办理', decision: means === 'granted' ? 'grant' : 'refuse', opinion: opinion ?? '' }, true);
  await work.message(resultMessage, { decision: means === 'granted' ? 'grant' : 'refuse', opinion: opinion ?? '', number: number ?? '' });
  await work.save();
}

import { actionsOf, tasksOf, type TaskRow } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import { isId } from '#kernel/ids';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type { Locale } from '#kernel/i18n';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { errors } from './errors.ts';
import { ownTask, takenStep } from './own-task.ts';
import { isDivided } from './scope-demand.ts';

type DemandView = OutputOf<typeof c.listDemands>['demands'][number];

export interface DemandRow {
  case_id: string; number: string; entry_id: string | null; title: string; demander: string; demander_name: string; provider: string; provider_name: string; purpose: string; basis: string; fields: string[]; item_id: string | null;
  material_id: string | null; way: string; until_on: string | null; scope: string | null; scope_version: number; state: keyof typeof demandStates; answer_due: string | null; deliver_due: string | null; answer: string | null; decision: string | null; grant_reference: string | null;
  rating: number | null; created_at: Date; created_by: string;
}

export const demandColumns = `d.case_id, d.number, d.entry_id, d.title, d.demander, d.demander_name, d.provider, d.provider_name, d.purpose, d.basis, d.fields, d.item_id, d.material_id, d.way, d.until_on::text as until_on, d.scope, d.scope_version, d.state,
  d.answer_due::text as answer_due, d.deliver_due::text as deliver_due, d.answer, d.decision, d.grant_reference, d.rating, d.created_at, d.created_by`;

export const demandStates = {
  asked: { zh: '待响应', en: 'Awaiting an answer' }, agreed: { zh: '已同意，待交付', en: 'Agreed, to be delivered' }, refused: { zh: '不同意，待确认', en: 'Refused' }, disputed: { zh: '争议协调中', en: 'In dispute' },
  upheld: { zh: '协调决定共享，待交付', en: 'Decided: to be shared' }, delivered: { zh: '已交付，待确认', en: 'Delivered' }, fulfilled: { zh: '已落实', en: 'Fulfilled' }, closed: { zh: '已关闭', en: 'Closed' },
} as const;

/** Past its limit: the answer's while asked, the delivery's while owed. */
const lateSql = `(d.state = 'asked' and d.answer_due < $day::date or d.state in ('agreed', 'upheld') and d.deliver_due < $day::date)`;
const isLate = (d: DemandRow, today: string): boolean => (d.state === 'asked' && d.answer_due !== null && d.answer_due < today) || (['agreed', 'upheld'].includes(d.state) && d.deliver_due !== null && d.deliver_due < today);

export const demandView = (deps: CatalogueDeps, ctx: Context, d: DemandRow, tasks: readonly TaskRow[] = []): DemandView => ({
  caseId: d.case_id, number: d.number, entryId: d.entry_id, title: d.title, demander: d.demander, demanderName: d.demander_name, provider: d.provider, providerName: d.provider_name, purpose: d.purpose, basis: d.basis, fields: d.fields,
  itemId: d.item_id, materialId: d.material_id, way: d.way, until: d.until_on, scope: d.scope, scopeName: d.scope === null ? null : deps.divisionName(d.scope), scopeVersion: d.scope_version, state: d.state, stateWords: demandStates[d.state][ctx.locale as Locale], answerDue: d.answer_due, deliverDue: d.deliver_due, late: isLate(d, dayInChina(ctx.now)),
  answer: d.answer, decision: d.decision, grant: d.grant_reference, rating: d.rating, createdAt: d.created_at.toISOString(), createdBy: d.created_by,
  role: ctx.actor.organisations.includes(d.demander) ? 'demander' : ctx.actor.organisations.includes(d.provider) ? 'provider' : 'coordinator', task: ownTask(deps, ctx, tasks),
});

/** 我的申请, 待响应, 争议协调: what a box takes, of the reader's bodies. */
const boxOf = (box: 'mine' | 'answer' | 'coordinate' | 'all', bodies: readonly string[]): [string, unknown][] => ({
  mine: [['d.demander = any (?::text[])', bodies]], answer: [['d.provider = any (?::text[])', bodies], ['d.state = any (?::text[])', ['asked', 'agreed', 'upheld']]], coordinate: [['d.state = any (?::text[])', ['disputed', 'upheld']]], all: [],
} satisfies Record<typeof box, [string, unknown][]>)[box];

/** Newest first; row-level security leaves hers, her body's as provider, and those of her division to coordinate. */
export async function listDemands(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.listDemands>): Promise<OutputOf<typeof c.listDemands>> {
  const { where, values, next } = conditionsOf([...boxOf(input.box, ctx.actor.organisations), ['d.case_id < ?', isId(input.cursor ?? '') ? input.cursor : undefined]]);
  const rows = await ctx.tx.query<DemandRow>(`select ${demandColumns} from catalogue.demand d where ${where} order by d.case_id desc limit ${next(input.limit + 1)}`, values);
  const shown = rows.slice(0, input.limit);
  return { demands: shown.map((d) => demandView(deps, ctx, d)), next: rows.length > input.limit ? (shown.at(-1)?.case_id ?? null) : null };
}

const stepWords: Record<string, { zh: string; en: string }> = { submitted: { zh: '提出', en: 'Asked' }, decided: { zh: '办理', en: 'Decided' } };

export async function getDemand(deps: CatalogueDeps, ctx: Context, input: { caseId: string }): Promise<OutputOf<typeof c.getDemand>> {
  const d = await ctx.tx.maybe<DemandRow>(`select ${demandColumns} from catalogue.demand d where d.case_id = $1`, [input.caseId]);
  if (d === undefined) throw errors.demandUnknown();
  const [actions, tasks] = [await actionsOf(ctx.tx, d.case_id), await tasksOf(ctx.tx, d.case_id)];
  return {
    ...demandView(deps, ctx, d, tasks), divided: await isDivided(deps, ctx, d.entry_id),
    steps: actions.filter((a) => a.kind === 'submitted' || a.kind === 'decided').map((a) => ({
      at: a.at.toISOString(), by: a.actor_name, organisation: a.organisation === null ? null : bodyName(deps, a.organisation, ctx.locale),
      step: stepWords[a.kind]?.[ctx.locale] ?? a.kind, decided: '', ...takenStep(deps, ctx, tasks, a.data['node'], a.data['decision']), words: String(a.data['decision'] ?? ''), opinion: String(a.data['opinion'] ?? ''),
    })),
  };
}

/** 协调小组: disputes, what was decided, whether it was fulfilled, who answers for each body. */
export async function coordination(deps: CatalogueDeps, ctx: Context): Promise<OutputOf<typeof c.coordination>> {
  const disputes = await ctx.tx.query<DemandRow>(`select ${demandColumns} from catalogue.demand d where d.state in ('disputed', 'upheld') or d.decision is not null order by d.case_id desc limit 200`);
  const figures = await ctx.tx.one<{ open: string; decided: string; fulfilled: string; overdue: string }>(
    `select x.open, x.decided, x.fulfilled, y.overdue
     from (select count(*) filter (where d.state = 'disputed') as open, count(*) filter (where d.decision is not null) as decided, count(*) filter (where d.decision is not null and d.state = 'fulfilled') as fulfilled from catalogue.demand d where d.state in ('disputed', 'upheld') or d.decision is not null) x,
       (select count(*) as overdue from catalogue.demand d where d.state in ('asked', 'agreed', 'upheld', 'disputed') and (${lateSql.replaceAll('$day', '$1')})) y`, [dayInChina(ctx.now)]);
  const liaisons = await ctx.tx.query<{ organisation: string; responsible: string; post: string; liaison: string; phone: string; version: number }>('select organisation, responsible, post, liaison, phone, version from catalogue.liaison order by organisation limit 500');
  return {
    open: Number(figures.open), decided: Number(figures.decided), fulfilled: Number(figures.fulfilled), overdue: Number(figures.overdue), disputes: disputes.map((d) => demandView(deps, ctx, d)),
    liaisons: liaisons.map((l) => ({ ...l, name: bodyName(deps, l.organisation, ctx.locale) })),
  };
}

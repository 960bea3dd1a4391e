import { createHash } from 'node:crypto';
import type { AnalysisQuery, Answer } from '#engines/analysis';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import type { MaskRule } from '#engines/records';
import { shownCell } from '../masked-fields.ts';
import { getAgreement, mustBeInForce } from './agreements.ts';
import type * as c from './contract.ts';
import { dataOfferKind, type DataOffer } from './data-offer-kind.ts';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';

type Asked = ParsedInputOf<typeof c.askAsOfficial>['asked'];
type View = DataOffer['views'][number];

/** Snapshots of the safe space are those of the registers themselves, read through the offer's columns only. */
const snapshotOf = (view: View): string => `register:${view.register}`;
const size = 'groupSize';

export function getOffer(d: Pick<Development, 'content'>, id: string, forWhom: DataOffer['for'][number]): DataOffer {
  const offer = d.content.find(dataOfferKind, id)?.value;
  if (offer === undefined || !offer.for.includes(forWhom)) throw errors.notFound();
  return offer;
}

/** 脱敏 of a column: the offer's own word, else what the grade has come to since it was written. */
export function maskOfOffered({ records }: Pick<Development, 'records'>, view: View, { column, mask }: View['columns'][number]): MaskRule | undefined {
  // a sealed field is here as a digest: it tells nothing but whether two are equal
  if (mask !== undefined || records.definition(view.register).fields.some((f) => f.id === column && f.sensitive)) return mask;
  const graded = records.maskOf(view.register, column, { channel: 'screen' });
  return graded === 'none' ? undefined : graded === 'suppress' ? 'all' : graded;
}

/** 类型化查询 over masked views: every name is one of the offer's; what is masked is shown masked and asked about by nobody. */
export function compileQuestion(d: Pick<Development, 'rules' | 'records'>, offer: DataOffer, asked: Asked): { query: AnalysisQuery; masks: Map<string, MaskRule> } {
  const first = offer.views[0]!;
  const main = offer.views.find((v) => v.as === (asked.from ?? first.as)) ?? refuseColumn(asked.from ?? '');
  const joined = asked.joins.map((j) => ({ ...j, view: offer.views.find((v) => v.as === j.view) ?? refuseColumn(j.view) }));
  const find = (name: string, open: boolean): { mask: MaskRule | undefined } => {
    const dot = name.indexOf('.');
    const view = dot === -1 ? main : joined.find((j) => j.view.as === name.slice(0, dot))?.view;
    const found = view?.columns.find((x) => x.column === name.slice(dot + 1));
    if (view === undefined || found === undefined) return refuseColumn(name);
    const mask = maskOfOffered(d, view, found);
    return open && mask !== undefined ? refuseColumn(name) : { mask };
  };
  const condition = (expression: string | undefined): void => {
    if (expression === undefined) return;
    d.rules.compile(expression);
    for (const path of d.rules.namesIn(expression)) find(path.join('.'), true);
  };
  condition(asked.where);
  for (const g of asked.groupBy) find(g.column, true);
  for (const m of asked.measures) {
    if (m.of !== undefined) find(m.of, true);
    condition(m.where);
  }
  const masks = new Map(asked.rows.flatMap((name) => { const { mask } = find(name, false); return mask === undefined ? [] : [[name, mask] as const]; }));
  if (asked.rows.length > 0 && offer.level === 'figures') refuseColumn(asked.rows[0]!);
  for (const j of joined) {
    for (const k of j.on) {
      const right = j.view.columns.find((x) => x.column === k.right) ?? refuseColumn(k.right);
      // a masked key may meet another masked key; beside an open column it would tell what the mask hides
      if ((find(k.left, false).mask === undefined) !== (maskOfOffered(d, j.view, right) === undefined)) refuseColumn(k.left);
    }
  }
  const joins = joined.map((j) => ({ snapshot: snapshotOf(j.view), as: j.view.as, kind: 'inner' as const, on: j.on }));
  const common = { from: snapshotOf(main), joins, ...(asked.where === undefined ? {} : { where: asked.where }), limit: Math.min(asked.limit ?? offer.rowsMax, offer.rowsMax) };
  if (asked.rows.length > 0) return { masks, query: { ...common, rows: asked.rows } };
  const groups = asked.groupBy.map(({ column, by, as }) => ({ column, ...(by === undefined ? {} : { by }), ...(as === undefined ? {} : { as }) }));
  const measures = asked.measures.map(({ as, fn, of, where }) => ({ as, fn, ...(of === undefined ? {} : { of }), ...(where === undefined ? {} : { where }) }));
  return { masks, query: { ...common, groupBy: groups, measures: [...measures, { as: size, fn: 'count' }], order: groups.map((g) => ({ by: g.as ?? g.column })), least: offer.smallestGroup } };
}

const refuseColumn = (column: string): never => {
  throw errors.columnNotOffered({ column: column.slice(0, 60) });
};

/** 小单元抑制: what is told of groups; of rows, how many are alike (k), and which of them are alike enough. */
export function suppress(offer: DataOffer, answer: Answer, masks: ReadonlyMap<string, MaskRule>, isRows: boolean): { rows: Answer['rows']; alike: Answer['rows']; suppressed: number; smallest: number } {
  if (!isRows) {
    const told = answer.rows.filter((r) => Number(r[size]) >= offer.smallestGroup);
    const smallest = told.reduce((least, r) => Math.min(least, Number(r[size])), Number.MAX_SAFE_INTEGER);
    const rows = told.map(({ [size]: _, ...r }) => r);
    return { rows, alike: rows, suppressed: answer.rows.length - told.length + answer.suppressedGroups, smallest: told.length === 0 ? 0 : smallest };
  }
  const rows = answer.rows.map((r) => Object.fromEntries(Object.entries(r).map(([name, value]) => { const rule = masks.get(name); return [name, shownCell(rule ?? 'none', value)]; })));
  const likeOf = (r: Answer['rows'][number]): string => JSON.stringify(Object.values(r));
  const alike = Map.groupBy(rows, likeOf);
  return { rows, alike: rows.filter((r) => alike.get(likeOf(r))!.length >= offer.smallestGroup), suppressed: 0, smallest: rows.length === 0 ? 0 : Math.min(...[...alike.values()].map((x) => x.length)) };
}

interface Asker { agreementId: string | null; partyId: string | null }

export async function requireQuota(ctx: Context, offerId: string, offer: DataOffer, agreementId: string | null): Promise<void> {
  const midnight = `${dayInChina(ctx.now)}T00:00:00+08:00`;
  const whose = agreementId === null ? 'account_id = $1 and agreement_id is null' : 'agreement_id = $1';
  const { used } = await ctx.tx.one<{ used: number }>(`select count(*)::int as used from development.question where ${whose} and asked_at >= $2 and offer = $3`, [agreementId ?? ctx.actor.accountId, midnight, offerId]);
  if (used >= offer.questionsPerDay) throw errors.quotaUsed({ max: offer.questionsPerDay });
}

interface Answered {
  result: Pick<Answer, 'columns' | 'rows' | 'truncated' | 'snapshots'>;
  alike: Answer['rows'];
  suppressed: number;
  smallest: number;
  tookMs: number;
}

/** Within the offer's limits; small groups are gone already. */
export async function answerOf(d: Development, ctx: Context, offer: DataOffer, asked: Asked): Promise<Answered> {
  const { query, masks } = compileQuestion(d, offer, asked);
  const began = performance.now();
  const answer = await d.analysis.query(query, { now: ctx.now, seconds: offer.secondsMax });
  const { rows, alike, suppressed, smallest } = suppress(offer, answer, masks, query.rows !== undefined);
  return { result: { columns: answer.columns.filter((x) => x.name !== size), rows, truncated: answer.truncated, snapshots: answer.snapshots }, alike, suppressed, smallest, tookMs: Math.round(performance.now() - began) };
}

interface Kept { offerId: string; offer: DataOffer; asker: Asker; purpose: string; asked: Asked; answer: Answered; state: 'tried' | 'waiting' }

/** The question with its answer, and the ledger's word of it; its id. */
export function keepQuestion(d: Pick<Development, 'ledger'>, ctx: Context, { offerId, offer, asker, purpose, asked, answer, state }: Kept): string {
  const digest = createHash('sm3').update(JSON.stringify(answer.result)).digest('hex');
  const id = ctx.newId();
  ctx.tx.insert('development.question', {
    id, agreement_id: asker.agreementId, party_id: asker.partyId, account_id: ctx.actor.accountId, organisation: ctx.actor.organisations[0] ?? null, asked_by: ctx.actor.name, offer: offerId, purpose, asked, asked_at: ctx.now.toISOString(),
    took_ms: answer.tookMs, result: answer.result, rows: answer.result.rows.length, suppressed: answer.suppressed, smallest_group: answer.smallest, grade: offer.grade, digest, state,
  });
  d.ledger.append(ctx.tx, { kind: state === 'tried' ? 'development.tried' : 'development.asked', subject: id, data: { offer: offerId, agreement: asker.agreementId, by: ctx.actor.accountId, purpose, digest } });
  return id;
}

async function ask(d: Development, ctx: Context, offerId: string, offer: DataOffer, asker: Asker, purpose: string, asked: Asked): Promise<OutputOf<typeof c.askAsOfficial>> {
  await requireQuota(ctx, offerId, offer, asker.agreementId);
  const answer = await answerOf(d, ctx, offer, asked);
  const questionId = keepQuestion(d, ctx, { offerId, offer, asker, purpose, asked, answer, state: 'waiting' });
  return { questionId, rows: answer.result.rows.length, suppressed: answer.suppressed, state: 'waiting' };
}

export async function askAsOfficial(d: Development, ctx: Context, input: ParsedInputOf<typeof c.askAsOfficial>): Promise<OutputOf<typeof c.askAsOfficial>> {
  return ask(d, ctx, input.offer, getOffer(d, input.offer, 'officials'), { agreementId: null, partyId: null }, input.purpose, input.asked);
}

export async function askAsOperator(d: Development, ctx: Context, input: ParsedInputOf<typeof c.askAsOperator>): Promise<OutputOf<typeof c.askAsOperator>> {
  const agreement = await getAgreement(ctx, input.agreementId);
  mustBeInForce(agreement, ctx.now);
  return ask(d, ctx, agreement.offer, getOffer(d, agreement.offer, 'operators'), { agreementId: agreement.id, partyId: agreement.party_id }, agreement.purpose, input.asked);
}

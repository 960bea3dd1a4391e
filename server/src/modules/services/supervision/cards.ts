import { casesErrors } from '#engines/cases';
import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { ruleWords } from './card-rules.ts';
import { organisationName } from '../desk/desk-summary.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';

type CardState = 'open' | 'answered' | 'lifted' | 'confirmed';

interface CardRow {
  id: string;
  case_id: string;
  light: 'soon' | 'yellow' | 'red';
  rule: string;
  organisation: string;
  case_number: string;
  case_name: string;
  raised_at: Date;
  state: CardState;
  answer: string | null;
  settle_reason: string | null;
  version: number;
}

export interface SupervisionCard {
  id: string;
  light: 'soon' | 'yellow' | 'red';
  rule: string;
  caseId: string;
  caseNumber: string;
  caseName: string;
  organisation: string;
  raisedAt: string;
  state: CardState;
  answer: string | null;
  liftReason: string | null;
  version: number;
}

const columns = 'id, case_id, light, rule, organisation, case_number, case_name, raised_at, state, answer, settle_reason, version';

/** 监察牌, newest first: row-level security shows a supervisor her divisions and a department its own. */
export async function listCards(hall: Hall, ctx: Context, input: { state?: CardState | undefined; cursor?: string | undefined; limit: number }): Promise<{ cards: SupervisionCard[]; next: string | null }> {
  const rows = await ctx.tx.query<CardRow>(
    `select ${columns} from services.card where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [input.state ?? null, isId(input.cursor ?? '') ? input.cursor : null, input.limit + 1]);
  const shown = rows.slice(0, input.limit);
  const cards = shown.map((r): SupervisionCard => ({
    id: r.id, light: r.light, rule: ruleWords(r.rule, ctx.locale), caseId: r.case_id, caseNumber: r.case_number, caseName: r.case_name, organisation: organisationName(hall, r.organisation),
    raisedAt: r.raised_at.toISOString(), state: r.state, answer: r.answer, liftReason: r.settle_reason, version: r.version,
  }));
  return { cards, next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null };
}

async function lockCard(ctx: Context, cardId: string, version: number): Promise<CardRow> {
  const card = await ctx.tx.maybe<CardRow>(`select ${columns} from services.card where id = $1 for update`, [cardId]);
  if (card === undefined) throw errors.cardUnknown();
  if (card.version !== version) throw casesErrors.stale({ version: card.version });
  return card;
}

/** 承办部门说明情况: by the department itself, once; a supervisor then settles it. */
export async function answerCard(hall: Hall, ctx: Context, input: { cardId: string; version: number; answer: string }): Promise<{ ok: true }> {
  const card = await lockCard(ctx, input.cardId, input.version);
  if (!ctx.actor.organisations.includes(card.organisation)) throw casesErrors.notYourTask();
  if (card.state !== 'open') throw casesErrors.stale({ version: card.version });
  await ctx.tx.query("update services.card set state = 'answered', answer = $2, answered_by = $3, version = version + 1 where id = $1", [card.id, input.answer, ctx.actor.name]);
  hall.ledger.append(ctx.tx, { kind: 'supervision.answered', subject: card.case_id, data: { number: card.case_number, rule: card.rule } });
  return { ok: true };
}

/** 监察员确认或撤销: a card that was settled stays so. */
export async function settleCard(hall: Hall, ctx: Context, input: { cardId: string; version: number; settle: 'confirmed' | 'lifted'; reason: string }): Promise<{ ok: true }> {
  const card = await lockCard(ctx, input.cardId, input.version);
  if (card.state !== 'open' && card.state !== 'answered') throw casesErrors.stale({ version: card.version });
  await ctx.tx.query('update services.card set state = $2, settle_reason = $3, settled_by = $4, version = version + 1 where id = $1', [card.id, input.settle, input.reason, ctx.actor.name]);
  hall.ledger.append(ctx.tx, { kind: 'supervision.settled', subject: card.case_id, data: { number: card.case_number, rule: card.rule, settled: input.settle } });
  return { ok: true };
}

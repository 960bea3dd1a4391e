import { stateWords, type CaseState } from '#engines/cases';
import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import { isId } from '#kernel/ids';
import { textIn, type Locale } from '#kernel/i18n';
import { asSystem } from '../as-system.ts';
import { serviceItemKind } from '../items/item-definition.ts';
import { organisationName } from '../desk/desk-summary.ts';
import type { Hall } from '../hall.ts';
import { share } from './supervision-board.ts';

/** 五级评价. */
const levels: Record<number, { zh: string; en: string }> = {
  5: { zh: '非常满意', en: 'Very satisfied' }, 4: { zh: '满意', en: 'Satisfied' }, 3: { zh: '基本满意', en: 'Fairly satisfied' }, 2: { zh: '不满意', en: 'Dissatisfied' }, 1: { zh: '非常不满意', en: 'Very dissatisfied' },
};
const channels: Record<string, { zh: string; en: string }> = { portal: { zh: '网上', en: 'Online' }, window: { zh: '窗口', en: 'Window' }, phone: { zh: '电话', en: 'Telephone' }, terminal: { zh: '自助终端', en: 'Terminal' } };

export const satisfactionWords = (stars: number, locale: Locale): string => levels[stars]?.[locale] ?? String(stars);

interface ReviewRow {
  id: string;
  case_id: string;
  organisation: string;
  stars: number;
  tags: string[];
  comment: string | null;
  channel: string;
  at: Date;
  number: string | null;
  title: string | null;
  follow_up_case: string | null;
  follow_up_state: CaseState | null;
  follow_up_due: string | null;
  reply: string | null;
}

export interface Review {
  id: string;
  caseId: string;
  caseNumber: string;
  caseName: string;
  organisation: string;
  stars: number;
  satisfaction: string;
  tags: string[];
  comment: string | null;
  at: string;
  channel: string;
  followUp: { caseId: string; stateWords: string; dueOn: string | null } | null;
  reply: string | null;
}

interface Figures {
  total: number;
  satisfied: number;
  bad: number;
  corrected: number;
}

const figureDays = 365;
const latestReply = 'left join lateral (select p.text from services.review_reply p where p.review_id = r.id order by p.at desc limit 1) p on true';

/** 好差评管理: of her organisations and divisions, newest first; figures of the last year. */
export async function listReviews(hall: Hall, ctx: Context, input: { bad?: boolean | undefined; cursor?: string | undefined; limit: number }): Promise<{ reviews: Review[]; next: string | null; figures: { total: number; satisfaction: number | null; bad: number; corrected: number } }> {
  const rows = await ctx.tx.query<ReviewRow>(
    `select r.id, r.case_id, r.organisation, r.stars, r.tags, r.comment, r.channel, r.at, c.number, c.title, r.follow_up_case, f.state as follow_up_state, f.promised_due as follow_up_due, p.text as reply
     from services.review r left join cases.case c on c.id = r.case_id left join cases.case f on f.id = r.follow_up_case ${latestReply}
     where ($1::boolean is not true or r.stars <= 2) and ($2::uuid is null or r.id < $2) order by r.id desc limit $3`,
    [input.bad ?? null, isId(input.cursor ?? '') ? input.cursor : null, input.limit + 1]);
  const figures = await ctx.tx.one<Figures>(
    `select count(*)::int as total, (count(*) filter (where r.stars >= 3))::int as satisfied, (count(*) filter (where r.stars <= 2))::int as bad,
       (count(*) filter (where r.stars <= 2 and exists (select from services.review_reply p where p.review_id = r.id)))::int as corrected
     from services.review r where r.id >= kernel.id_floor($1::timestamptz - interval '${figureDays} days')`, [ctx.now.toISOString()]);
  const shown = rows.slice(0, input.limit);
  const reviews = shown.map((r): Review => ({
    id: r.id, caseId: r.case_id, caseNumber: r.number ?? '', caseName: r.title ?? '', organisation: organisationName(hall, r.organisation), stars: r.stars, satisfaction: satisfactionWords(r.stars, ctx.locale),
    tags: r.tags, comment: r.comment, at: r.at.toISOString(), channel: channels[r.channel]?.[ctx.locale] ?? r.channel, reply: r.reply,
    followUp: r.follow_up_case === null ? null : { caseId: r.follow_up_case, stateWords: r.follow_up_state === null ? '' : stateWords[r.follow_up_state][ctx.locale], dueOn: r.follow_up_due },
  }));
  return { reviews, next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null, figures: { total: figures.total, satisfaction: share(figures.satisfied, figures.total), bad: figures.bad, corrected: figures.corrected } };
}

interface PublicRow {
  id: string;
  item_id: string;
  stars: number;
  comment: string | null;
  at: Date;
  reply: string | null;
}

const countMax = 10_000;

/** 公开的评价与回复: without names; the average over the newest ten thousand. */
export async function publicReviews(hall: Hall, ctx: Context, input: { itemId?: string | undefined; cursor?: string | undefined; limit: number }): Promise<{ reviews: { at: string; item: string; stars: number; comment: string | null; reply: string | null }[]; average: number | null; count: number; next: string | null }> {
  const [ofItem, page] = [conditionsOf([['r.item_id = ?', input.itemId]]), conditionsOf([['r.item_id = ?', input.itemId], ['r.id < ?::uuid', isId(input.cursor ?? '') ? input.cursor : undefined]])];
  // the same to everybody, whatever else an official may see
  const { rows, average, count } = await asSystem(ctx, async () => ({
    rows: await ctx.tx.query<PublicRow>(
      `select r.id, r.item_id, r.stars, r.comment, r.at, p.text as reply from services.review r ${latestReply}
       where ${page.where} order by r.id desc limit ${page.next(input.limit + 1)}`, page.values),
    ...await ctx.tx.one<{ average: number | null; count: number }>(
      `select avg(stars)::float8 as average, count(*)::int as count from (select r.stars from services.review r where ${ofItem.where} order by r.id desc limit ${countMax}) n`, ofItem.values),
  }));
  const shown = rows.slice(0, input.limit);
  const nameOf = (id: string): string => {
    const found = hall.content.find(serviceItemKind, id) ?? hall.content.find<{ name: string }>('life-event', id);
    return found === undefined ? id : textIn(found.value.name, ctx.locale);
  };
  return {
    reviews: shown.map((r) => ({ at: r.at.toISOString(), item: nameOf(r.item_id), stars: r.stars, comment: r.comment, reply: r.reply })),
    average: average === null ? null : Math.round(average * 10) / 10, count, next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

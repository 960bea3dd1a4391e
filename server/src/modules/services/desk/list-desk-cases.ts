import type { CaseState } from '#engines/cases';
import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { dayInChina } from '#kernel/clock';
import type { CaseSummary } from '../cases/contract-case.ts';
import { beginsWith, lightSql } from './desk-light.ts';
import { deskSummary, summaryColumns, type SummaryRow } from './desk-summary.ts';
import type { Hall } from '../hall.ts';

export interface ListDeskCasesInput {
  /** The exact number, or the beginning of the party's name. */
  text?: string | undefined;
  state?: CaseState | undefined;
  light?: 'soon' | 'yellow' | 'red' | undefined;
  item?: string | undefined;
  /** 出件: whether the result has been handed out. */
  handedOut?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}

const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const numberShape = /^\d{6}[A-Z]{2}[0-9A-Z]{10,20}$/;

/** $3 … $9: state, light, item, before, at most, today, handed out; each scope is one range of an index, newest first. */
const wanted = `($3::text is null or c.state = $3) and ($4::text is null or (c.concluded_at is null and ${lightSql('$8')} = $4)) and ($5::text is null or c.definition_id = $5 or starts_with(c.definition_id, $5 || '.')) and c.id < $6::uuid and ($9::boolean is null or (c.data ? 'handedOut') = $9)`;
const inScopeSql = `select ${summaryColumns}, ${lightSql('$8')} as light from (
    select c.id from unnest($1::text[]) o(code) cross join lateral (select c.id from cases.case c where c.organisation = o.code and ${wanted} order by c.id desc limit $7) c
    union select c.id from unnest($2::text[]) d(digits) cross join lateral (select c.id from cases.case c where ${beginsWith('c.division', 'd.digits')} and ${wanted} order by c.id desc limit $7) c
  ) k join cases.case c on c.id = k.id order by c.id desc limit $7`;

/** So many of those whose name begins so are looked at, in the order of names: the name itself comes first. */
const namesMax = 1_000;
const byNameSql = `select c.id from cases.case c where ${beginsWith('c.party_name', '$1')} order by c.party_name using ~<~, c.id desc limit ${namesMax}`;

/** 办件查询 over what row-level security lets her see; parts of names are not searched for, only their beginnings. */
export async function listDeskCases(hall: Hall, ctx: Context, input: ListDeskCasesInput): Promise<{ cases: CaseSummary[]; next: string | null }> {
  const today = dayInChina(ctx.now);
  const text = input.text?.trim() ?? '';
  const filter = [input.state ?? null, input.light ?? null, input.item ?? null, isId(input.cursor ?? '') ? input.cursor : last, input.limit + 1, today, input.handedOut ?? null];
  const rows = text === ''
    ? await ctx.tx.query<SummaryRow>(inScopeSql, [ctx.actor.organisations, ctx.actor.divisions, ...filter])
    : await ctx.tx.query<SummaryRow>(
      `with found as materialized (${numberShape.test(text.toUpperCase()) ? 'select c.id from cases.case c where c.number = upper($1)' : byNameSql})
       select ${summaryColumns}, ${lightSql('$8')} as light from cases.case c where c.id = any (array(select id from found)) and $2::text is null and ${wanted} order by c.id desc limit $7`,
      [text, null, ...filter]);
  const shown = rows.slice(0, input.limit);
  return { cases: shown.map((row) => deskSummary(hall, ctx, row)), next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null };
}

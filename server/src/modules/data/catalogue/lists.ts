import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { errors } from './errors.ts';
import { manages, ownOrganisation } from './own-organisation.ts';

type Kind = ParsedInputOf<typeof c.draftList>['kind'];
type ListRow = Record<string, string | null>;

/** 清单 as catalogue and demands have it now; each row names the responsible body. */
const drafts: Record<Kind, string> = {
  responsibility: `select e.code, e.title, e.provider_name as responsible, l.responsible as person, l.liaison, l.phone, e.sharing, e.update_cycle as "updateCycle", array_to_string(e.sharing_ways, ' ') as ways
    from catalogue.entry e left join catalogue.liaison l on l.organisation = e.provider where e.state = 'published' and e.sharing <> 'none' and starts_with(e.division, $1) order by e.provider, e.code`,
  negative: `select e.code, e.title, e.provider_name as responsible, e.sharing_basis as basis, e.grade from catalogue.entry e where e.state = 'published' and e.sharing = 'none' and starts_with(e.division, $1) order by e.provider, e.code`,
  open: `select e.code, e.title, e.provider_name as responsible, e.opening, e.opening_condition as condition, e.update_cycle as "updateCycle" from catalogue.entry e where e.state = 'published' and e.opening <> 'none' and starts_with(e.division, $1) order by e.provider, e.code`,
  demand: `select d.number, d.title, d.demander_name as demander, d.provider_name as responsible, d.purpose, d.basis, d.state, d.answer_due::text as "answerDue", d.deliver_due::text as "deliverDue" from catalogue.demand d
    where d.state <> 'closed' and starts_with(d.division, $1) order by d.case_id`,
};
const rowsMax = 5000;

export const draftList = async (ctx: Context, input: ParsedInputOf<typeof c.draftList>): Promise<OutputOf<typeof c.draftList>> => ({ rows: await ctx.tx.query<ListRow>(`${drafts[input.kind]} limit ${rowsMax}`, [input.division ?? '']) });

/** 发布: a fixed text from now on; a level below may base its own on it (逐级发布). */
export async function issueList(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.issueList>): Promise<OutputOf<typeof c.issueList>> {
  if (!manages(deps, ctx, input.division)) throw errors.notIssuer();
  const issuer = ownOrganisation(deps, ctx);
  const { rows } = await draftList(ctx, input);
  if (rows.length === 0) throw errors.listEmpty();
  if (input.basedOn !== undefined) {
    const above = await ctx.tx.maybe<{ kind: string; division: string }>('select kind, division from catalogue.issued_list where id = $1', [input.basedOn]);
    if (above === undefined || above.kind !== input.kind || !input.division.startsWith(above.division)) throw errors.unknown();
  }
  const id = ctx.newId();
  ctx.tx.insert('catalogue.issued_list', { id, kind: input.kind, division: input.division, number: input.number, title: input.title, issued_by: issuer.id, issuer_name: issuer.name, issued_at: ctx.now.toISOString(), rows, based_on: input.basedOn ?? null });
  deps.ledger.append(ctx.tx, { kind: 'list.issued', subject: id, data: { kind: input.kind, division: input.division, number: input.number, rows: rows.length } });
  return { id, rows: rows.length };
}

export async function issuedLists(ctx: Context, input: ParsedInputOf<typeof c.issuedLists>): Promise<OutputOf<typeof c.issuedLists>> {
  const { where, values } = conditionsOf([['kind = ?', input.kind]]);
  const rows = await ctx.tx.query<{ id: string; kind: string; division: string; number: string; title: string; issuer_name: string; issued_at: Date; count: number; based_on: string | null }>(
    `select id, kind, division, number, title, issuer_name, issued_at, jsonb_array_length(rows) as count, based_on from catalogue.issued_list where ${where} order by issued_at desc limit 200`, values);
  return { lists: rows.map((r) => ({ id: r.id, kind: r.kind, division: r.division, number: r.number, title: r.title, issuer: r.issuer_name, issuedAt: r.issued_at.toISOString(), rows: r.count, basedOn: r.based_on })) };
}

export async function getIssuedList(ctx: Context, input: { listId: string }): Promise<OutputOf<typeof c.getIssuedList>> {
  const found = await ctx.tx.maybe<{ title: string; number: string; issuer_name: string; issued_at: Date; rows: ListRow[] }>('select title, number, issuer_name, issued_at, rows from catalogue.issued_list where id = $1', [input.listId]);
  if (found === undefined) throw errors.unknown();
  return { title: found.title, number: found.number, issuer: found.issuer_name, issuedAt: found.issued_at.toISOString(), rows: found.rows };
}

export async function setLiaison(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.setLiaison>): Promise<OutputOf<typeof c.setLiaison>> {
  const body = ownOrganisation(deps, ctx, input.organisation);
  const written = await ctx.tx.maybe<{ version: number }>(
    `insert into catalogue.liaison as l (organisation, responsible, post, liaison, phone, updated_at) select $1, $2, $3, $4, $5, $6 where $7 = 0 or exists (select from catalogue.liaison where organisation = $1)
     on conflict (organisation) do update set responsible = excluded.responsible, post = excluded.post, liaison = excluded.liaison, phone = excluded.phone, version = l.version + 1, updated_at = excluded.updated_at where l.version = $7 returning version`,
    [body.id, input.responsible, input.post, input.liaison, input.phone, ctx.now, input.version]);
  if (written === undefined) throw errors.stale({ version: (await ctx.tx.maybe<{ version: number }>('select version from catalogue.liaison where organisation = $1', [body.id]))?.version ?? 0 });
  return written;
}

import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';

interface ObjectionRow {
  id: string;
  person_name: string;
  organisation: string;
  words: string;
  state: 'open' | 'upheld' | 'rejected';
  answer: string | null;
  answered_by: string | null;
  at: Date;
  version: number;
}
const viewOf = (p: Privacy, r: ObjectionRow): OutputOf<typeof c.myObjections>['objections'][number] => ({
  id: r.id, person: r.person_name, organisation: r.organisation, organisationName: p.organisation(r.organisation)?.name ?? r.organisation, words: r.words, state: r.state, answer: r.answer, answeredBy: r.answered_by, at: r.at.toISOString(), version: r.version,
});

export async function makeObjection(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.object>): Promise<{ id: string }> {
  const organisation = p.organisation(input.organisation);
  if (organisation === undefined || ctx.actor.partyId === null) throw errors.invalid({ why: 'organisation' });
  const id = ctx.newId();
  ctx.tx.insert('privacy.objection', { id, party_id: ctx.actor.partyId, person_name: ctx.actor.name, organisation: input.organisation, division: organisation.division, words: input.words, state: 'open', at: ctx.now });
  p.ledger.append(ctx.tx, { kind: 'privacy.objection', subject: id, data: { organisation: input.organisation } });
  return { id };
}

export const myObjections = async (p: Privacy, ctx: Context): Promise<OutputOf<typeof c.myObjections>> => ({
  objections: (await ctx.tx.query<ObjectionRow>('select * from privacy.objection where party_id = $1 order by id desc limit 100', [ctx.actor.partyId])).map((r) => viewOf(p, r)),
});

export const listObjections = async (p: Privacy, ctx: Context): Promise<OutputOf<typeof c.listObjections>> => ({
  objections: (await ctx.tx.query<ObjectionRow>("select * from privacy.objection order by (state = 'open') desc, id desc limit 100")).map((r) => viewOf(p, r)),
});

export async function answerObjection(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.answerObjection>): Promise<{ done: true }> {
  const row = await ctx.tx.maybe<ObjectionRow>('select * from privacy.objection where id = $1 for update', [input.objectionId]);
  if (row === undefined) throw errors.notFound();
  if (row.state !== 'open') throw errors.ended();
  if (row.version !== input.version) throw errors.stale({ version: row.version });
  await ctx.tx.query('update privacy.objection set state = $2, answer = $3, answered_by = $4, answered_at = $5, version = version + 1 where id = $1', [row.id, input.upheld ? 'upheld' : 'rejected', input.answer, ctx.actor.name, ctx.now]);
  p.ledger.append(ctx.tx, { kind: 'privacy.objection-answered', subject: row.id, data: { upheld: input.upheld, by: ctx.actor.name } });
  return { done: true };
}

import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { registerKind } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { dueOn, rulesOf } from '../catalogue/rules-of.ts';
import { adoptCorrection, type Correction } from './corrections.ts';
import type * as c from './contract.ts';
import { valueWords } from './value-words.ts';
import { bodyName } from '../body-name.ts';
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
  due_on: string | null;
  version: number;
  register: string | null;
  record_id: string | null;
  field: string | null;
  correction: Buffer | null;
}
const correctionOf = (p: Privacy, r: ObjectionRow): Correction | undefined =>
  r.register === null || r.record_id === null || r.field === null || r.correction === null ? undefined : { register: r.register, recordId: r.record_id, field: r.field, ...(JSON.parse(p.crypto.open(r.correction)) as { was: string; proposed: string }) };

const columns = 'id, person_name, organisation, words, state, answer, answered_by, at, due_on::text as due_on, version, register, record_id, field, correction';

const viewOf = (p: Privacy, ctx: Pick<Context, 'locale' | 'now'>, r: ObjectionRow): OutputOf<typeof c.myObjections>['objections'][number] => {
  const said = correctionOf(p, r);
  const register = said && p.content.find(registerKind, said.register)?.value;
  const field = register?.fields.find((f) => f.id === said?.field);
  const words = (value: string): string => (field === undefined || value === '' ? value : valueWords(p, ctx, field, field.type === 'boolean' ? value === 'true' : value));
  return {
    id: r.id, person: r.person_name, organisation: r.organisation, organisationName: bodyName(p, r.organisation, ctx.locale), words: r.words, state: r.state, answer: r.answer, answeredBy: r.answered_by, at: r.at.toISOString(), dueOn: r.due_on, late: r.state === 'open' && r.due_on !== null && dayInChina(ctx.now) > r.due_on, version: r.version,
    correction: said === undefined ? null : { registerTitle: textIn(register?.title ?? said.register, ctx.locale), fieldTitle: textIn(field?.title ?? said.field, ctx.locale), was: words(said.was), proposed: words(said.proposed) },
  };
};

export async function makeObjection(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.object>): Promise<{ id: string }> {
  const organisation = p.organisation(input.organisation);
  if (organisation === undefined || ctx.actor.partyId === null) throw errors.invalid({ why: 'organisation' });
  const id = ctx.newId();
  ctx.tx.insert('privacy.objection', { id, party_id: ctx.actor.partyId, person_name: ctx.actor.name, organisation: input.organisation, division: organisation.division, words: input.words, state: 'open', at: ctx.now, due_on: dueOn(p, ctx, rulesOf(p).personDays) });
  p.ledger.append(ctx.tx, { kind: 'privacy.objection', subject: id, data: { organisation: input.organisation } });
  return { id };
}

export const myObjections = async (p: Privacy, ctx: Context): Promise<OutputOf<typeof c.myObjections>> => ({
  objections: (await ctx.tx.query<ObjectionRow>(`select ${columns} from privacy.objection where party_id = $1 order by id desc limit 100`, [ctx.actor.partyId])).map((r) => viewOf(p, ctx, r)),
});

export const listObjections = async (p: Privacy, ctx: Context): Promise<OutputOf<typeof c.listObjections>> => ({
  objections: (await ctx.tx.query<ObjectionRow>(`select ${columns} from privacy.objection order by (state = 'open') desc, case when state = 'open' then due_on end, id desc limit 200`)).map((r) => viewOf(p, ctx, r)),
});

export async function answerObjection(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.answerObjection>): Promise<{ done: true }> {
  const row = await ctx.tx.maybe<ObjectionRow>(`select ${columns} from privacy.objection where id = $1 for update`, [input.objectionId]);
  if (row === undefined) throw errors.notFound();
  if (row.state !== 'open') throw errors.ended();
  if (row.version !== input.version) throw errors.stale({ version: row.version });
  await ctx.tx.query('update privacy.objection set state = $2, answer = $3, answered_by = $4, answered_at = $5, version = version + 1 where id = $1', [row.id, input.upheld ? 'upheld' : 'rejected', input.answer, ctx.actor.name, ctx.now]);
  const said = correctionOf(p, row);
  if (input.upheld && said !== undefined) await adoptCorrection(p, ctx, said, input.answer);
  p.ledger.append(ctx.tx, { kind: 'privacy.objection-answered', subject: row.id, data: { upheld: input.upheld, by: ctx.actor.name } });
  return { done: true };
}

import type { CodeListDefinition } from '#engines/content';
import { registerKind, type FieldDefinition, type RegisterDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { asHouse } from '../libraries/as-house.ts';
import { listFieldSources } from '../libraries/field-sources-kind.ts';
import { answersFor, responsibleBody } from '../libraries/responsible-body.ts';
import { dueOn, rulesOf } from '../catalogue/rules-of.ts';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';
import { valueWords } from './value-words.ts';

/** What a person holds to be wrong, as it lies in an objection. */
export interface Correction {
  register: string;
  recordId: string;
  field: string;
  was: string;
  proposed: string;
}
const openMax = 10;
const purpose = { duty: '本人', text: '申请更正本人信息' };

/** Gathered or computed from others, which are corrected there. */
const gathered = new Set(['material', 'service-case', 'credit-file']);
/** Facts that a person may hold to be wrong: not what names her, nor what the house gathered or computed. */
export const correctable = (register: string, d: RegisterDefinition, f: FieldDefinition): boolean => !f.identifier && !f.unique && !['json', 'reference', 'division', 'timestamp'].includes(f.type) && ['base', 'business'].includes(d.category) && !gathered.has(register);

const fieldOf = ({ content }: Pick<Privacy, 'content'>, register: string, id: string): { register: RegisterDefinition; field: FieldDefinition } => {
  const d = content.find(registerKind, register)?.value;
  const field = d?.fields.find((f) => f.id === id);
  if (d === undefined || field === undefined || !correctable(register, d, field)) throw errors.invalid({ why: 'field' });
  return { register: d, field };
};

/** The form of a correction: what stands, and the codes to choose from. */
export async function correctionForm(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.correctionForm>): Promise<OutputOf<typeof c.correctionForm>> {
  const { register, field } = fieldOf(p, input.register, input.field);
  const record = await ownRecord(p, ctx, input.register, input.recordId);
  const value = record.data[field.id];
  const list = field.codeList === undefined ? undefined : p.content.find<CodeListDefinition>('code-list', field.codeList)?.value;
  return {
    registerTitle: textIn(register.title, ctx.locale), title: textIn(field.title, ctx.locale), type: field.type, was: value === undefined || value === null ? '' : valueWords(p, ctx, field, value),
    options: field.type === 'boolean' ? [{ value: 'true', label: ctx.locale === 'zh' ? '是' : 'Yes' }, { value: 'false', label: ctx.locale === 'zh' ? '否' : 'No' }] : list === undefined || list.open ? [] : list.codes.slice(0, 500).map((x) => ({ value: x.code, label: textIn(x.name, ctx.locale) })),
    answeredBy: bodyFor(p, input.register, field, record.data, register)?.[ctx.locale === 'en' ? 'englishName' : 'name'] ?? null,
  };
}

/** 申请更正: goes to who answers for the field (一数一源), one open request a field; a value that the register's standard refuses is refused at once. */
export async function askCorrection(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.askCorrection>): Promise<{ id: string }> {
  const { register, field } = fieldOf(p, input.register, input.field);
  const record = await ownRecord(p, ctx, input.register, input.recordId);
  const fault = p.records.check(input.register, { [field.id]: input.proposed }).find((f) => f.field === field.id);
  if (fault !== undefined) throw errors.valueWrong({ zh: fault.zh, en: fault.en });
  const standing = record.data[field.id];
  if (String(standing ?? '') === input.proposed.trim()) throw errors.nothingToCorrect();
  const body = bodyFor(p, input.register, field, record.data, register);
  if (body === undefined) throw errors.invalid({ why: 'organisation' });
  const open = await ctx.tx.query<{ field: string | null; record_id: string | null }>("select field, record_id from privacy.objection where party_id = $1 and state = 'open' and register is not null", [ctx.actor.partyId]);
  if (open.some((o) => o.record_id === record.id && o.field === field.id)) throw errors.correctionOpen();
  if (open.length >= openMax) throw errors.invalid({ why: `≤ ${openMax}` });
  const id = ctx.newId();
  const correction = p.crypto.seal(JSON.stringify({ was: String(standing ?? ''), proposed: input.proposed.trim() }));
  ctx.tx.insert('privacy.objection', { id, party_id: ctx.actor.partyId, person_name: ctx.actor.name, organisation: body.id, division: body.division, words: input.words, state: 'open', at: ctx.now, due_on: dueOn(p, ctx, rulesOf(p).personDays), register: input.register, record_id: record.id, field: field.id, correction: Buffer.from(correction) });
  p.ledger.append(ctx.tx, { kind: 'privacy.correction-asked', subject: id, data: { register: input.register, field: field.id, organisation: body.id } });
  return { id };
}

async function ownRecord({ records }: Privacy, ctx: Context, register: string, recordId: string) {
  const record = await records.find(ctx, register, recordId, { purpose });
  if (record === undefined || ctx.actor.partyId === null || !record.subjects.includes(ctx.actor.partyId)) throw errors.notFound();
  return record;
}

/** 责任单位 of the field; where no source is named, the data administration of the record's place. */
function bodyFor(p: Privacy, register: string, field: FieldDefinition, data: Readonly<Record<string, unknown>>, d: RegisterDefinition): { id: string; name: string; englishName: string; division: string } | undefined {
  const named = listFieldSources(p.content, register)[0]?.sources.find((s) => s.fields.includes(field.id));
  const division = String(data[d.divisionField ?? ''] ?? '');
  const body = (named === undefined ? undefined : answersFor(p, named, data, division)) ?? responsibleBody(p, 'digital-government', division);
  return body;
}

/** 采纳: the register says from now on what she said, with the answer as its reason; written as the house, for the record may lie outside the official's scope. */
export async function adoptCorrection(p: Privacy, ctx: Context, { register, recordId, field, proposed }: Correction, reason: string): Promise<void> {
  await asHouse(ctx, async () => {
    const standing = await p.records.get(ctx, register, recordId, { purpose: { duty: 'correction', text: '更正个人信息' } });
    await p.records.correct(ctx, register, recordId, { [field]: proposed }, { basedOnVersion: standing.version, source: '本人申请更正', reason });
  });
}

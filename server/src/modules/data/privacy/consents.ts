import { registerKind, type RegisterDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { bodyName } from '../body-name.ts';
import type { ConsentRow } from './consent-row.ts';
import type { Privacy } from './deps.ts';
import { eraseAfter } from './erase-after-consent.ts';
import { errors } from './errors.ts';

const dayMs = 86_400_000;
const consentsMax = 100;

const personal = (d: RegisterDefinition): boolean => d.subjects.length > 0;
const fieldsOf = (d: RegisterDefinition | undefined, ids: readonly string[], locale: 'zh' | 'en') => ids.map((id) => ({ id, title: textIn(d?.fields.find((f) => f.id === id)?.title ?? id, locale) }));

export function consentChoices({ content, organisation }: Privacy, ctx: Context, input: { organisation?: string | undefined }): OutputOf<typeof c.consentChoices> {
  return { organisationName: organisation(input.organisation ?? '')?.[ctx.locale === 'en' ? 'englishName' : 'name'] ?? null, registers: content.list(registerKind, { where: (d) => personal(d.value) && d.value.category === 'base' }).map((d) => ({ id: d.id, title: textIn(d.value.title, ctx.locale), fields: fieldsOf(d.value, d.value.fields.map((f) => f.id), ctx.locale) })) };
}

/** 同意: for one body, one purpose, named fields, a term (个人信息保护法 14). */
export async function giveConsent(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.giveConsent>): Promise<OutputOf<typeof c.giveConsent>> {
  const { partyId } = ctx.actor;
  const organisation = p.organisation(input.organisation);
  const register = p.content.find(registerKind, input.register)?.value;
  if (partyId === null || organisation === undefined) throw errors.invalid({ why: 'organisation' });
  if (register === undefined || !personal(register)) throw errors.invalid({ why: 'register' });
  const odd = input.fields.find((f) => !register.fields.some((x) => x.id === f));
  if (odd !== undefined) throw errors.invalid({ why: odd });
  const standing = await ctx.tx.one<{ n: number }>('select count(*)::int as n from privacy.consent where party_id = $1 and withdrawn_at is null and valid_until > $2', [partyId, ctx.now]);
  if (standing.n >= consentsMax) throw errors.invalid({ why: String(consentsMax) });
  const id = ctx.newId();
  const validUntil = new Date(ctx.now.getTime() + input.days * dayMs);
  ctx.tx.insert('privacy.consent', { id, party_id: partyId, organisation: input.organisation, organisation_name: organisation.name, register: input.register, fields: [...new Set(input.fields)], purpose: input.purpose, valid_until: validUntil, look_at: validUntil, given_at: ctx.now });
  p.ledger.append(ctx.tx, { kind: 'privacy.consent-given', subject: id, data: { organisation: input.organisation, register: input.register, fields: input.fields, purpose: input.purpose } });
  return { id, version: 1 };
}

export async function listConsents(p: Privacy, ctx: Context): Promise<OutputOf<typeof c.listConsents>> {
  const rows = await ctx.tx.query<ConsentRow>('select * from privacy.consent where party_id = $1 order by id desc limit 200', [ctx.actor.partyId]);
  const ended = rows.filter((r) => r.withdrawn_at !== null || r.valid_until <= ctx.now).map((r) => r.id);
  const erasures = new Map((ended.length === 0 ? [] : await p.exchange.erasures(ctx.tx, { causes: ['consent'], subjects: ended, limit: 200 })).map((e) => [e.subject, e]));
  const erasureOf = (id: string): OutputOf<typeof c.listConsents>['consents'][number]['erasure'] => {
    const e = erasures.get(id);
    if (e === undefined) return null;
    const erased = e.holders.filter((h) => h.erasedAt !== null).length;
    return { dueAt: e.dueAt.toISOString(), holders: e.holders.length, erased, late: erased < e.holders.length && ctx.now >= e.dueAt };
  };
  return {
    consents: rows.map((r) => {
      const register = p.content.find(registerKind, r.register)?.value;
      return {
        id: r.id, organisation: r.organisation, organisationName: p.organisation(r.organisation) === undefined ? r.organisation_name : bodyName(p, r.organisation, ctx.locale), register: r.register, registerTitle: textIn(register?.title ?? r.register, ctx.locale), fields: fieldsOf(register, r.fields, ctx.locale), purpose: r.purpose,
        givenAt: r.given_at.toISOString(), validUntil: r.valid_until.toISOString(), withdrawnAt: r.withdrawn_at?.toISOString() ?? null, state: r.withdrawn_at !== null ? 'withdrawn' as const : r.valid_until <= ctx.now ? 'over' as const : 'active' as const, erasure: erasureOf(r.id), version: r.version,
      };
    }),
  };
}

/** 撤回 (个人信息保护法 15): as easy as giving, at once. */
export async function withdrawConsent(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.withdrawConsent>): Promise<{ done: true }> {
  const row = await ctx.tx.maybe<ConsentRow>('select * from privacy.consent where id = $1 and party_id = $2 for update', [input.consentId, ctx.actor.partyId]);
  if (row === undefined) throw errors.notFound();
  if (row.withdrawn_at !== null || row.valid_until <= ctx.now) throw errors.ended();
  if (row.version !== input.version) throw errors.stale({ version: row.version });
  await ctx.tx.query('update privacy.consent set withdrawn_at = $2, look_at = null, version = version + 1 where id = $1', [row.id, ctx.now]);
  p.ledger.append(ctx.tx, { kind: 'privacy.consent-withdrawn', subject: row.id, data: { organisation: row.organisation, register: row.register } });
  await eraseAfter(p, ctx, row, '本人撤回同意');
  return { done: true };
}

export async function consentsForUs(ctx: Context): Promise<OutputOf<typeof c.consentsForUs>> {
  const rows = await ctx.tx.query<{ purpose: string; register: string; active: number; withdrawn: number }>(
    'select purpose, register, (count(*) filter (where withdrawn_at is null and valid_until > $2))::int as active, (count(*) filter (where withdrawn_at is not null))::int as withdrawn from privacy.consent where organisation = any ($1::text[]) group by 1, 2 order by 1, 2 limit 200', [ctx.actor.organisations, ctx.now]);
  return { total: rows.reduce((n, r) => n + r.active, 0), byPurpose: rows };
}

/** Whose data a body may read for its grants by consent: subjects with a standing consent that covers all fields. Asked anew at each call. */
export async function consentingAmong(ctx: Pick<Context, 'tx' | 'now'>, of: { organisation: string; register: string; fields: readonly string[]; subjects: readonly string[] }): Promise<Set<string>> {
  const rows = await ctx.tx.query<{ party_id: string }>('select distinct party_id from privacy.consent where organisation = $1 and register = $2 and fields @> $3::text[] and party_id = any ($4::uuid[]) and withdrawn_at is null and valid_until > $5', [of.organisation, of.register, of.fields, of.subjects, ctx.now]);
  return new Set(rows.map((r) => r.party_id));
}

import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Part } from './dependencies.ts';
import { postsOf, type PostView } from './effective-scope.ts';
import { errors } from './errors.ts';
import { maskPhone } from './mask.ts';
import { partiesOf, type PartyChoice } from './parties.ts';
import { sessionOf } from './session-actor.ts';

/** Who sits there, in full: for her own screens and for what she writes under her name. */
export interface PersonDetails {
  name: string;
  identityNumber: string | undefined;
  phone: string | undefined;
  division: string | undefined;
}

/** 本人信息 of the acting person; refused for whoever is no person. */
export async function personDetails(part: Part, ctx: Context): Promise<PersonDetails> {
  const row = await ctx.tx.maybe<{ name: Buffer; identity_number: Buffer | null; phone: Buffer | null; division: string | null }>('select name, identity_number, phone, division from access.person where id = $1', [ctx.actor.personId]);
  if (row === undefined) throw errors.sessionNeeded();
  const open = (bytes: Buffer | null): string | undefined => (bytes === null ? undefined : part.crypto.open(bytes));
  return { name: part.crypto.open(row.name), identityNumber: open(row.identity_number), phone: open(row.phone), division: row.division ?? undefined };
}

export interface Me {
  signedIn: boolean;
  kind: string;
  accountId: string | null;
  loginName: string | null;
  /** In full: it is her own. */
  name: string;
  phone: string | null;
  identityNumber: string | null;
  assurance: 1 | 2 | null;
  secondFactor: boolean;
  actingFor: PartyChoice | null;
  parties: PartyChoice[];
  posts: PostView[];
  postId: string | null;
  organisations: string[];
  divisions: string[];
  permissions: string[];
}

export async function whoAmI(part: Part, ctx: Context): Promise<Me> {
  const { actor, tx } = ctx;
  const session = sessionOf(actor);
  const base: Me = {
    signedIn: actor.accountId !== null, kind: actor.kind, accountId: actor.accountId, loginName: null, name: actor.name, phone: null, identityNumber: null, assurance: session?.assurance ?? null, secondFactor: false,
    actingFor: null, parties: [], posts: [], postId: session?.postId ?? null, organisations: [...actor.organisations], divisions: [...actor.divisions], permissions: [...actor.permissions].sort(),
  };
  if (actor.personId === null || session === undefined) return base;
  const account = await tx.one<{ login_name: string; has: boolean }>('select login_name, second_factor is not null as has from access.account where id = $1', [actor.accountId]);
  const person = await personDetails(part, ctx);
  const known = { ...base, loginName: account.login_name, secondFactor: account.has, name: person.name, phone: person.phone === undefined ? null : maskPhone(person.phone), identityNumber: person.identityNumber === undefined ? null : maskIdentity(person.identityNumber) };
  if (actor.kind === 'officer') return { ...known, posts: await postsOf(part, tx, actor.personId, dayInChina(ctx.now)) };
  const parties = await partiesOf(part, tx, actor.personId, ctx.now);
  const actingFor = parties.find((p) => p.partyId === actor.partyId && (p.mandateId ?? null) === (session.mandate?.id ?? null)) ?? null;
  return { ...known, parties, actingFor };
}

const maskIdentity = (number: string): string => `${number.slice(0, 3)}***********${number.slice(-4)}`;

import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { getOpenSet } from './sets.ts';

export const keyDigest = (key: string): string => createHash('sm3').update(key).digest('hex');
const dayInChina = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

interface KeyRow { id: string; hint: string; purpose: string; created_at: Date; ended_at: Date | null }
export async function listKeys(ctx: Context): Promise<OutputOf<typeof c.listKeys>> {
  const keys = await ctx.tx.query<KeyRow>('select id, hint, purpose, created_at, ended_at from open.api_key where party_id = $1 order by created_at desc limit 100', [ctx.actor.partyId]);
  return { keys: keys.map((k) => ({ id: k.id, hint: k.hint, purpose: k.purpose, createdAt: k.created_at.toISOString(), endedAt: k.ended_at?.toISOString() ?? null })) };
}
export async function makeKey(deps: OpenDeps, ctx: Context, { purpose }: ParsedInputOf<typeof c.makeKey>): Promise<OutputOf<typeof c.makeKey>> {
  const max = policyOf(deps).keysMax;
  const { n } = await ctx.tx.one<{ n: number }>('select count(*)::int as n from open.api_key where party_id = $1 and ended_at is null', [ctx.actor.partyId]);
  if (n >= max) throw errors.keysMany({ max });
  return newKey(ctx, purpose, null);
}

/** Only its digest is kept; `accessId`: the grant of a conditionally open set that it belongs to. */
export function newKey(ctx: Context, purpose: string, accessId: string | null): { id: string; key: string } {
  const key = `yw_${randomBytes(24).toString('base64url')}`;
  const id = ctx.newId();
  ctx.tx.insert('open.api_key', { id, party_id: ctx.actor.partyId, digest: keyDigest(key), hint: `${key.slice(0, 6)}…${key.slice(-4)}`, purpose, access_id: accessId, created_at: ctx.now.toISOString() });
  return { id, key };
}
export async function endKey(ctx: Context, { id }: ParsedInputOf<typeof c.endKey>): Promise<OutputOf<typeof c.endKey>> {
  const ended = await ctx.tx.query('update open.api_key set ended_at = $3 where id = $1 and party_id = $2 and ended_at is null returning id', [id, ctx.actor.partyId, ctx.now]);
  if (ended.length === 0) throw errors.notFound();
  return { done: true };
}

export async function ask(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.ask>): Promise<OutputOf<typeof c.ask>> {
  const set = input.set === undefined ? undefined : await getOpenSet(ctx.tx, input.set);
  const id = ctx.newId();
  let dueOn: string | null = null;
  try {
    dueOn = deps.calendar().addWorkingDays(dayInChina(ctx.now), policyOf(deps).answerDays);
  } catch {
    // a year without a calendar is “not known”
  }
  ctx.tx.insert('open.request', { id, kind: input.kind, set_name: set?.name ?? null, title: input.title, body: input.body, party_id: ctx.actor.partyId, asked_at: ctx.now.toISOString(), due_on: dueOn, state: 'open' });
  return { id, dueOn };
}
interface RequestRow { id: string; kind: 'data' | 'error' | 'suggestion'; set_name: string | null; title: string; body: string; asked_at: Date; due_on: string | null; state: 'open' | 'answered' | 'closed'; answer: string | null; answered_by: string | null; answered_at: Date | null; published: boolean; version: number }
export const requestColumns = 'r.id, r.kind, r.set_name, r.title, r.body, r.asked_at, r.due_on, r.state, r.answer, r.answered_by, r.answered_at, r.published, r.version';
export const requestView = (r: RequestRow): OutputOf<typeof c.listRequests>['requests'][number] => ({ id: r.id, kind: r.kind, set: r.set_name, title: r.title, body: r.body, askedAt: r.asked_at.toISOString(), dueOn: r.due_on, state: r.state, answer: r.answer, answeredBy: r.answered_by, answeredAt: r.answered_at?.toISOString() ?? null, published: r.published, version: r.version });
export type { RequestRow };

export async function listRequests(ctx: Context, input: ParsedInputOf<typeof c.listRequests>): Promise<OutputOf<typeof c.listRequests>> {
  const rows = await ctx.tx.query<RequestRow>(`select ${requestColumns} from open.request r where ($1::text is null or r.set_name = $1) and case when $2 then r.party_id = $3::uuid else r.published end order by r.asked_at desc limit 100`, [input.set ?? null, input.mine === '1', ctx.actor.partyId]);
  return { requests: rows.map(requestView) };
}

interface ShowcaseRow { id: string; title: string; summary: string; url: string | null; sets: string[]; by_name: string; at: Date; state: 'waiting' | 'shown' | 'refused'; version: number }
export const showcaseView = (s: ShowcaseRow): OutputOf<typeof c.listShowcases>['showcases'][number] => ({ id: s.id, title: s.title, summary: s.summary, url: s.url, sets: s.sets, by: s.by_name, at: s.at.toISOString(), state: s.state, version: s.version });
export const showcasesIn = (ctx: Pick<Context, 'tx'>, state: ShowcaseRow['state']): Promise<ShowcaseRow[]> => ctx.tx.query<ShowcaseRow>('select id, title, summary, url, sets, by_name, at, state, version from open.showcase where state = $1 order by at desc limit 100', [state]);
export async function offerShowcase(ctx: Context, input: ParsedInputOf<typeof c.offerShowcase>): Promise<OutputOf<typeof c.offerShowcase>> {
  for (const name of input.sets) await getOpenSet(ctx.tx, name);
  const id = ctx.newId();
  ctx.tx.insert('open.showcase', { id, title: input.title, summary: input.summary, url: input.url ?? null, sets: input.sets, by_name: ctx.actor.name, party_id: ctx.actor.partyId, state: 'waiting', at: ctx.now.toISOString() });
  return { id };
}

import { canonicalJson, type Json, type Ledger } from '#engines/ledger';
import type { Jobs } from '#engines/jobs';
import type { Context } from '#kernel/context';
import { errors } from './errors.ts';
import { copiesUnder, findErasure, grantsFor, holderOf, type ErasureCause } from './erasure-queries.ts';
import type { Registry } from './registry.ts';
import type { Cryptography, HouseKey } from './types.ts';

/**
 * 删除通知 (个人信息保护法 47; GB/T 39477 数据销毁): what was withdrawn or is over, a grant, a person's consent, an open set, is deleted by all who hold copies of it.
 * - notice 通知: says what, why and until when, signed by this house; holder 持有方: a machine, another house or a party that was handed rows.
 * - receipt 回执: that a holder has deleted; signed by machines as every request of theirs, given at the desk where people keep the copy.
 */
export interface ErasureOrder {
  readonly cause: ErasureCause;
  /** Id of the grant or the consent; name and version of the set. One notice each. */
  readonly subject: string;
  readonly title: string;
  readonly reason: string;
  /** Whose consent it was: she sees how far it is. */
  readonly partyId?: string | undefined;
  readonly of: CopiesUnderGrants | CopiesByConsent | CopiesOfParties;
  /** By a notice of another house; else by the content's term. */
  readonly dueAt?: string | undefined;
  /** Whoever asked us to ask; told when all have deleted. */
  readonly origin?: string | undefined;
}
interface CopiesUnderGrants { readonly grants: readonly string[]; readonly records?: readonly string[] | undefined }
/** Of these records of a register, by grants of this purpose to one body, since it was given. */
interface CopiesByConsent { readonly organisation: string; readonly register: string; readonly purposeCode: string; readonly fields: readonly string[]; readonly records: readonly string[]; readonly since: string }
interface CopiesOfParties { readonly parties: readonly { readonly id: string; readonly name: string; readonly rows: number }[] }

export interface ErasureDeps {
  jobs: Pick<Jobs, 'plan'>;
  ledger: Pick<Ledger, 'append'>;
  registry: Pick<Registry, 'service'>;
  crypto: Pick<Cryptography, 'sm3'>;
  house: HouseKey;
  keyId: string;
  terms: () => ErasureTerms;
  hooks: ErasureHooks;
}
/** Days until copies must be gone, and between reminders. */
export interface ErasureTerms { readonly days: number; readonly remindDays: number }

/** 级联: another house is told over its line, and one that asked us is told when ours have done so; given by the cascade once it is there. */
export interface ErasureHooks {
  toPeer: (ctx: Context, asked: { holderId: string; memberId: string; grantId: string; records: readonly string[] | null; title: string; reason: string; dueAt: Date }) => Promise<void>;
  done: (ctx: Context, origin: string, told: { holders: number; records: number }) => Promise<void>;
}

export const orderJob = 'exchange.erasureOrder';
export const remindJob = 'exchange.erasureRemind';
const dayMs = 86_400_000;

/** In the transaction of the withdrawal; who holds copies is looked for afterwards. */
export const orderErasure = (deps: Pick<ErasureDeps, 'jobs'>, ctx: Context, order: ErasureOrder): void => deps.jobs.plan(ctx.tx, { kind: orderJob, payload: { ...order }, key: `${order.cause} ${order.subject} ${order.origin ?? ''}` });

interface Holder { kind: 'machine' | 'peer' | 'party'; memberId: string | null; grantId: string | null; partyId: string | null; organisation: string | null; name: string; rows: number; url: string | null }

/** 发出通知: to each who was handed rows; nobody, no notice. */
export async function tellErasure(deps: ErasureDeps, ctx: Context, order: ErasureOrder): Promise<void> {
  const known = await findErasure(ctx.tx, order.cause, order.subject);
  if (known !== undefined) {
    if (order.origin !== undefined && known.origin === null) {
      await ctx.tx.query('update exchange.erasure set origin = $2 where id = $1', [known.id, order.origin]);
      await whenDone(deps, ctx, known.id);
    }
    return;
  }
  const grants = 'organisation' in order.of ? (await grantsFor(ctx.tx, order.of)).filter((g) => g !== undefined) : 'grants' in order.of ? order.of.grants : [];
  const holders = 'parties' in order.of ? order.of.parties.map((p): Holder => ({ kind: 'party', memberId: null, grantId: null, partyId: p.id, organisation: null, name: p.name, rows: p.rows, url: null })) : await holdersOf(deps, ctx, grants, order.of);
  if (holders.length === 0) {
    if (order.origin !== undefined) await deps.hooks.done(ctx, order.origin, { holders: 0, records: 0 });
    return;
  }
  const id = ctx.newId();
  const dueAt = order.dueAt === undefined ? new Date(ctx.now.getTime() + deps.terms().days * dayMs) : new Date(order.dueAt);
  const records = 'parties' in order.of ? null : (order.of.records ?? null);
  const notice = canonicalJson({
    id, house: deps.house.name, cause: order.cause, subject: order.subject, title: order.title, reason: order.reason, at: ctx.now.toISOString(), due: dueAt.toISOString(),
    ...('parties' in order.of ? {} : { grants: [...new Set(holders.flatMap((h) => h.grantId ?? []))], records: records === null ? 'all' : [...records] }), ...('organisation' in order.of ? { register: order.of.register, fields: [...order.of.fields] } : {}),
  } as Json);
  const bytes = Buffer.from(notice, 'utf8');
  ctx.tx.insert('exchange.erasure', { id, cause: order.cause, subject: order.subject, title: order.title, reason: order.reason, party_id: order.partyId ?? null, notice, signature: Buffer.from(await deps.house.sign(bytes)), key_id: deps.keyId, due_at: dueAt.toISOString(), origin: order.origin ?? null, at: ctx.now.toISOString() });
  await ctx.tx.flush();
  for (const h of holders) {
    const holderId = ctx.newId();
    ctx.tx.insert('exchange.erasure_holder', { id: holderId, erasure_id: id, kind: h.kind, member_id: h.memberId, grant_id: h.grantId, party_id: h.partyId, organisation: h.organisation, name: h.name, rows: h.rows, url: h.url, next_at: ctx.now.toISOString() });
    if (h.kind === 'peer' && h.memberId !== null && h.grantId !== null) await deps.hooks.toPeer(ctx, { holderId, memberId: h.memberId, grantId: h.grantId, records, title: order.title, reason: order.reason, dueAt });
  }
  deps.ledger.append(ctx.tx, { kind: 'exchange.erasureTold', subject: id, data: { cause: order.cause, of: order.subject, holders: holders.length, due: dueAt.toISOString(), digest: deps.crypto.sm3(bytes).toString('hex') } });
  deps.jobs.plan(ctx.tx, { kind: remindJob, payload: {}, key: remindJob });
}

/** Machines that were handed rows under these grants; a verification hands out none. */
async function holdersOf({ registry }: ErasureDeps, ctx: Context, grants: readonly string[], of: CopiesUnderGrants | CopiesByConsent): Promise<Holder[]> {
  const told: Holder[] = [];
  for (const copy of await copiesUnder(ctx.tx, grants, 'since' in of ? of.since : null)) {
    const service = await registry.service(copy.service);
    if (service?.mode === 'verify' || service?.peer?.service.endsWith('.verify') === true || ('register' in of && service?.register !== of.register)) continue;
    // what passes as bytes (files, interfaces) has no rows
    if (copy.rows === 0 && !copy.open && !['file', 'proxy', 'peer'].includes(service?.mode ?? '')) continue;
    told.push({ kind: copy.kind, memberId: copy.member_id, grantId: copy.grant_id, partyId: null, organisation: copy.organisation, name: copy.name, rows: copy.rows, url: copy.url });
  }
  return told;
}

export interface Receipt { readonly holderId: string; readonly by: string; readonly records?: number | undefined; readonly words?: string | undefined; readonly proof?: Uint8Array | undefined }

/** 删除回执: once; said again it changes nothing. Who may say so is the caller's to know. */
export async function receiveReceipt(deps: Pick<ErasureDeps, 'ledger' | 'hooks'>, ctx: Context, r: Receipt): Promise<void> {
  const holder = await holderOf(ctx.tx, r.holderId);
  if (holder === undefined) throw errors.erasureUnknown();
  const done = await ctx.tx.query('insert into exchange.erased (holder_id, at, by_name, records, words, proof) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1', [r.holderId, ctx.now, r.by, r.records ?? null, r.words ?? null, r.proof === undefined ? null : Buffer.from(r.proof)]);
  if (done.length === 0) return;
  deps.ledger.append(ctx.tx, { kind: 'exchange.erased', subject: holder.erasure_id, data: { holder: r.holderId, kind: holder.kind, organisation: holder.organisation, records: r.records ?? null, proof: r.proof === undefined ? null : Buffer.from(r.proof).toString('hex'), late: ctx.now > holder.due_at } });
  await ctx.tx.flush();
  await whenDone(deps, ctx, holder.erasure_id);
}

/** Two last receipts at once: the row says who is the last. */
async function whenDone({ hooks }: Pick<ErasureDeps, 'hooks'>, ctx: Context, erasureId: string): Promise<void> {
  const row = await ctx.tx.maybe<{ origin: string | null }>('select origin from exchange.erasure where id = $1 and origin is not null for update', [erasureId]);
  if (row === undefined || row.origin === null) return;
  const { holders, open, records } = await ctx.tx.one<{ holders: number; open: number; records: number }>(
    'select count(*)::int as holders, (count(*) filter (where d.holder_id is null))::int as open, coalesce(sum(d.records), 0)::float8 as records from exchange.erasure_holder h left join exchange.erased d on d.holder_id = h.id where h.erasure_id = $1', [erasureId]);
  if (open === 0) await hooks.done(ctx, row.origin, { holders, records });
}

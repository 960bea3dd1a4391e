import { z } from 'zod';
import type { ParsedInputOf } from '#kernel/contract';
import type { Change } from '#engines/exchange';
import { registerKind, type RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import { conditionsOf } from '#kernel/db';
import type { Context } from '#kernel/context';
import type * as c from './contract.ts';
import { asPeer, type CascadeDeps } from './deps.ts';
import { errors } from './errors.ts';
import { digestOf, post } from './outbox.ts';
import { requireActive, type ActivePeer } from './peer-queries.ts';

/** 数据回流: records of this house that belong to the peer's place go down to it: those that stand, in one first pass with a cursor, and the changes of their register since, each once. */
const atOnce = 100;
const portionsMax = 50;
/** Messages that wait for a peer, beyond which the first pass stands still: a peer that is away fills nothing up. */
const waitingMax = 200;

export interface FlowRow { id: string; peer_id: string; register: string; basis: string; position: number; pass_after: string | null; passed: number; pass_done_at: Date | null; state: string; version: number; at: Date; by_name: string }

const tableOf = (deps: CascadeDeps, register: string) => {
  const found = deps.content.find(registerKind, register);
  const column = found?.value.divisionField === undefined ? undefined : found.compiled.byField.get(found.value.divisionField);
  return found === undefined || column === undefined ? undefined : { definition: found.value, table: found.compiled.table, column: column.name };
};

export async function openFlow(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.openFlow>): Promise<{ id: string }> {
  const peer = await requireActive(ctx.tx, input.peerId);
  if (tableOf(deps, input.register) === undefined) throw errors.registerUnknown({ register: input.register });
  if ((await ctx.tx.maybe("select 1 from cascade.flow where peer_id = $1 and register = $2 and state = 'active'", [peer.id, input.register])) !== undefined) throw errors.flowKnown();
  await deps.exchange.topics.open(ctx, input.register);
  const id = ctx.newId();
  const position = await deps.exchange.topics.last(input.register);
  ctx.tx.insert('cascade.flow', { id, peer_id: peer.id, register: input.register, basis: input.basis, position, state: 'active', at: ctx.now.toISOString(), by_name: ctx.actor.name });
  return { id };
}

export async function endFlow(ctx: Context, input: ParsedInputOf<typeof c.endFlow>): Promise<{ version: number }> {
  const flow = await ctx.tx.maybe<{ version: number }>('select version from cascade.flow where id = $1 for update', [input.flowId]);
  if (flow === undefined) throw errors.peerUnknown();
  if (flow.version !== input.version) throw errors.stale({ version: flow.version });
  await ctx.tx.query("update cascade.flow set state = 'ended', version = version + 1 where id = $1", [input.flowId]);
  return { version: flow.version + 1 };
}

const toldRecord = z.strictObject({ id: z.uuid(), version: z.int().min(1), effectiveOn: z.iso.date(), endedOn: z.iso.date().nullable(), left: z.literal(true).optional().describe('迁出: it ends there, and nothing of it is told'), data: z.record(z.string().max(60), z.unknown()) });
type ToldRecord = z.infer<typeof toldRecord>;
export const recordsBody = z.strictObject({ register: z.string().max(80), records: z.array(toldRecord).min(1).max(atOnce) });

export async function collectFlows(deps: CascadeDeps, peer: ActivePeer): Promise<void> {
  const flows = await deps.db.read({ ...machineOf(peer), kind: 'system' }, (tx) => tx.query<FlowRow>("select * from cascade.flow where peer_id = $1 and state = 'active' order by id", [peer.id]));
  for (const flow of flows) {
    if (flow.pass_done_at === null) for (let i = 0; i < portionsMax && (await asPeer(deps, peer.name, (ctx) => passOn(deps, ctx, peer, flow.id))); i++);
    let { position } = flow;
    for (let portion = 0; portion < portionsMax; portion++) {
      const changes = await deps.exchange.topics.read(flow.register, position, atOnce);
      const next = changes.at(-1)?.position;
      if (next === undefined || !(await asPeer(deps, peer.name, (ctx) => send(deps, ctx, peer, { ...flow, position }, changes, next)))) break;
      position = next;
    }
  }
}

/** As the person whose record flows will see it: the peer looked, for the flow's reason. */
const machineOf = (peer: ActivePeer): Context['actor'] => ({ kind: 'machine', accountId: null, personId: null, partyId: null, organisations: [peer.organisation], divisions: [], permissions: new Set(), name: peer.name });

/** 首次全量: the next standing records that belong there, in the order of their ids; cursor and message in one transaction. False when it is over, or stands still. */
async function passOn(deps: CascadeDeps, ctx: Context, peer: ActivePeer, flowId: string): Promise<boolean> {
  const flow = await ctx.tx.maybe<FlowRow>("select * from cascade.flow where id = $1 and state = 'active' and pass_done_at is null for update", [flowId]);
  const place = flow === undefined ? undefined : tableOf(deps, flow.register);
  if (flow === undefined || place === undefined) return false;
  const { n } = await ctx.tx.one<{ n: number }>('select count(*)::int as n from (select from cascade.outbox where peer_id = $1 and taken_at is null limit $2) as w', [peer.id, waitingMax]);
  if (n >= waitingMax) return false;
  // only id and division are looked at to know whose it is
  const { where, values, next } = conditionsOf([[`"${place.column}" ^@ ?`, peer.division], ['id > ?', flow.pass_after]]);
  const ids = (await ctx.tx.query<{ id: string }>(`select id from ${place.table} where record_ended_on is null and ${where} order by id limit ${next(atOnce)}`, values)).map((r) => r.id);
  const records = await read(deps, ctx, peer, flow, ids);
  if (records.length > 0) {
    post(deps.jobs, ctx, peer.id, 'records', { register: flow.register, records });
    for (const r of records) await note(ctx, peer, 'down', flow.register, r, r.id);
  }
  const over = ids.length < atOnce;
  await ctx.tx.query('update cascade.flow set pass_after = $2, passed = passed + $3, pass_done_at = $4 where id = $1', [flowId, ids.at(-1) ?? flow.pass_after, records.length, over ? ctx.now : null]);
  return !over;
}

/** As the person whose record it is will see it: the peer looked, for the flow's reason. */
async function read(deps: CascadeDeps, ctx: Context, peer: ActivePeer, flow: FlowRow, ids: readonly string[]): Promise<ToldRecord[]> {
  const records: ToldRecord[] = [];
  for (const id of ids) {
    const found = await deps.records.find({ ...ctx, actor: machineOf(peer) }, flow.register, id, { purpose: { duty: `back-flow:${flow.id}`, text: `数据回流：${flow.basis}`.slice(0, 500) } });
    if (found !== undefined) records.push(told(found));
  }
  return records;
}

/** One portion: position and message in one transaction; false when another process was faster. */
async function send(deps: CascadeDeps, ctx: Context, peer: ActivePeer, flow: FlowRow, changes: readonly Change[], next: number): Promise<boolean> {
  const moved = await ctx.tx.query("update cascade.flow set position = $3 where id = $1 and position = $2 and state = 'active' returning 1", [flow.id, flow.position, next]);
  if (moved.length === 0) return false;
  const place = tableOf(deps, flow.register);
  if (place === undefined) return true;
  const ids = [...new Set(changes.map((x) => x.recordId))];
  // whose place it is is asked without looking at the record: only what belongs there is read
  const there = new Set((await ctx.tx.query<{ id: string }>(`select id from ${place.table} where id = any ($1::uuid[]) and "${place.column}" ^@ $2`, [ids, peer.division])).map((r) => r.id));
  const before = new Set((await ctx.tx.query<{ remote_id: string }>("select remote_id from cascade.flowed where peer_id = $1 and direction = 'down' and register = $2 and left_at is null and remote_id = any ($3::uuid[])", [peer.id, flow.register, ids])).map((r) => r.remote_id));
  const records: ToldRecord[] = [];
  for (const id of ids) {
    if (there.has(id)) records.push(...(await read(deps, ctx, peer, flow, [id])));
    else if (before.has(id)) records.push(departed(ctx, id, Math.max(...changes.filter((x) => x.recordId === id).map((x) => x.version))));
  }
  if (records.length === 0) return true;
  post(deps.jobs, ctx, peer.id, 'records', { register: flow.register, records });
  for (const r of records) await note(ctx, peer, 'down', flow.register, r, r.id);
  return true;
}

const told = (r: RegisterRecord): ToldRecord => ({ id: r.id, version: r.version, effectiveOn: r.effectiveOn, endedOn: r.endedOn, data: { ...r.data } });

/** 迁出: one that has moved to another place ends there as of today; it is not looked at, and nothing of it is told. */
const departed = (ctx: Context, id: string, version: number): ToldRecord => ({ id, version, effectiveOn: dayInChina(ctx.now), endedOn: dayInChina(ctx.now), left: true, data: {} });

const note = (ctx: Context, peer: ActivePeer, direction: 'down' | 'in', register: string, r: ToldRecord, localId: string): Promise<unknown> =>
  ctx.tx.query(
    `insert into cascade.flowed as f (peer_id, direction, register, remote_id, local_id, version, digest, at, left_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (peer_id, direction, register, remote_id) do update set version = excluded.version, digest = excluded.digest, at = excluded.at, left_at = excluded.left_at where f.version <= excluded.version`,
    [peer.id, direction, register, r.id, localId, r.version, digestOf(r), ctx.now, r.left === true ? ctx.now : null]);

/** 落地: into the register of the same name, with where it came from; an earlier version that comes late changes nothing. Returns how many were taken and refused. */
export async function takeRecords(deps: CascadeDeps, ctx: Context, peer: ActivePeer, body: z.infer<typeof recordsBody>): Promise<{ taken: number; refused: number }> {
  if (peer.role !== 'upper') throw errors.registerUnknown({ register: body.register });
  const place = tableOf(deps, body.register);
  if (place === undefined) throw errors.registerUnknown({ register: body.register });
  const counts = { taken: 0, refused: 0 };
  for (const r of body.records) {
    const localId = await land(deps, ctx, peer, body.register, r);
    if (localId === undefined) counts.refused++;
    else {
      counts.taken++;
      await note(ctx, peer, 'in', body.register, r, localId);
    }
  }
  return counts;
}

async function land(deps: CascadeDeps, ctx: Context, peer: ActivePeer, register: string, r: ToldRecord): Promise<string | undefined> {
  const known = await ctx.tx.maybe<{ local_id: string; version: number }>("select local_id, version from cascade.flowed where peer_id = $1 and direction = 'in' and register = $2 and remote_id = $3", [peer.id, register, r.id]);
  if (known !== undefined && known.version >= r.version) return known.local_id;
  if (r.left === true) return leave(deps, ctx, peer, register, r, known?.local_id);
  const data = Object.fromEntries(Object.entries(r.data).filter(([, value]) => value !== null));
  if (deps.records.check(register, data).length > 0) return undefined;
  const options = { source: `回流：${peer.name}`.slice(0, 80), effectiveOn: r.effectiveOn, reason: '数据回流' };
  const purpose = { duty: 'back-flow', text: '数据回流落地' };
  const standing = known === undefined ? await sameRecord(deps, ctx, register, r, purpose) : await deps.records.find(ctx, register, known.local_id, { purpose });
  if (standing === undefined) {
    if (r.endedOn !== null) return r.id;
    return (await deps.records.put(ctx, register, data, { ...options, id: r.id })).id;
  }
  const changes = Object.fromEntries(
    [...new Set([...Object.keys(standing.data), ...Object.keys(data)])].filter((f) => JSON.stringify(standing.data[f] ?? null) !== JSON.stringify(data[f] ?? null)).map((f) => [f, data[f] ?? null]),
  );
  let { version } = standing;
  // 迁回: what had left, or ended, belongs here again
  if (standing.endedOn !== null && r.endedOn === null) await deps.records.resume(ctx, register, standing.id, changes, { ...options, effectiveOn: r.effectiveOn < standing.endedOn ? standing.endedOn : r.effectiveOn, basedOnVersion: version });
  if (Object.keys(changes).length > 0 && standing.endedOn === null) ({ version } = await deps.records.change(ctx, register, standing.id, changes, { ...options, basedOnVersion: version }));
  if (r.endedOn !== null && standing.endedOn === null) {
    await ctx.tx.flush();
    await deps.records.end(ctx, register, standing.id, { ...options, effectiveOn: r.endedOn, basedOnVersion: version });
  }
  return standing.id;
}

async function leave(deps: CascadeDeps, ctx: Context, peer: ActivePeer, register: string, r: ToldRecord, localId: string | undefined): Promise<string> {
  const standing = localId === undefined ? undefined : await deps.records.find(ctx, register, localId, { purpose: { duty: 'back-flow', text: '数据回流：记录迁出' } });
  if (standing !== undefined && standing.endedOn === null) await deps.records.end(ctx, register, standing.id, { source: `回流：${peer.name}`.slice(0, 80), effectiveOn: r.endedOn ?? r.effectiveOn, reason: '迁出本地', basedOnVersion: standing.version });
  return localId ?? r.id;
}

/** The same thing may stand here already: by its id, or by what identifies it. */
async function sameRecord(deps: CascadeDeps, ctx: Context, register: string, r: ToldRecord, purpose: { duty: string; text: string }): Promise<RegisterRecord | undefined> {
  const byId = await deps.records.find(ctx, register, r.id, { purpose });
  if (byId !== undefined) return byId;
  for (const field of deps.records.definition(register).fields.filter((f) => f.identifier || f.unique)) {
    const value = r.data[field.id];
    if (value === undefined || value === null) continue;
    const [found] = await deps.records.lookUp(ctx, register, { [field.id]: value }, { purpose });
    if (found !== undefined) return found;
  }
  return undefined;
}

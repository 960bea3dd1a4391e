import type { Content } from '#engines/content';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db, ReadTx } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import { endKey, endMember, grantService, putService, registerMember, withdrawGrant, type AdministerDeps, type NewGrant, type NewMember, type RegisteredKey } from './administer.ts';
import { createAdmit, skewMax } from './admit.ts';
import { createAnswerSigner } from './answer.ts';
import { createCallLog } from './call-log.ts';
import { createDirectory, servicesNow, type SignedDirectory } from './directory.ts';
import { findGrant, keysEnding, keysOf, listCalls, listGrants, listMembers, listMeter, readHealth, standingByService, consumersOf, useOfGrants, type GrantUse, type HealthRow, type CallFilter, type CallView, type GrantFilter, type MeterRow } from './exchange-queries.ts';
import { createGateway, type Gateway, type PeerHandlers } from './gateway.ts';
import { endByTime, termJob } from './end-by-time.ts';
import { listErasures, type Erasure, type ErasureFilter } from './erasure-queries.ts';
import { orderErasure, orderJob, receiveReceipt, remindJob, tellErasure, type ErasureDeps, type ErasureHooks, type ErasureOrder, type ErasureTerms, type Receipt } from './erasures.ts';
import { createPeerClient, type AskPeer } from './peer-client.ts';
import { endPush, listPushes, openPush, pushJob, sendPushes, type Push, type PushDeps } from './push.ts';
import { remindErasures, type RemindDeps } from './remind-erasures.ts';
import { createRegistry } from './registry.ts';
import { createRequestSigner, keyIdOf } from './sign-request.ts';
import { tidy } from './sessions.ts';
import { tryService, type Asked, type Tried } from './try-service.ts';
import { createTopics, type Topics } from './topics.ts';
import type { Cryptography, Grant, HouseKey, Key, Member, RegisterSource, Service } from './types.ts';
import { createUpstreams } from './upstream.ts';

/** 交换 engine: services, grants, members and their keys, and the gateway that they meet in. */
export interface Exchange {
  /** Partitions of the log for the year ahead; at each start. */
  prepare(): Promise<void>;
  /** After each load of the content. */
  refresh(): void;
  readonly gateway: Gateway;
  readonly topics: Topics;
  /** This house as other houses register it. */
  readonly house: Pick<HouseKey, 'name' | 'publicKey' | 'sign'> & { readonly keyId: string };
  readonly askPeer: AskPeer;
  /** The cascade puts in what peers say, and where our grants lead on. */
  readonly peers: PeerHandlers;
  /** 级联节点: another house and its key. */
  registerPeer(ctx: Context, peer: NewMember): Promise<RegisteredKey>;

  services(): Promise<Service[]>;
  findService(id: string): Promise<Service | undefined>;
  putService(ctx: Context, input: { id: string; version: number; definition: unknown; state: 'active' | 'suspended'; reason: string }): Promise<{ version: number }>;

  /** Gives a grant and returns its id; refuses fields that the service does not have. */
  grant(ctx: Context, grant: NewGrant): Promise<string>;
  /** Ends it now, in every process; answers under way stop at their next portion. */
  withdraw(ctx: Context, input: { grantId: string; reason: string; toldByPeer?: boolean | undefined }): Promise<void>;
  findGrant(tx: ReadTx, id: string): Promise<Grant | undefined>;
  grants(tx: ReadTx, filter: GrantFilter): Promise<Grant[]>;
  /** How many stand, by service. */
  standingByService(tx: ReadTx, now: Date): Promise<ReadonlyMap<string, number>>;
  /** Bodies that hold a standing grant of these services. */
  consumersOf(tx: ReadTx, services: readonly string[], now: Date): Promise<{ service: string; organisation: string }[]>;

  /** 试调用 at the desk; refuses services of another level. */
  tryService(ctx: Context, input: { service: Service; grant: Grant; asked: Asked }): Promise<Tried>;

  registerMember(ctx: Context, member: NewMember): Promise<RegisteredKey>;
  endMember(ctx: Context, input: { memberId: string; reason: string }): Promise<void>;
  endKey(ctx: Context, input: { keyId: string; reason: string }): Promise<void>;
  members(tx: ReadTx, page: { organisation?: string | undefined; after?: string | undefined; limit: number }): Promise<Member[]>;
  keysOf(tx: ReadTx, memberId: string): Promise<Key[]>;
  /** 到期告警: keys that end within `days` and have no successor. */
  keysEnding(ctx: Pick<Context, 'tx' | 'now'>, days: number): Promise<Key[]>;

  /** 推送: changes sent to a subscriber's address, beside those that are fetched. */
  openPush(ctx: Context, input: { grantId: string; memberId: string; url: string; from: 'start' | 'now' }): Promise<string>;
  endPush(ctx: Context, input: { pushId: string; version: number }): Promise<{ version: number }>;
  pushes(tx: ReadTx): Promise<Push[]>;

  /** 删除通知: in the transaction of a withdrawal; the grants' own are ordered by themselves. */
  orderErasure(ctx: Context, order: ErasureOrder): void;
  erasures(tx: ReadTx, filter: ErasureFilter): Promise<Erasure[]>;
  /** 删除回执 by people, or by another house for its own. */
  receiveReceipt(ctx: Context, receipt: Receipt): Promise<void>;
  /** The cascade puts in how another house is told, and is told that ours have done so. */
  readonly erasureHooks: ErasureHooks;

  calls(tx: ReadTx, filter: CallFilter): Promise<CallView[]>;
  meter(tx: ReadTx, filter: { from: string; to: string; grantId?: string | undefined; service?: string | undefined; organisation?: string | undefined }): Promise<MeterRow[]>;
  useOfGrants(tx: ReadTx, grants: readonly string[]): Promise<GrantUse[]>;
  /** 运行监测: services called since, with failures and answer times. */
  health(tx: ReadTx, since: Date): Promise<HealthRow[]>;
  directory(): Promise<SignedDirectory>;
  close(): Promise<void>;
}

export interface ExchangeDeps {
  db: Db;
  clock: Clock;
  ids: Ids;
  content: Pick<Content, 'find' | 'list'>;
  files: Pick<Files, 'open'>;
  jobs: Pick<Jobs, 'handle' | 'handleOutside' | 'schedule' | 'plan'>;
  ledger: Pick<Ledger, 'append'>;
  registers: RegisterSource;
  crypto: Cryptography;
  house: HouseKey;
  /** 删除期限与催办, of the content. */
  erasureTerms: () => ErasureTerms;
  /** Tells people that a copy is to be deleted; the house knows who they are. */
  tellPeople: RemindDeps['tellPeople'];
  failed: (error: unknown) => void;
}

const dayMs = 86_400_000;
const pushEveryMs = 15_000;
const remindEveryMs = 60_000;
const termEveryMs = 60_000;

export function createExchange(deps: ExchangeDeps): Exchange {
  const { db, clock, crypto, house } = deps;
  const registry = createRegistry(deps);
  const topics = createTopics(deps);
  const load = { underWay: 0 };
  const callLog = createCallLog({ ...deps, registry, load });
  const admit = createAdmit({ ...deps, registry, callLog });
  const upstreams = createUpstreams();
  const administer: AdministerDeps = { ...deps, registry, topics };
  const directory = createDirectory({ db, clock, registry, house });
  // a line of its own: what departments' providers do never closes it
  const lines = createUpstreams(() => clock.now().getTime());
  const line = createPeerClient({ clock, crypto, house, upstreams: lines });
  const subscribers = createUpstreams(() => clock.now().getTime());
  const sign = createRequestSigner({ clock, crypto, house });
  const pushes: PushDeps = { ...deps, registry, callLog, topics, upstreams: subscribers, sign, keyId: keyIdOf(crypto, house.publicKey) };
  const erasureHooks: ErasureHooks = { toPeer: async () => {}, done: async () => {} };
  const erasures: ErasureDeps = { ...deps, registry, keyId: pushes.keyId, terms: deps.erasureTerms, hooks: erasureHooks };
  const peers: PeerHandlers = { relay: async () => undefined, say: new Map() };
  const gateway = createGateway({ ...deps, load, erasures, relayPeer: line.relay, peers, admit, callLog, topics, upstreams, administer, directory, signer: createAnswerSigner({ clock, crypto, house }) });
  deps.jobs.handle('exchange.tidy', (ctx) => tidy(ctx, 3 * skewMax * 1000));
  deps.jobs.handleOutside(pushJob, () => sendPushes(pushes));
  deps.jobs.schedule({ name: pushJob, kind: pushJob, everyMs: pushEveryMs });
  deps.jobs.handle(orderJob, (ctx, order) => tellErasure(erasures, ctx, order as unknown as ErasureOrder));
  deps.jobs.handleOutside(remindJob, () => remindErasures({ ...deps, sign, upstreams: subscribers, terms: deps.erasureTerms }));
  deps.jobs.schedule({ name: remindJob, kind: remindJob, everyMs: remindEveryMs });
  deps.jobs.handle(termJob, (ctx) => endByTime(erasures, ctx));
  deps.jobs.schedule({ name: termJob, kind: termJob, everyMs: termEveryMs });
  deps.jobs.schedule({ name: 'exchange.tidy', kind: 'exchange.tidy', everyMs: 300_000 });
  return {
    prepare: () => db.owner(async (client) => void (await client.query("select exchange.ensure_partitions($1::timestamptz + interval '1 year')", [clock.now()]))),
    refresh: () => registry.clear(),
    gateway,
    topics,
    house: { name: house.name, keyId: keyIdOf(crypto, house.publicKey), publicKey: house.publicKey, sign: house.sign },
    askPeer: line.ask,
    peers,
    registerPeer: (ctx, peer) => registerMember(administer, ctx, peer, 'peer'),
    services: () => servicesNow(db, registry),
    findService: (id) => registry.service(id),
    putService: (ctx, input) => putService(administer, ctx, input),
    grant: (ctx, grant) => grantService(administer, ctx, grant),
    withdraw: (ctx, input) => withdrawGrant(administer, ctx, input),
    findGrant,
    grants: listGrants,
    standingByService,
    consumersOf,
    tryService: (ctx, input) => tryService({ ...deps, topics, admit, upstreams }, ctx, input),
    registerMember: (ctx, member) => registerMember(administer, ctx, member),
    endMember: (ctx, input) => endMember(administer, ctx, input),
    endKey: (ctx, input) => endKey(administer, ctx, input),
    members: (tx, page) => listMembers(tx, page.organisation, page.after, page.limit),
    keysOf,
    keysEnding: (ctx, days) => keysEnding(ctx.tx, ctx.now, new Date(ctx.now.getTime() + days * dayMs)),
    async openPush(ctx, input) {
      const id = await openPush(pushes, ctx, input);
      deps.jobs.plan(ctx.tx, { kind: pushJob, payload: {}, key: pushJob });
      return id;
    },
    endPush,
    pushes: listPushes,
    orderErasure: (ctx, order) => orderErasure(deps, ctx, order),
    erasures: listErasures,
    receiveReceipt: (ctx, receipt) => receiveReceipt(erasures, ctx, receipt),
    erasureHooks,
    calls: listCalls,
    meter: listMeter,
    useOfGrants,
    health: readHealth,
    directory,
    close: async () => void (await Promise.all([upstreams.close(), lines.close(), subscribers.close()])),
  };
}

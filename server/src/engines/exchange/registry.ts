import type { Content } from '#engines/content';
import { system } from '#kernel/context';
import type { Db, ReadTx } from '#kernel/db';
import { isId } from '#kernel/ids';
import { findGrant, findKey, findServiceRow, findSession, revisionOf } from './exchange-queries.ts';
import { dataServiceKind, type ServiceDefinition } from './service-kind.ts';
import type { Cryptography, Grant, Key, Mode, RegisterSource, Service, Session } from './types.ts';

/** What admission asks on every call, from memory while nothing has changed anywhere. */
export interface Registry {
  key(id: string): Promise<Key | undefined>;
  session(id: string): Promise<Session | undefined>;
  grant(id: string): Promise<Grant | undefined>;
  service(id: string): Promise<Service | undefined>;
  /** Services of the content and of the base and licence registers; a row of the desk may stand before them. */
  declared(): Service[];
  /** The state of all of them that this process last saw. */
  revision(): number;
  /** Forgets everything when anything was changed, in whichever process. */
  sync(revision: number): void;
  clear(): void;
}

const kept = 20_000;
/** 基础库与证照库: what every department may need to ask, with a grant. */
const sharedCategories: ReadonlySet<string> = new Set(['base', 'licence']);
const defaultModes: readonly Mode[] = ['verify', 'query', 'batch', 'changes'];
const modeNames: Record<Mode, [string, string]> = { verify: ['核验', 'verification'], query: ['查询', 'query'], batch: ['批量', 'batch'], changes: ['变更订阅', 'changes'], file: ['文件', 'file'], proxy: ['接口', 'interface'], peer: ['跨级', 'across levels'] };

export interface RegistryDeps {
  db: Db;
  content: Pick<Content, 'find' | 'list'>;
  registers: RegisterSource;
  crypto: Pick<Cryptography, 'open'>;
}

export const serviceOf = (id: string, version: number, d: ServiceDefinition, state: Service['state'], origin: Service['origin']): Service => ({
  id, version, state, origin, title: d.title, mode: d.mode, provider: d.provider ?? null, register: d.register, fields: d.fields, upstream: d.upstream, fileId: d.fileId, peer: d.peer, sla: d.sla,
});

export function createRegistry({ db, content, registers, crypto }: RegistryDeps): Registry {
  const caches = { key: new Map<string, Key>(), session: new Map<string, Session>(), grant: new Map<string, Grant>(), service: new Map<string, Service>() };
  let known = 0;
  const clear = (): void => {
    for (const cache of Object.values(caches)) cache.clear();
  };
  const sync = (revision: number): void => {
    if (revision === known) return;
    known = revision;
    clear();
  };
  const cached = async <T>(cache: Map<string, T>, id: string, read: (tx: ReadTx) => Promise<T | undefined>): Promise<T | undefined> => {
    const held = cache.get(id);
    if (held !== undefined) return held;
    const [revision, found] = await db.read(system, async (tx) => [await revisionOf(tx), await read(tx)] as const);
    sync(revision);
    if (found === undefined) return undefined;
    if (cache.size >= kept) cache.delete(cache.keys().next().value!);
    cache.set(id, found);
    return found;
  };

  const ofRegister = (id: string): Service | undefined => {
    const dot = id.lastIndexOf('.');
    const mode = id.slice(dot + 1) as Mode;
    const register = dot > 0 && defaultModes.includes(mode) ? registers.find(id.slice(0, dot)) : undefined;
    if (register === undefined || !sharedCategories.has(register.category)) return undefined;
    const [zh, en] = typeof register.title === 'string' ? [register.title, register.title] : [register.title.zh, register.title.en ?? register.title.zh];
    return {
      id, version: 1, mode, title: { zh: `${zh}${modeNames[mode][0]}`, en: `${en}: ${modeNames[mode][1]}` }, provider: null, register: register.id,
      fields: register.fields.map((f) => f.id), state: 'active', origin: 'register',
    };
  };
  const ofContent = (id: string): Service | undefined => {
    const found = content.find(dataServiceKind, id);
    return found === undefined ? undefined : serviceOf(id, found.version, found.value, 'active', 'content');
  };
  const declaredAs = (id: string): Service | undefined => ofContent(id) ?? ofRegister(id);

  return {
    key: async (id) => (/^[0-9a-f]{32}$/.test(id) ? cached(caches.key, id, (tx) => findKey(tx, id)) : undefined),
    session: async (id) => (isId(id) ? cached(caches.session, id, (tx) => findSession(tx, id, crypto)) : undefined),
    grant: async (id) => (isId(id) ? cached(caches.grant, id, (tx) => findGrant(tx, id)) : undefined),
    service: (id) =>
      cached(caches.service, id, async (tx) => {
        const row = await findServiceRow(tx, id);
        const declared = declaredAs(id);
        if (row === undefined) return declared;
        return row.definition === null ? declared && { ...declared, version: row.version, state: row.state } : serviceOf(id, row.version, row.definition, row.state, 'desk');
      }),
    declared: () => [
      ...content.list(dataServiceKind).map((d) => serviceOf(d.id, d.version, d.value, 'active', 'content')),
      ...registers.list().filter((r) => sharedCategories.has(r.category)).flatMap((r) => defaultModes.flatMap((m) => ofRegister(`${r.id}.${m}`) ?? [])),
    ],
    revision: () => known,
    sync,
    clear,
  };
}

import { canonicalJson, type Json } from '#engines/ledger';
import type { Clock } from '#kernel/clock';
import { system } from '#kernel/context';
import type { Db } from '#kernel/db';
import { keysInForce, listServiceRows, revisionOf } from './exchange-queries.ts';
import { serviceOf, type Registry } from './registry.ts';
import type { HouseKey, Service } from './types.ts';

/** Hours for which others may rely on the directory without asking again. */
const validHours = 24;

/** 目录: members, keys and services of this house in one document; `number` rises with every change. */
export interface Directory {
  readonly house: string;
  readonly number: number;
  readonly at: string;
  readonly until: string;
  readonly members: readonly { id: string; organisation: string; name: string; kind: string; keys: readonly { id: string; publicKey: string; from: string; until: string }[] }[];
  readonly services: readonly { id: string; version: number; title: Json; mode: string; provider: string | null; register: string | null; fields: readonly string[]; state: string }[];
}

export interface SignedDirectory {
  readonly directory: Directory;
  readonly keyId: string;
  /** The house's certificate, DER in base64. */
  readonly certificate: string;
  /** SM2 over the canonical JSON (RFC 8785) of `directory`; raw r‖s in base64. */
  readonly signature: string;
}

/** Services as they are now: those of content and registers, with what the desk has said of them, and the desk's own. */
export async function servicesNow(db: Pick<Db, 'read'>, registry: Registry): Promise<Service[]> {
  const rows = new Map((await db.read(system, listServiceRows)).map((r) => [r.id, r]));
  const declared = registry.declared().map((s) => {
    const row = rows.get(s.id);
    return row === undefined ? s : { ...s, version: row.version, state: row.state };
  });
  const ids = new Set(declared.map((s) => s.id));
  const made = [...rows.values()].flatMap((r) => (r.definition === null || ids.has(r.id) ? [] : [serviceOf(r.id, r.version, r.definition, r.state, 'desk')]));
  return [...declared, ...made].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export const directoryBytes = (directory: Directory): Buffer => Buffer.from(canonicalJson(directory as unknown as Json), 'utf8');

/** Signed when it has changed or half its validity is over; from memory otherwise. */
export function createDirectory({ db, clock, registry, house }: { db: Db; clock: Clock; registry: Registry; house: HouseKey }): () => Promise<SignedDirectory> {
  let last: { signed: SignedDirectory; renewAt: number } | undefined;
  const make = async (number: number): Promise<SignedDirectory> => {
    const now = clock.now();
    const keys = await db.read(system, (tx) => keysInForce(tx, now));
    const members = new Map<string, Directory['members'][number] & { keys: { id: string; publicKey: string; from: string; until: string }[] }>();
    for (const k of keys) {
      const { id, organisation, name, kind } = k.member;
      const member = members.get(id) ?? { id, organisation, name, kind, keys: [] };
      member.keys.push({ id: k.id, publicKey: Buffer.from(k.publicKey).toString('base64'), from: k.validFrom.toISOString(), until: k.validTo.toISOString() });
      members.set(id, member);
    }
    const services = (await servicesNow(db, registry)).map((s) => ({ id: s.id, version: s.version, title: s.title as Json, mode: s.mode, provider: s.provider, register: s.register ?? null, fields: s.fields, state: s.state }));
    const directory: Directory = { house: house.name, number, at: now.toISOString(), until: new Date(now.getTime() + validHours * 3_600_000).toISOString(), members: [...members.values()], services };
    return { directory, keyId: house.keyId, certificate: Buffer.from(house.certificate).toString('base64'), signature: Buffer.from(await house.sign(directoryBytes(directory))).toString('base64') };
  };
  return async () => {
    const number = await db.read(system, revisionOf);
    const now = clock.now().getTime();
    if (last === undefined || last.signed.directory.number !== number || now >= last.renewAt || now < Date.parse(last.signed.directory.at)) {
      const signed = await make(number);
      last = { signed, renewAt: now + (validHours / 2) * 3_600_000 };
    }
    return last.signed;
  };
}

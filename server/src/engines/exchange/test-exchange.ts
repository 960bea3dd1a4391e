import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createJobs } from '../jobs/index.ts';
import { createLedger } from '../ledger/index.ts';
import { createFieldCipher, createSoftwareDevice, encryptTo, hmacSm3, publicKeyToSpki, sm3, spkiToPublicKey, verifyMessage, type DeviceKey } from '../signing/index.ts';
import { createExchange, type Exchange, type NewGrant, type RegisterSource, type SourceRecord } from './index.ts';

/** An exchange on a database of its own, its gateway listening, with one register of people that the test holds. */
export interface TestExchange {
  db: Db & { url: string };
  clock: MovableClock;
  exchange: Exchange;
  url: string;
  people: Map<string, SourceRecord>;
  /** Purposes and fields of all reads so far. */
  reads: { text: string; fields: readonly string[] }[];
  failures: unknown[];
  /** What people were told of erasures. */
  told: { organisation: string | null; late: boolean; times: number }[];
  /** Files of the store, by id. */
  files: Map<string, { name: string; mediaType: string; bytes: Buffer }>;
  /** Runs before each page of a batch is read. */
  beforePage: { run: () => Promise<void> };
  /** Another process of the same house. */
  another(): Promise<{ exchange: Exchange; url: string; drain: () => Promise<void> }>;
  as<T>(use: (ctx: Context) => Promise<T>): Promise<T>;
  machine(organisation?: string): Promise<TestMachine>;
  grant(service: string, more?: Partial<NewGrant>): Promise<string>;
  drain(): Promise<void>;
}

export interface Sent { status: number; body: Buffer; json: Record<string, unknown>; headers: http.IncomingHttpHeaders; trailers: NodeJS.Dict<string>; broken: boolean }

export interface TestMachine {
  memberId: string;
  keyId: string;
  /** Signed headers for a request, as the guide says. */
  sign(method: string, target: string, more?: { grant?: string; body?: Uint8Array; digest?: string; nonce?: string; created?: number; session?: { id: string; secret: Uint8Array } }): Promise<Record<string, string>>;
  send(method: string, target: string, more?: { grant?: string; body?: Uint8Array; url?: string; session?: { id: string; secret: Uint8Array }; headers?: Record<string, string> }): Promise<Sent>;
  session(): Promise<{ id: string; secret: Uint8Array }>;
}

export const organisation = '11220102YW0002050M';

export async function testExchange(t: Pick<TestContext, 'after'>): Promise<TestExchange> {
  const closing: (() => Promise<unknown>)[] = [];
  t.after(async () => {
    for (const close of closing) await close();
  });
  const db = await testDatabase(t, 8);
  const clock = createMovableClock(new Date('2026-11-23T09:00:00+08:00'));
  const people = new Map<string, SourceRecord>();
  const reads: TestExchange['reads'] = [];
  const failures: unknown[] = [];
  const told: TestExchange['told'] = [];
  const beforePage = { run: async (): Promise<void> => {} };
  const files: TestExchange['files'] = new Map();
  const device = createSoftwareDevice(new Map([[1, Buffer.alloc(32, 1)]]));
  const houseKey = await device.generate();

  const open = async (): Promise<{ exchange: Exchange; url: string; drain: () => Promise<void> }> => {
    const ids = createIds(() => clock.now().getTime());
    const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} } as never;
    const jobs = createJobs({ db, clock, ids, log });
    const ledger = createLedger({ db, clock, ids, origin: 'test', signer: { keyName: 'test', keyId: Buffer.alloc(4), sign: async () => Buffer.alloc(64) } });
    const fields = createFieldCipher(new Map([[1, Buffer.alloc(32, 2)]]));
    const exchange = createExchange({
      db, clock, ids, jobs, ledger, content: { find: () => undefined, list: () => [] } as never, files: filesOf(files) as never, registers: registersOf(people, reads, beforePage), failed: (error) => void failures.push(error), erasureTerms: () => ({ days: 15, remindDays: 3 }), tellPeople: async (_ctx, about) => void told.push(about),
      crypto: { sm3, hmac: hmacSm3, verify: verifyMessage, encryptTo, publicKeyOf: (spki) => { try { return spkiToPublicKey(spki); } catch { return undefined; } }, seal: (b) => fields.encrypt(b, 'test'), open: (b) => fields.decrypt(b, 'test') },
      house: { name: 'test', keyId: 'house-key', certificate: Buffer.from('certificate'), publicKey: houseKey.publicKey, sign: (message) => device.sign(houseKey, message) },
    });
    await exchange.prepare();
    const server = http.createServer((request, response) => void exchange.gateway(request, response));
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    closing.unshift(async () => {
      await exchange.close();
      server.closeAllConnections();
      await new Promise((done) => void server.close(done));
    });
    return { exchange, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, drain: async () => { while ((await jobs.drain()) > 0); } };
  };
  const first = await open();
  const ids = createIds();
  const as = <T>(use: (ctx: Context) => Promise<T>): Promise<T> => db.write(system, (tx) => use({ tx, actor: system, now: clock.now(), newId: ids, locale: 'zh', requestId: 'test' }));
  return {
    db, clock, exchange: first.exchange, url: first.url, people, reads, failures, told, files, beforePage, as, another: open, drain: first.drain,
    machine: async (of = organisation) => {
      const key = await device.generate();
      const publicKey = publicKeyToSpki(key.publicKey).toString('base64');
      const proof = Buffer.from(await device.sign(key, Buffer.from(`yiwang exchange key\n${of}\n${publicKey}`))).toString('base64');
      const { memberId, keyId } = await as((ctx) => first.exchange.registerMember(ctx, { organisation: of, name: randomUUID(), publicKey, proof }));
      return machineOf({ memberId, keyId, key, url: first.url, clock, device });
    },
    grant: (service, more = {}) =>
      as((ctx) => first.exchange.grant(ctx, { service, organisation, purposeCode: 'case-handling', purpose: '参保核验', legalBasis: '社会保险法', fields: ['number', 'name'], ratePerSecond: 10_000, dailyQuota: 1_000_000, validTo: new Date(clock.now().getTime() + 86_400_000), ...more })),
  };
}

const filesOf = (files: TestExchange['files']) => ({
  open: async (_ctx: unknown, id: string) => {
    const { bytes, ...meta } = files.get(id)!;
    return { meta: { ...meta, size: bytes.length, digest: 'digest' }, stream: Readable.from([bytes]) };
  },
});

function registersOf(people: Map<string, SourceRecord>, reads: TestExchange['reads'], beforePage: TestExchange['beforePage']): RegisterSource {
  const register = { id: 'people', title: '人口', category: 'base', fields: [{ id: 'number', identifier: true, comparable: true }, { id: 'name', identifier: false, comparable: true }, { id: 'phone', identifier: false, comparable: true }] };
  const cut = (r: SourceRecord, fields: readonly string[]): SourceRecord => ({ ...r, data: Object.fromEntries(Object.entries(r.data).filter(([f]) => fields.includes(f))) });
  return {
    find: (id) => (id === 'people' ? register : undefined),
    list: () => [register],
    lookUp: async (_ctx, _register, by, read) => {
      reads.push({ text: read.purpose.text, fields: read.fields });
      return [...people.values()].filter((r) => Object.entries(by).every(([f, v]) => r.data[f] === v)).map((r) => cut(r, read.fields));
    },
    page: async (_ctx, _register, { cursor, limit }, read) => {
      await beforePage.run();
      reads.push({ text: read.purpose.text, fields: read.fields });
      const all = [...people.values()];
      const from = cursor === undefined ? 0 : Number(cursor);
      return { records: all.slice(from, from + limit).map((r) => cut(r, read.fields)), next: from + limit < all.length ? String(from + limit) : null };
    },
    action: async (_ctx, _register, recordId, version) => ({ data: { number: recordId, name: `v${version}` }, effectiveOn: '2026-11-23' }),
    byConsent: (purposeCode) => purposeCode === 'consent',
    mask: (_register, _field, value, rule) => (rule === 'none' ? value : '***'),
  };
}

function machineOf(m: { memberId: string; keyId: string; key: DeviceKey; url: string; clock: MovableClock; device: ReturnType<typeof createSoftwareDevice> }): TestMachine {
  const sign: TestMachine['sign'] = async (method, target, { grant, body, digest, nonce, created, session } = {}) => {
    const [path, query] = target.includes('?') ? [target.slice(0, target.indexOf('?')), target.slice(target.indexOf('?'))] : [target, '?'];
    const headers: Record<string, string> = { ...(body === undefined ? {} : { 'content-digest': digest ?? `sm3=:${sm3(body).toString('base64')}:` }), ...(grant === undefined ? {} : { 'exchange-grant': grant, 'exchange-purpose': 'case-handling' }) };
    const values = { '@method': method, '@path': path, '@query': query, ...headers };
    const parameters = `(${Object.keys(values).map((c) => `"${c}"`).join(' ')});created=${created ?? Math.floor(m.clock.now().getTime() / 1000)};nonce="${nonce ?? randomUUID()}";keyid="${session?.id ?? m.keyId}";alg="${session === undefined ? 'sm2-sm3' : 'hmac-sm3'}"`;
    const base = Buffer.from(`${Object.entries(values).map(([c, v]) => `"${c}": ${v}`).join('\n')}\n"@signature-params": ${parameters}`);
    const signature = session === undefined ? await m.device.sign(m.key, base) : hmacSm3(session.secret, base);
    return { ...headers, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${Buffer.from(signature).toString('base64')}:` };
  };
  const machine: TestMachine = {
    memberId: m.memberId, keyId: m.keyId, sign,
    send: async (method, target, more = {}) => sendTo(more.url ?? m.url, method, target, { ...(await sign(method, target, more)), ...more.headers }, more.body),
    async session() {
      const { json } = await machine.send('POST', '/exchange/v1/session', { body: Buffer.from('{}') });
      return { id: String(json['session']), secret: (await m.device.decrypt(m.key, Buffer.from(String(json['secret']), 'base64')))! };
    },
  };
  return machine;
}

export const sendTo = (url: string, method: string, target: string, headers: Record<string, string>, body?: Uint8Array | AsyncIterable<Uint8Array>): Promise<Sent> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(url);
    const request = http.request({ hostname, port, method, path: target, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      const end = (broken: boolean): void => {
        const whole = Buffer.concat(parts);
        let json: Record<string, unknown> = {};
        try {
          json = JSON.parse(whole.toString('utf8')) as Record<string, unknown>;
        } catch {}
        done({ status: response.statusCode ?? 0, body: whole, json, headers: response.headers, trailers: response.trailers, broken });
      };
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => end(true));
      response.on('end', () => end(false));
    });
    request.on('error', failed);
    if (body === undefined || body instanceof Uint8Array) request.end(body);
    else {
      void (async () => {
        for await (const part of body) if (!request.write(part)) await new Promise((go) => void request.once('drain', go));
        request.end();
      })().catch(() => request.destroy());
    }
  });

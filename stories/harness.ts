import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test as nodeTest, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createCall, type Call } from '../server/src/kernel/contract/index.ts';
import { createMovableClock, type MovableClock } from '../server/src/kernel/clock/index.ts';
import { readSettings } from '../server/src/kernel/config/index.ts';
import { createLog } from '../server/src/kernel/log/index.ts';
import { composeHouse, type House } from '../server/src/compose.ts';
import { exchangeOver, signInByForms } from '../server/src/modules/capabilities/identity/sign-in-by-forms.ts';
import { dataFolder, provinceCache, provinceDatabase, provinceSecret, settle } from '../server/test/province.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const demonstrationPassword = 'Yiwang-2026';

/** Somebody who uses the running province through public HTTP, and nothing else. */
export interface Persona {
  readonly name: string;
  readonly call: Call;
  /** The session cookie, for pages, uploads and downloads. */
  readonly cookie: string;
  get(path: string): Promise<Response>;
  /** Uploads a file and gives its id. */
  upload(name: string, bytes: Uint8Array, type: string): Promise<string>;
}

export interface Province {
  readonly url: string;
  readonly clock: MovableClock;
  readonly house: House;
  visitor: Persona;
  /** A demonstration account (`p001` a citizen, `o001` an officer), signed in through the OpenID provider's own pages. */
  signIn(login: string): Promise<Persona>;
  /** What the background would do by itself within a second: jobs and ledger. */
  settle(): Promise<void>;
}

/** Systems of this file that a story has found wanting: another story of theirs that passes does not make it good. */
const wanting = new Set<string>();

/** A story 故事: a system's main job, told as a short script. Its outcome is kept for `npm run systems`. */
export function story(systems: string | readonly string[], title: string, tell: (province: Province, t: TestContext) => Promise<void>): void {
  const ids = typeof systems === 'string' ? [systems] : systems;
  nodeTest(`${ids.join(', ')}: ${title}`, { timeout: 540_000 }, async (t) => {
    const results = process.env['YIWANG_STORY_RESULTS'];
    const keep = (passed: boolean): void => {
      if (results === undefined) return;
      mkdirSync(results, { recursive: true });
      if (!passed) for (const id of ids) wanting.add(id);
      for (const id of ids) writeFileSync(path.join(results, `${id}.json`), JSON.stringify({ id, title, passed: passed && !wanting.has(id), at: new Date().toISOString() }));
    };
    try {
      await tell(await openProvince(t), t);
    } catch (error) {
      keep(false);
      throw error;
    }
    keep(true);
  });
}

/** A second house beside the first: known by another address than it listens at, its database made ready before it starts. */
export interface Elsewhere {
  addressOf?: (port: number) => string;
  prepare?: (databaseUrl: string) => Promise<void>;
}

/** The example province on a database of its own, listening on a free port of the loopback. */
export async function openProvince(t: Pick<TestContext, 'after'>, at = new Date('2026-11-23T09:00:00+08:00'), more: Elsewhere = {}): Promise<Province> {
  // registered first, so that the house is closed before its database goes
  let close = async (): Promise<void> => {};
  t.after(() => close());
  const databaseUrl = await provinceDatabase(t);
  await more.prepare?.(databaseUrl);
  const { folder, remove } = dataFolder('yiwang-story-');
  const clock = createMovableClock(at);
  const port = await freePort();
  const settings = readSettings({ YIWANG_DATA: folder, YIWANG_LOG: process.env['YIWANG_LOG'] ?? 'error', YIWANG_PORT: String(port), ...(more.addressOf === undefined ? {} : { YIWANG_URL: more.addressOf(port) }) }, root);
  const house = await composeHouse({ settings, databaseUrl, secret: provinceSecret, clock, log: createLog(settings.logLevel), cacheFolder: provinceCache });
  await house.http.app.listen({ port, host: '127.0.0.1' });
  // jobs and ledger run when the story says so (`settle`): nothing is waited for by sleeping
  close = async () => {
    await house.close();
    remove();
  };
  const url = settings.publicUrl;
  return {
    url, clock, house,
    visitor: persona(url, '访客', ''),
    async signIn(login) {
      const app = login.startsWith('o') ? 'desk' : 'portal';
      return persona(url, login, await signInByForms(exchangeOver(url), { app, login, password: demonstrationPassword }));
    },
    settle: () => settle(house, clock),
  };
}

function persona(url: string, name: string, cookie: string): Persona {
  const headers = (): Record<string, string> => ({ cookie, 'accept-language': 'zh-CN' });
  return {
    name, cookie,
    call: createCall({ base: url, headers }),
    get: (at) => fetch(url + at, { headers: headers(), redirect: 'manual' }),
    async upload(fileName, bytes, type) {
      const form = new FormData();
      form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), fileName);
      const answer = await fetch(`${url}/api/files`, { method: 'POST', body: form, headers: headers() });
      const body = (await answer.json()) as { files?: { id: string }[]; title?: string };
      if (!answer.ok || body.files?.[0] === undefined) throw new Error(`upload: ${answer.status} ${body.title ?? ''}`);
      return body.files[0].id;
    },
  };
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : failed(new Error('no port'))));
    });
  });
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test as nodeTest, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMovableClock, type MovableClock } from '../server/src/kernel/clock/index.ts';
import { readSettings } from '../server/src/kernel/config/index.ts';
import { createLog } from '../server/src/kernel/log/index.ts';
import { composeHouse, type House } from '../server/src/compose/compose-house.ts';
import { freePort } from '../server/test/free-port.ts';
import { dataFolder, provinceCache, provinceDatabase, provinceSecret, settle } from '../server/test/province.ts';
import { personaAt, signedInAt, type Persona } from './persona.ts';

export { demonstrationPassword, type Persona } from './persona.ts';
/** A department's own PostgreSQL, beside the house's. */
export { testDatabase as departmentDatabase } from '../server/test/database.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

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
    visitor: personaAt(url, '访客'),
    signIn: (login) => signedInAt(url, login),
    settle: () => settle(house, clock),
  };
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { readSettings } from '#kernel/config';
import { createLog } from '#kernel/log';
import { composeHouse, type House } from '../src/compose/compose-house.ts';
import { copiedDatabase, ensureTemplate } from './database.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** Secret of all example provinces: rows that were sealed in the template are read in its copies. */
export const provinceSecret = 'story-secret-story-secret-story-secret';
/** Parsed content is shared by all provinces of a run. */
export const provinceCache = path.join(root, '.test/cache');

/** A folder that the database's own user may enter. */
export function dataFolder(name: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), name));
  chmodSync(folder, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A database of its own in which the example province's people, companies and registers stand already: a copy of one that is filled once a run. */
export async function provinceDatabase(t: Pick<TestContext, 'after'>): Promise<string> {
  await ensureTemplate('yiwang_province', async (databaseUrl) => {
    const { folder, remove } = dataFolder('yiwang-province-');
    const settings = readSettings({ YIWANG_DATA: folder, YIWANG_LOG: 'error', YIWANG_PORT: '0' }, root);
    const house = await composeHouse({ settings, databaseUrl, secret: provinceSecret, clock: createMovableClock(), log: createLog(settings.logLevel), cacheFolder: provinceCache });
    await house.close();
    remove();
  });
  return copiedDatabase(t, 'yiwang_province');
}

/**
 * What the background would do by itself: all due jobs and what they plan, then the ledger. A job that met another at the same row is
 * tried again seconds later (retry class `transient`): the clock goes there, nobody waits.
 */
export async function settle(house: Pick<House, 'jobs' | 'ledger' | 'db'>, clock: MovableClock): Promise<void> {
  for (let round = 0; round < 8; round++) {
    while ((await house.jobs.drain()) > 0);
    const { rows } = await house.db.owner((client) => client.query<{ at: Date | null }>("select min(run_at) as at from jobs.job where attempt > 0 and retry = 'transient' and run_at < $1::timestamptz + interval '1 minute'", [clock.now()]));
    const again = rows[0]?.at;
    if (again === null || again === undefined) break;
    clock.set(again);
  }
  await house.ledger.drain();
}

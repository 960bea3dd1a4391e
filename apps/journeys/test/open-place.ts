import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mountApps } from '../../../server/src/apps.ts';
import { buildApps } from '../../../server/src/build-apps.ts';
import { composeHouse, type House } from '../../../server/src/compose/compose-house.ts';
import { createMovableClock, type MovableClock } from '../../../server/src/kernel/clock/index.ts';
import { readSettings } from '../../../server/src/kernel/config/index.ts';
import { createLog } from '../../../server/src/kernel/log/index.ts';
import { testDatabase } from '../../../server/test/database.ts';
import { freePort } from '../../../server/test/free-port.ts';
import { openBrowser, type Reader, type Reading } from './open-browser.ts';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** The whole program as `npm start` runs it, on the example province, and people who use it with real browsers. */
export interface Place {
  readonly url: string;
  readonly clock: MovableClock;
  readonly house: House;
  /** For what the journey keeps: downloads, certificates. */
  readonly folder: string;
  /** Somebody with a browser of her own (own cookies), on a desk or with a telephone. */
  reader(name: string, reading?: Reading): Promise<Reader>;
}

export async function openPlace(t: Pick<TestContext, 'after'>, at = new Date('2026-11-23T09:00:00+08:00')): Promise<Place> {
  // registered first, so that browser and house are closed before the database goes
  const closing: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const close of closing.toReversed()) await close();
  });
  const { url: databaseUrl } = await testDatabase(t);
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-journey-'));
  chmodSync(folder, 0o755);
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  const settings = readSettings({ YIWANG_DATA: folder, YIWANG_LOG: process.env['YIWANG_LOG'] ?? 'error', YIWANG_PORT: String(await freePort()) }, root);
  const clock = createMovableClock(at);
  const log = createLog(settings.logLevel);
  const [house, browser] = await Promise.all([
    composeHouse({ settings, databaseUrl, secret: 'journey-secret-journey-secret-journey', clock, log }),
    openBrowser(),
    buildApps(root, () => {}),
  ]);
  closing.push(() => house.close(), () => browser.close());
  await mountApps(house, root, settings, log);
  await house.http.app.listen({ port: settings.port, host: '127.0.0.1' });
  house.work();
  return { url: settings.publicUrl, clock, house, folder, reader: (name, reading = {}) => browser.reader(settings.publicUrl, name, reading) };
}

/** A file of the journey, in the place's own folder. */
export function keepFile(place: Place, name: string, bytes: Uint8Array | string): string {
  const folder = path.join(place.folder, 'kept');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

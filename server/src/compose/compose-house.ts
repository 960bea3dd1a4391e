import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensurePublishedPack, findPacks, placePackOf } from '#engines/content';
import { loadDemonstration } from '#engines/records';
import type { Hall } from '#modules/services';
import type { Settings } from '#kernel/config';
import { createHttp, type Http, type HttpSettings } from '#kernel/http';
import { composeEngines, type EngineParts, type Engines } from './compose-engines.ts';
import { composeModules } from './compose-modules.ts';
import { houseKinds } from '../content-kinds.ts';
import { loadPackLayers, loadPackRecords } from './pack-data.ts';

/** The whole government in one process, wired: settings → kernel → engines → modules. */
export interface House extends Engines {
  http: Http;
  hall: Hall;
  /** Begins the background work: jobs, ledger. */
  work(): void;
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseParts extends Omit<EngineParts, 'packs'> {
  /** Other rates of requests than the house's own, for measurements. */
  rates?: Pick<HttpSettings, 'visitors' | 'accounts'>;
}

export async function composeHouse({ rates = {}, ...parts }: HouseParts): Promise<House> {
  const { settings, secret, told = () => {} } = parts;
  const published = path.join(settings.dataFolder, 'published');
  const packs = packsOf(settings, published);
  const engines = await composeEngines({ ...parts, packs });
  const { access, analysis, asSystem, cases, clock, content, db, exchange, grades, ids, jobs, ledger, log, places, records } = engines;
  const http = createHttp({ db, clock, ids, log, authenticate: access.authenticate, digestKey: createHmac('sm3', secret).update('kernel.answer').digest('hex'), ...rates });
  const modules = composeModules(engines, { secret, published, http });
  for (const kind of houseKinds({ has: cases.hasFunction })) content.registerKind(kind);

  told('content');
  await content.load();
  await records.prepare();
  await exchange.prepare();
  await access.start();
  const now = { now: clock.now(), newId: ids };
  if (settings.demonstration) await loadDemonstration(records, { content, ...now });
  await loadPackRecords(records, packs, now);
  await asSystem((ctx) => loadPackLayers(places, ctx, packs));
  await modules.start();
  await grades.refresh();
  for (const module of modules.list) await http.mount(module);
  return {
    ...engines, http, hall: modules.hall,
    work() {
      jobs.start();
      ledger.start();
    },
    async reload() {
      await content.reload();
      engines.renewCalendar();
      exchange.refresh();
      await records.prepare();
      await access.start();
      await modules.start();
    },
    async close() {
      await http.app.close();
      await exchange.close();
      await jobs.stop();
      await ledger.stop();
      analysis.close();
      await db.close();
    },
  };
}

/** Packs of the settings; demonstration packs only where they are wanted; versions published at the desk on top. */
function packsOf(settings: Settings, published: string): string[] {
  mkdirSync(published, { recursive: true });
  const folders = settings.contentFolders.flatMap((folder) => findPacks(folder)).filter((folder) => settings.demonstration || !/[/\\]demo$/.test(folder));
  const place = placePackOf(folders);
  if (place !== undefined) ensurePublishedPack(published, place);
  return [...folders, ...findPacks(published)];
}

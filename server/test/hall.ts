import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { readSettings } from '#kernel/config';
import type { Actor, Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { createLog } from '#kernel/log';
import { composeHouse, type House } from '../src/compose/compose-house.ts';
import { dataFolder, provinceCache, provinceDatabase, provinceSecret, settle } from './province.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface TestHall extends House {
  clock: MovableClock;
  /** The actor of a demonstration account (`p001`, `o001`), as her session would have it; for a company give its credit code. */
  actor(login: string, party?: string): Promise<Actor>;
  /** Runs a use case as that actor, in a write transaction of its own. */
  as<T>(actor: Actor, use: (ctx: Context) => Promise<T>): Promise<T>;
  /** Runs all jobs that are due, and those that they plan; then sequences the ledger. */
  settle(): Promise<void>;
}

/** The whole example province on a test's own database, with a clock that the test moves. */
export async function testHall(t: Pick<TestContext, 'after'>, at = new Date('2026-11-23T09:00:00+08:00')): Promise<TestHall> {
  // registered first, so that the house is closed before its database goes
  let close = async (): Promise<void> => {};
  t.after(() => close());
  const url = await provinceDatabase(t);
  const { folder, remove } = dataFolder('yiwang-house-');
  const clock = createMovableClock(at);
  const settings = { ...readSettings({ YIWANG_DATA: folder, YIWANG_LOG: process.env['YIWANG_LOG'] ?? 'silent', YIWANG_PORT: '0' }, root), publicUrl: 'http://127.0.0.1:8080' };
  const house = await composeHouse({ settings, databaseUrl: url, secret: provinceSecret, clock, log: createLog(settings.logLevel), cacheFolder: provinceCache });
  close = async () => {
    await house.close();
    remove();
  };
  return {
    ...house,
    clock,
    async actor(login, party) {
      const account = await house.asSystem((ctx) => ctx.tx.one<{ id: string; kind: 'citizen' | 'officer' }>('select id, kind from access.account where login_name = $1', [login]));
      const session = await house.access.createSession({ accountId: account.id, app: account.kind === 'officer' ? 'desk' : 'portal', assurance: 2 });
      const request = { headers: {}, cookies: { yiwang_session: session.token } };
      let actor = await house.access.authenticate(request as never);
      if (party !== undefined) {
        const company = await house.hall.partyByCode(party);
        await house.db.write(actor, (tx) => house.access.switchParty(contextOf(house, actor, tx), company?.id ?? '', null));
        actor = await house.access.authenticate(request as never);
      }
      return actor;
    },
    as: (actor, use) => house.db.write(actor, (tx) => use(contextOf(house, actor, tx))),
    settle: () => settle(house, clock),
  };
}

const ids = createIds();
const contextOf = (house: House, actor: Actor, tx: Context['tx']): Context => ({ tx, actor, now: house.clock.now(), newId: ids, locale: 'zh', requestId: 'test' });

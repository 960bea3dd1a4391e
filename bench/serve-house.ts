/** The house in a process of its own, for measurements over real HTTP; the parent speaks to it by messages. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { systemClock } from '../server/src/kernel/clock/index.ts';
import { readSettings } from '../server/src/kernel/config/index.ts';
import { createLog } from '../server/src/kernel/log/index.ts';
import { composeHouse } from '../server/src/compose/compose-house.ts';

type Message = { logins: string[] } | { profile: string } | 'profile' | 'work' | 'rest' | 'usage' | 'stop';

const root = path.resolve(import.meta.dirname, '..');
const { databaseUrl, folder } = JSON.parse(process.argv[2]!) as { databaseUrl: string; folder: string };
const content = ['content/national', 'content/jilin', 'bench/content'].map((f) => path.join(root, f)).join(path.delimiter);
const settings = { ...readSettings({ YIWANG_DATA: mkdtempSync(path.join(folder, 'data-')), YIWANG_LOG: 'error', YIWANG_PORT: '0', YIWANG_CONTENT: content }, root), publicUrl: 'http://127.0.0.1' };
const house = await composeHouse({ settings, databaseUrl, secret: 'bench-secret-bench-secret-bench-secret', clock: systemClock, log: createLog('error'), rates: { accounts: { burst: 1e6, perSecond: 1e6 } } });
const address = await house.http.app.listen({ port: 0, host: '127.0.0.1' });

const askEveryMs = 100;
const profiler = new Session();

let rssMax = 0;
/** What the memory was made of when it was greatest. */
let atMost = process.memoryUsage();
const readRss = (): number => {
  const rss = process.memoryUsage.rss();
  if (rss > rssMax) [rssMax, atMost] = [rss, process.memoryUsage()];
  return rss;
};
setInterval(readRss, 50).unref();

process.on('message', (message: Message) => {
  void answer(message).then((body) => process.send?.(body));
});

async function answer(message: Message): Promise<unknown> {
  if (message === 'usage') {
    const usage = { cpu: process.cpuUsage(), rss: readRss(), rssMax, heap: atMost.heapTotal, external: atMost.external };
    rssMax = 0;
    return usage;
  }
  if (message === 'work') {
    house.work();
    // as main does when the start is over
    await globalThis.gc?.({ type: 'major', execution: 'async' });
    return 'working';
  }
  if (message === 'rest') {
    while (await house.asSystem(async ({ tx }) => {
      const { due, running } = await house.jobs.state(tx);
      return due + running > 0 || (await house.ledger.pendingSeconds(tx)) > 0;
    })) await new Promise((done) => setTimeout(done, askEveryMs));
    return 'at rest';
  }
  if (message === 'stop') {
    await house.close();
    setImmediate(() => process.exit(0));
    return 'stopped';
  }
  if (message === 'profile') {
    profiler.connect();
    await profiler.post('Profiler.enable');
    return await profiler.post('Profiler.start');
  }
  if ('profile' in message) {
    const { profile } = await profiler.post('Profiler.stop');
    writeFileSync(message.profile, JSON.stringify(profile));
    profiler.disconnect();
    return 'written';
  }
  const cookies: string[] = [];
  for (const login of message.logins) {
    const account = await house.asSystem((ctx) => ctx.tx.one<{ id: string; kind: string }>('select id, kind from access.account where login_name = $1', [login]));
    const session = await house.access.createSession({ accountId: account.id, app: account.kind === 'officer' ? 'desk' : 'portal', assurance: 2 });
    cookies.push(`yiwang_session=${session.token}`);
  }
  return cookies;
}

// the parent is gone: nobody measures any more
process.on('disconnect', () => process.exit(1));
process.send?.({ url: address });

/** The analytical engine's own process, started by `duck-client.ts`: what it needs of memory, and what could go wrong with it, is not the house's. */
import { createDuck } from './duckdb.ts';
import { failureOf, type EngineStart, type FromEngine, type ToEngine } from './duck-messages.ts';
import type { Cell } from './duckdb.ts';

const { folder, limits } = JSON.parse(process.argv[2]!) as EngineStart;
const duck = createDuck(folder, limits);

interface Talk {
  /** Told and not yet taken. */
  told: ToEngine[];
  wake: () => void;
  stop: AbortController;
}
const talks = new Map<number, Talk>();

const send = (message: FromEngine): void => void process.send?.(message);
const sendRows = (talk: number, rows: readonly Record<string, Cell>[]): void => send({ talk, columns: Object.keys(rows[0] ?? {}), rows: rows.map((r) => Object.values(r)) });

async function next(talk: Talk): Promise<ToEngine> {
  while (talk.told.length === 0) await new Promise<void>((wake) => (talk.wake = wake));
  return talk.told.shift()!;
}

async function hold(number: number, talk: Talk, opened: Extract<ToEngine, { open: unknown }>): Promise<void> {
  const patience = { ...opened.patience, signal: talk.stop.signal };
  if (opened.open === 'stream') {
    for await (const rows of duck.stream(opened.sql!, opened.values, patience)) {
      sendRows(number, rows);
      const told = await next(talk);
      if ('go' in told && told.go === 'end') return;
    }
    return send({ talk: number, ended: true });
  }
  await duck.session(async (ask) => {
    for (let told = await next(talk); 'ask' in told; told = await next(talk)) sendRows(number, await ask(told.ask, told.values));
  }, patience);
}

process.on('message', (told: ToEngine) => {
  const known = talks.get(told.talk);
  if (!('open' in told)) {
    if ('go' in told && told.go === 'stop') return known?.stop.abort();
    known?.told.push(told);
    return known?.wake();
  }
  const talk: Talk = { told: [], wake: () => {}, stop: new AbortController() };
  talks.set(told.talk, talk);
  void hold(told.talk, talk, told).catch((error: unknown) => send({ talk: told.talk, failed: failureOf(error) })).finally(() => talks.delete(told.talk));
});

// the house closed it, or is gone
process.on('disconnect', () => {
  duck.close();
  process.exit(0);
});

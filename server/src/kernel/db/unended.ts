import type { ClientBase } from 'pg';

/** For how long the end of a transaction that only read waits for company, in milliseconds: its locks on tables stay so long. */
const aloneMs = 20;

/**
 * Transactions that only read and are over: their end travels with the next opening on their connection, for a `commit`
 * by itself costs a round trip. Where no opening comes soon, it goes out alone.
 */
export interface Unended {
  add(client: ClientBase): void;
  /** What is to be sent before the next opening. */
  take(client: ClientBase): string;
}

export function createUnended(): Unended {
  const waiting = new Map<ClientBase, number>();
  let sweep: NodeJS.Timeout | undefined;
  const endThoseBefore = (ms: number): void => {
    for (const [client, since] of waiting) {
      if (since > ms) break;
      waiting.delete(client);
      client.query('commit').catch(() => {}); // a lost connection has ended it
    }
    sweep = waiting.size === 0 ? undefined : setTimeout(() => endThoseBefore(performance.now() - aloneMs), aloneMs);
  };
  return {
    add(client) {
      waiting.set(client, performance.now());
      sweep ??= setTimeout(() => endThoseBefore(performance.now() - aloneMs), aloneMs);
    },
    take: (client) => (waiting.delete(client) ? 'commit; ' : ''),
  };
}

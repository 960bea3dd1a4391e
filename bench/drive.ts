import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { addressOf, type Contract, type InputOf, type OutputOf } from '../server/src/kernel/contract/index.ts';

/** A caller over real HTTP with kept connections: light, because it shares the machine with what it measures. */
export function createDriver(url: string, connections: number): { call<C extends Contract>(cookie: string, contract: C, input: InputOf<C>): Promise<OutputOf<C>>; close(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  return {
    call(cookie, contract, input) {
      const { url: at, body } = addressOf(contract, input as Record<string, unknown>);
      const payload = body === undefined ? undefined : JSON.stringify(body);
      return new Promise((done, failed) => {
        const request = http.request(
          { hostname, port, path: at, method: contract.method, agent, headers: { cookie, ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload), 'idempotency-key': randomUUID() }) } },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => (text += chunk));
            response.on('end', () => (response.statusCode === 200 ? done(JSON.parse(text) as never) : failed(new Error(`${contract.name}: ${response.statusCode} ${text.slice(0, 600)}`))));
          },
        );
        request.on('error', failed);
        request.end(payload);
      });
    },
    close: () => agent.destroy(),
  };
}

/** Runs `jobs` with so many at a time; seconds that it took. */
export async function drive(jobs: readonly (() => Promise<unknown>)[], clients: number): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: Math.min(clients, jobs.length) }, async () => {
      while (next < jobs.length) await jobs[next++]!();
    }),
  );
  return (performance.now() - began) / 1000;
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

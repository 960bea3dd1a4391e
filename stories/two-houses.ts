import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import pg from 'pg';
import * as cascade from '../server/src/modules/data/cascade/contract.ts';
import { openProvince, type Province } from './harness.ts';

/** 线路 between two houses: all that one says to the other passes here, where a story may cut it, slow it, listen to it and bend it. */
export interface Line {
  readonly url: string;
  /** Requests that passed, as they were sent. */
  readonly heard: { method: string; target: string; headers: Record<string, string>; body: Buffer }[];
  cut: boolean;
  /** Milliseconds before anything is passed on. */
  delayMs: number;
  /** Changes a body on its way; undefined leaves it. */
  bend: ((target: string, body: Buffer) => Buffer) | undefined;
  /** Loses the answer although the other side has done the work. */
  loseAnswer: ((target: string) => boolean) | undefined;
}

/** A line to `target`; the house behind it is known by the line's address. */
export async function openLine(t: Pick<TestContext, 'after'>, targetOf: () => string): Promise<Line> {
  const line: Line & { url: string } = { url: '', heard: [], cut: false, delayMs: 0, bend: undefined, loseAnswer: undefined };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (line.cut) return void request.socket.destroy();
      const target = request.url ?? '/';
      const sent = Buffer.concat(parts);
      const headers = Object.fromEntries(Object.entries(request.headers).filter((h): h is [string, string] => typeof h[1] === 'string' && h[0] !== 'host' && h[0] !== 'connection'));
      line.heard.push({ method: request.method ?? 'GET', target, headers, body: sent });
      const body = line.bend?.(target, sent) ?? sent;
      const pass = (): void => {
        const { hostname, port } = new URL(targetOf());
        const onward = http.request({ hostname, port, method: request.method, path: target, headers: { ...headers, ...(body.length > 0 ? { 'content-length': String(body.length) } : {}) }, agent: false }, (answer) => {
          if (line.loseAnswer?.(target) === true) {
            answer.resume();
            return void answer.on('end', () => request.socket.destroy());
          }
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.on('data', (part: Buffer) => response.write(part));
          answer.on('end', () => {
            // the signature of a long answer stands in its trailers
            if (Object.keys(answer.trailers).length > 0) response.addTrailers(answer.trailers as Record<string, string>);
            response.end();
          });
          answer.on('error', () => response.destroy());
        });
        onward.on('error', () => request.socket.destroy());
        onward.end(body);
      };
      if (line.delayMs > 0) setTimeout(pass, line.delayMs);
      else pass();
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return line;
}

/**
 * 上级平台: a second house with a database, keys and a clock of its own, known by the address of the line that leads to it; what is
 * cut, slow or bent there is so for everybody who asks it.
 */
export async function openUpper(t: TestContext, at: Date): Promise<{ upper: Province; line: Line }> {
  let port = 0;
  const line = await openLine(t, () => `http://127.0.0.1:${port}`);
  const upper = await openProvince(t, at, {
    addressOf: (own) => {
      port = own;
      return line.url;
    },
    // houses of a run are copies of one: this one makes its exchange's key anew
    prepare: async (databaseUrl) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query("update signing.certificate set organisation = 'another house' where organisation = 'yiwang-exchange'");
      await client.end();
    },
  });
  return { upper, line };
}

/** Both houses do what they would do by themselves within half a minute, until nothing more is said. */
export async function talk({ city, upper }: { city: Province; upper: Province }): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await city.settle();
    await upper.settle();
  }
}

/** 接入 as officials do it: the city asks, each side approves with the fingerprint that the other told it. */
export async function joinHouses(h: { city: Province; upper: Province; line: Line }): Promise<void> {
  const [city, upper] = [await h.city.signIn('o057'), await h.upper.signIn('o087')];
  const asked = await city.call(cascade.askJoin, { url: h.line.url, name: '吉林省平台', role: 'upper' });
  await h.city.settle();
  const offered = (await upper.call(cascade.listPeers, {})).peers[0]!;
  await upper.call(cascade.approvePeer, { peerId: offered.id, version: offered.version, fingerprint: asked.fingerprint });
  await h.upper.settle();
  const answered = (await city.call(cascade.listPeers, {})).peers[0]!;
  await city.call(cascade.approvePeer, { peerId: answered.id, version: answered.version, fingerprint: (await upper.call(cascade.listPeers, {})).own.fingerprint });
  // one side tried before the other had approved: its line waits a little before it tries again
  h.city.clock.advance(60_000);
  h.upper.clock.advance(60_000);
  await talk(h);
}

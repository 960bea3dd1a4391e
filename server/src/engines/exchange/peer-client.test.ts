import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { system } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { createSoftwareDevice, publicKeyToSpki } from '../signing/index.ts';
import { keyStatement } from './index.ts';
import { organisation, testExchange, type TestExchange } from './test-exchange.ts';

/** The house joined with itself: it asks its own gateway over the loopback. */
async function joined(x: TestExchange): Promise<void> {
  const { house } = x.exchange;
  const publicKey = publicKeyToSpki(house.publicKey).toString('base64');
  const proof = Buffer.from(await house.sign(Buffer.from(keyStatement(organisation, publicKey)))).toString('base64');
  await x.as((ctx) => x.exchange.registerPeer(ctx, { organisation, name: 'peer', publicKey, proof }));
}

const body = Buffer.from(JSON.stringify({ messages: [] }));
const messages = { method: 'POST', target: '/exchange/v1/messages', body };
const code = (error: unknown): string => (error instanceof Refusal ? error.code : String(error));

test('what peers say is heard from peers only, signed, whole and once; answers are taken only with the peer’s own signature', async (t) => {
  const x = await testExchange(t);
  let heard = 0;
  x.exchange.peers.say.set('messages', async () => ({ heard: ++heard }));
  const peer = { url: x.url, publicKey: x.exchange.house.publicKey };

  // not registered yet: its refusal is not signed for us, so it is not believed either
  await assert.rejects(x.exchange.askPeer(peer, messages), (e) => code(e) === 'exchange.upstreamWrong');
  await joined(x);
  const answer = await x.exchange.askPeer(peer, messages);
  assert.deepEqual([answer.status, JSON.parse(answer.body.toString())], [200, { heard: 1 }]);

  // a department's machine is no house
  const machine = await x.machine();
  const sent = await machine.send('POST', '/exchange/v1/messages', { body });
  assert.deepEqual([sent.status, sent.json['code'], heard], [404, 'exchange.peerUnknown', 1]);
  // nothing is listening to this word
  assert.equal((await x.exchange.askPeer(peer, { ...messages, target: '/exchange/v1/reconcile' })).status, 404);

  // another key than the one that was compared
  const stranger = await createSoftwareDevice(new Map([[1, Buffer.alloc(32, 9)]])).generate();
  await assert.rejects(x.exchange.askPeer({ ...peer, publicKey: stranger.publicKey }, messages), (e) => code(e) === 'exchange.upstreamWrong');
});

test('a line that alters, plays back, is silent or lies is refused', async (t) => {
  const x = await testExchange(t);
  await joined(x);
  let heard = 0;
  x.exchange.peers.say.set('messages', async (_member, said) => ({ heard: ++heard, said }));
  let kept: { headers: http.IncomingHttpHeaders; body: Buffer } | undefined;
  let mode: 'alter' | 'pass' | 'bend-answer' | 'silent' | 'unsigned' = 'pass';
  const line = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (p: Buffer) => parts.push(p));
    request.on('end', () => {
      if (mode === 'silent') return;
      if (mode === 'unsigned') return void response.end('{"heard":1}');
      const sent = Buffer.concat(parts);
      kept = { headers: request.headers, body: sent };
      const out = mode === 'alter' ? Buffer.from(sent.toString().replace('[]', '{}')) : sent;
      const { hostname, port } = new URL(x.url);
      http.request({ hostname, port, method: 'POST', path: request.url, headers: { ...request.headers, 'content-length': String(out.length) }, agent: false }, (answer) => {
        const got: Buffer[] = [];
        answer.on('data', (p: Buffer) => got.push(p));
        answer.on('end', () => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          const text = Buffer.concat(got).toString();
          response.end(mode === 'bend-answer' ? text.replace('"heard"', '"heart"') : text);
        });
      }).end(out);
    });
  });
  await new Promise<void>((done) => void line.listen(0, '127.0.0.1', done));
  t.after(() => {
    line.closeAllConnections();
    line.close();
  });
  const peer = { url: `http://127.0.0.1:${(line.address() as AddressInfo).port}`, publicKey: x.exchange.house.publicKey };
  assert.equal((await x.exchange.askPeer(peer, messages)).status, 200);
  assert.equal(heard, 1);

  const played = await fetch(`${x.url}/exchange/v1/messages`, { method: 'POST', body: new Uint8Array(kept!.body), headers: Object.fromEntries(Object.entries(kept!.headers).filter((h): h is [string, string] => typeof h[1] === 'string' && !['host', 'connection', 'content-length', 'transfer-encoding'].includes(h[0]))) });
  assert.deepEqual([played.status, ((await played.json()) as { code: string }).code, heard], [409, 'exchange.replayed', 1]);

  mode = 'alter';
  assert.equal((await x.exchange.askPeer(peer, messages)).status, 400);
  assert.equal(heard, 1, 'what was altered is not heard');
  mode = 'bend-answer';
  await assert.rejects(x.exchange.askPeer(peer, messages), (e) => code(e) === 'exchange.upstreamWrong');
  mode = 'unsigned';
  await assert.rejects(x.exchange.askPeer(peer, messages), (e) => code(e) === 'exchange.upstreamWrong');
  mode = 'silent';
  await assert.rejects(x.exchange.askPeer(peer, { ...messages, timeoutMs: 300 }), (e) => ['exchange.upstreamSlow', 'exchange.upstreamFailed'].includes(code(e)));
  // and when it behaves again, it is used again
  mode = 'pass';
  x.clock.advance(11_000);
  assert.equal((await x.exchange.askPeer(peer, messages)).status, 200);
});

test('a batch of another house passes part by part, signed at its end; one that is altered on its way breaks off', async (t) => {
  const x = await testExchange(t);
  await joined(x);
  for (let i = 0; i < 350; i++) x.people.set(String(i), { id: `0193f000-0000-7000-8000-${String(i).padStart(12, '0')}`, version: 1, endedOn: null, data: { number: String(i), name: `人${i}` } });
  let bend = false;
  const line = http.createServer((request, response) => {
    const { hostname, port } = new URL(x.url);
    http.request({ hostname, port, method: request.method, path: request.url, headers: request.headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on('data', (part: Buffer) => response.write(bend ? Buffer.from(part.toString('utf8').replace('人7', '人8')) : part));
      answer.on('end', () => {
        response.addTrailers(answer.trailers as Record<string, string>);
        response.end();
      });
      answer.on('error', () => response.destroy());
    }).end();
  });
  await new Promise<void>((done) => void line.listen(0, '127.0.0.1', done));
  t.after(() => {
    line.closeAllConnections();
    line.close();
  });
  const peer = { url: `http://127.0.0.1:${(line.address() as AddressInfo).port}`, publicKey: x.exchange.house.publicKey };
  const there = await x.grant('people.batch', { masks: { name: 'none', number: 'none' } });
  await x.as((ctx) => x.exchange.putService(ctx, { id: 'up-22-people.batch', version: 0, state: 'active', reason: '省平台授权', definition: { title: '人口批量', mode: 'peer', provider: organisation, fields: ['number', 'name'], peer: { house: 'test', service: 'people.batch' } } }));
  const here = await x.grant('up-22-people.batch');
  x.exchange.peers.relay = async (grantId) => (grantId === here ? { peer, service: 'people.batch', grant: { id: there, purposeCode: 'case-handling' } } : undefined);
  const machine = await x.machine();

  const got = await machine.send('GET', '/exchange/v1/up-22-people.batch?limit=320', { grant: here });
  const lines = got.body.toString('utf8').trimEnd().split('\n').map((l) => JSON.parse(l) as { data?: { name: string }; end?: { rows: number; next: string | null } });
  assert.deepEqual([got.status, lines.length, lines[7]?.data?.name, lines.at(-1)?.end?.rows, got.trailers['exchange-outcome'], got.broken], [200, 321, '人7', 320, 'done', false]);
  const rest = await machine.send('GET', `/exchange/v1/up-22-people.batch?cursor=${String(lines.at(-1)!.end!.next)}`, { grant: here });
  assert.equal(rest.body.toString('utf8').trimEnd().split('\n').length, 31, 'it goes on from there');
  const logged = await x.db.read(system, (tx) => x.exchange.calls(tx, { grantId: here, limit: 10 }));
  assert.deepEqual(logged.filter((c) => c.phase === 'ended').map((c) => [c.outcome, c.rows]).toReversed(), [['done', 320], ['done', 30]]);

  bend = true;
  const bent = await machine.send('GET', '/exchange/v1/up-22-people.batch', { grant: here });
  assert.equal(bent.broken || bent.trailers['signature'] === undefined, true, 'no end, no signature');
  const [last] = (await x.db.read(system, (tx) => x.exchange.calls(tx, { grantId: here, limit: 2 }))).filter((c) => c.phase === 'ended');
  assert.equal(last?.outcome, 'exchange.upstreamWrong');
  bend = false;

  // a refusal of the other house comes whole, in its words; a grant that ends there in mid-batch says from where to go on
  const odd = await machine.send('GET', '/exchange/v1/up-22-people.batch?limit=0', { grant: here });
  assert.deepEqual([odd.status, odd.json['code']], [422, 'exchange.cursorInvalid']);
  x.beforePage.run = async () => {
    x.beforePage.run = async () => {};
    await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: there, reason: '收回' }));
  };
  const cut = await machine.send('GET', '/exchange/v1/up-22-people.batch', { grant: here });
  const end = JSON.parse(cut.body.toString('utf8').trimEnd().split('\n').at(-1)!) as { problem: { code: string }; next: string };
  assert.deepEqual([end.problem.code, cut.trailers['exchange-outcome']], ['exchange.grantEnded', 'exchange.grantEnded']);
});

test('a file of another house is passed on as it comes, however large, signed at its end', async (t) => {
  const x = await testExchange(t);
  await joined(x);
  const size = 24 * 1024 * 1024;
  const origin = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const part = Buffer.alloc(64 * 1024, 7);
    let sent = 0;
    const more = (): void => {
      while (sent < size) {
        sent += part.length;
        if (!response.write(part)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  await new Promise<void>((done) => void origin.listen(0, '127.0.0.1', done));
  t.after(() => {
    origin.closeAllConnections();
    origin.close();
  });
  const upstream = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const put = (id: string, definition: object) => x.as((ctx) => x.exchange.putService(ctx, { id, version: 0, state: 'active', reason: '登记', definition }));
  await put('big-file', { title: '大文件', mode: 'proxy', provider: organisation, upstream: { url: upstream } });
  await put('up-22-big-file', { title: '大文件', mode: 'peer', provider: organisation, peer: { house: 'test', service: 'big-file' } });
  const there = await x.grant('big-file', { fields: [] });
  const here = await x.grant('up-22-big-file', { fields: [] });
  x.exchange.peers.relay = async () => ({ peer: { url: x.url, publicKey: x.exchange.house.publicKey }, service: 'big-file', grant: { id: there, purposeCode: 'case-handling' } });
  const machine = await x.machine();
  const got = await machine.send('GET', '/exchange/v1/up-22-big-file', { grant: here });
  assert.deepEqual([got.status, got.body.length, got.headers['content-type'], got.broken, got.trailers['signature'] !== undefined], [200, size, 'application/octet-stream', false, true]);
});

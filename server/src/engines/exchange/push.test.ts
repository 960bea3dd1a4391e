import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { system } from '#kernel/context';
import { sm3, verifyMessage } from '../signing/index.ts';
import { Refusal } from '#kernel/errors';
import { organisation, testExchange, type TestExchange } from './test-exchange.ts';

interface Told { after: number; next: number; push: string; changes: { position: number; id: string; version: number; data: Record<string, unknown> }[] }

/** A department's address that takes pushes, or does not. */
async function subscriber(t: TestContext): Promise<{ url: string; told: Told[]; requests: { headers: http.IncomingHttpHeaders; body: Buffer; target: string }[]; answer: { status: number; hang: boolean } }> {
  const told: Told[] = [];
  const requests: { headers: http.IncomingHttpHeaders; body: Buffer; target: string }[] = [];
  const answer = { status: 204, hang: false };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (p: Buffer) => parts.push(p));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      requests.push({ headers: request.headers, body, target: request.url ?? '' });
      if (answer.hang) return void request.socket.destroy();
      if (answer.status < 300) told.push(JSON.parse(body.toString('utf8')) as Told);
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes?of=people`, told, requests, answer };
}

const id = (n: number): string => `0193f000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const act = (x: TestExchange, n: number, version = 1): Promise<unknown> =>
  x.db.write(system, async (tx) => {
    tx.insert('records.action', { record_id: id(n), version, register: 'people', kind: version === 1 ? 'create' : 'change', data: {}, effective_on: '2026-11-23', source: 'x', at: x.clock.now().toISOString(), actor_kind: 'system', actor_name: 'x' });
  });
const state = async (x: TestExchange) => (await x.db.read(system, (tx) => x.exchange.pushes(tx)))[0]!;
const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : String(error));

/** A quarter of a minute passes: the schedule sends what waits. */
async function pass(x: TestExchange, ms = 16_000): Promise<void> {
  x.clock.advance(ms);
  await x.drain();
}

test('push: signed by the house, in order, each from a position that moves when it was taken; the log says so before it leaves', async (t) => {
  const x = await testExchange(t);
  const s = await subscriber(t);
  const machine = await x.machine();
  const grant = await x.grant('people.changes', { masks: { number: 'none', name: 'none' } });
  await x.as((ctx) => x.exchange.openPush(ctx, { grantId: grant, memberId: machine.memberId, url: s.url, from: 'now' }));
  await pass(x);
  assert.equal(s.requests.length, 0, 'nothing happened, nothing is sent');
  for (let n = 1; n <= 230; n++) await act(x, n);
  await pass(x);
  assert.deepEqual(s.told.map((p) => [p.after, p.next, p.changes.length]), [[0, 100, 100], [100, 200, 100], [200, 230, 30]]);
  assert.deepEqual(s.told.flatMap((p) => p.changes.map((c) => c.position)), Array.from({ length: 230 }, (_, i) => i + 1));
  assert.deepEqual(s.told[0]!.changes[0]!.data, { number: id(1), name: 'v1' });

  // what arrives can be held against the house's key
  const { headers, body, target } = s.requests[0]!;
  const digest = `sm3=:${sm3(body).toString('base64')}:`;
  assert.equal(headers['content-digest'], digest);
  const parameters = String(headers['signature-input']).slice(5);
  const covered: Record<string, string> = { '@method': 'POST', '@path': '/changes', '@query': '?of=people', 'content-digest': digest, 'exchange-grant': grant, 'exchange-purpose': 'case-handling', 'exchange-reference': String(headers['exchange-reference']) };
  assert.equal(target, '/changes?of=people');
  const base = Buffer.from(`${Object.entries(covered).map(([c, v]) => `"${c}": ${v}`).join('\n')}\n"@signature-params": ${parameters}`);
  assert.equal(verifyMessage(base, Buffer.from(String(headers['signature']).slice(6, -1), 'base64'), x.exchange.house.publicKey), true);

  const calls = await x.db.read(system, (tx) => x.exchange.calls(tx, { grantId: grant, limit: 20 }));
  assert.deepEqual([calls.length, calls.filter((c) => c.phase === 'ended').map((c) => c.rows).toSorted((a, b) => a - b)], [6, [30, 100, 100]]);
  assert.ok(x.reads.length === 0 || x.reads.every((r) => r.text.includes('变更推送')));
  const [meter] = await x.db.read(system, (tx) => x.exchange.meter(tx, { from: '2026-11-23', to: '2026-11-24', grantId: grant }));
  assert.deepEqual([meter?.calls, meter?.rows], [3, 230]);
});

test('push: a subscriber that fails is asked later and later, nothing overtakes and nothing is left out; a lost answer sends the same again', async (t) => {
  const x = await testExchange(t);
  const s = await subscriber(t);
  const machine = await x.machine();
  const grant = await x.grant('people.changes');
  await x.as((ctx) => x.exchange.openPush(ctx, { grantId: grant, memberId: machine.memberId, url: s.url, from: 'now' }));
  await act(x, 1);
  s.answer.status = 500;
  const waits: number[] = [];
  for (let i = 0; i < 4; i++) {
    await pass(x, i === 0 ? 16_000 : 600_000);
    const p = await state(x);
    waits.push(Math.round((p.next_at.getTime() - x.clock.now().getTime()) / 1000));
    assert.deepEqual([p.position, p.failures], [0, i + 1]);
  }
  assert.deepEqual(waits, [5, 10, 20, 40]);
  await act(x, 2);
  s.answer.hang = true;
  await pass(x, 600_000);
  assert.deepEqual([s.told.length, (await state(x)).failures], [0, 5]);
  const tried = s.requests.length;
  s.answer.hang = false;
  s.answer.status = 302;
  await pass(x, 600_000);
  assert.equal(s.requests.length, tried + 1, 'a redirection is not followed');
  s.answer.status = 200;
  await pass(x, 600_000);
  assert.deepEqual(s.told.map((p) => p.changes.map((c) => c.id)), [[id(1), id(2)]]);
  assert.deepEqual([(await state(x)).failures, (await state(x)).last_error], [0, null]);
  assert.equal(new Set(s.requests.map((r) => (JSON.parse(r.body.toString()) as Told).after)).size, 1, 'what comes again says so by its position');
});

test('push: two processes send once; a grant that is withdrawn, or a subscriber that is gone, ends it', async (t) => {
  const x = await testExchange(t);
  const other = await x.another();
  const s = await subscriber(t);
  const machine = await x.machine();
  const grant = await x.grant('people.changes');
  const open = (more: object = {}) => x.as((ctx) => x.exchange.openPush(ctx, { grantId: grant, memberId: machine.memberId, url: s.url, from: 'now', ...more }));
  for (const url of ['ftp://x/y', 'http://user:secret@x/', 'javascript:alert(1)', '/relative', `http://x/${'a'.repeat(600)}`]) await assert.rejects(open({ url }), (e) => codeOf(e) === 'exchange.pushInvalid', url);
  await assert.rejects(open({ memberId: (await x.machine('11220102YW00020340')).memberId }), (e) => codeOf(e) === 'exchange.memberUnknown');
  const asked = await x.grant('people.query');
  await assert.rejects(open({ grantId: asked }), (e) => codeOf(e) === 'exchange.pushInvalid');
  await assert.rejects(open({ grantId: id(9) }), (e) => codeOf(e) === 'exchange.grantUnknown');
  await open();
  await assert.rejects(open(), (e) => codeOf(e) === 'exchange.pushKnown');
  await x.drain();
  for (let n = 1; n <= 5; n++) await act(x, n);
  x.clock.advance(16_000);
  await Promise.all([x.drain(), other.drain()]);
  assert.deepEqual(s.told.flatMap((p) => p.changes.map((c) => c.position)), [1, 2, 3, 4, 5]);

  await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: grant, reason: '收回' }));
  await act(x, 6);
  await pass(x);
  const pushes = (): number => s.requests.filter((r) => 'changes' in JSON.parse(r.body.toString('utf8'))).length;
  assert.deepEqual([pushes(), (await state(x)).state], [1, 'ended']);
  assert.equal(s.requests.length, 2, 'and it is told to delete what it took');

  const again = await x.grant('people.changes');
  await x.as((ctx) => x.exchange.openPush(ctx, { grantId: again, memberId: machine.memberId, url: s.url, from: 'start' }));
  s.answer.status = 410;
  await pass(x);
  const [gone] = await x.db.read(system, (tx) => x.exchange.pushes(tx));
  assert.deepEqual([gone?.state, gone?.position, gone?.organisation], ['ended', 0, organisation]);
  await pass(x, 600_000);
  assert.equal(pushes(), 2);
});

import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { system } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { sm3, verifyMessage } from '../signing/index.ts';
import { testExchange, type TestMachine } from './test-exchange.ts';

const day = 86_400_000;
interface Owed { erasure: string; notice: string; signature: string; dueAt: string; late: boolean }
const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const say = async (machine: TestMachine, value: unknown) => machine.send('POST', '/exchange/v1/erasures', { body: bodyOf(value) });
const owed = async (machine: TestMachine): Promise<Owed[]> => (await say(machine, {})).json['erasures'] as Owed[];

test('erasure: who was handed rows under a withdrawn grant is told, signed, until it confirms; who only verified or got nothing is not', async (t) => {
  const x = await testExchange(t);
  for (let i = 0; i < 3; i++) x.people.set(`n${i}`, { id: `0193f000-0000-7000-8000-00000000000${i}`, version: 1, endedOn: null, data: { number: `n${i}`, name: `名${i}` } });
  const { publicKey } = x.exchange.house;
  const [batch, verifier, idle] = [await x.machine(), await x.machine(), await x.machine()];
  const [g, v] = [await x.grant('people.batch'), await x.grant('people.verify')];
  assert.equal((await batch.send('GET', '/exchange/v1/people.batch', { grant: g })).status, 200);
  await verifier.send('POST', '/exchange/v1/people.verify', { grant: v, body: bodyOf({ key: { number: 'n1' }, fields: { name: '名1' } }) });
  await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: g, reason: '用途已完成' }));
  await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: v, reason: '用途已完成' }));
  await x.drain();

  // a key is enough: the grant is over, and is why
  const [one, ...more] = await owed(batch);
  assert.deepEqual([more.length, (await owed(verifier)).length, (await owed(idle)).length], [0, 0, 0]);
  assert.ok(one !== undefined && verifyMessage(Buffer.from(one.notice), Buffer.from(one.signature, 'base64'), publicKey));
  const notice = JSON.parse(one.notice) as Record<string, unknown>;
  assert.deepEqual([notice['cause'], notice['subject'], notice['records'], notice['reason'], notice['due']], ['grant', g, 'all', '用途已完成', one.dueAt]);
  assert.equal(one.notice.includes('名1'), false, 'a notice carries nothing of anybody');
  assert.equal(Date.parse(one.dueAt) - x.clock.now().getTime() <= 15 * day, true);

  // others' receipts, wrong ones, then hers, twice
  const codes = await Promise.all([say(idle, { erasure: one.erasure }), say(batch, { erasure: 'x' }), say(batch, { erasure: one.erasure, records: -1 }), say(batch, { erasure: '0193f000-0000-7000-8000-000000000009' })]);
  assert.deepEqual(codes.map((s) => s.json['code']), ['exchange.erasureUnknown', 'exchange.bodyInvalid', 'exchange.bodyInvalid', 'exchange.erasureUnknown']);
  assert.deepEqual((await say(batch, { erasure: one.erasure, records: 3, words: '已清除本地库' })).json['erasures'], []);
  x.clock.advance(1000);
  assert.equal((await say(batch, { erasure: one.erasure, records: 9 })).status, 200);
  const [told] = await x.db.read(system, (tx) => x.exchange.erasures(tx, { subjects: [g], limit: 10 }));
  assert.deepEqual(told?.holders.map((h) => [h.kind, h.rows, h.records, h.words, h.erasedAt !== null]), [['machine', 3, 3, '已清除本地库', true]]);
  const kinds = await x.db.read(system, (tx) => tx.query<{ kind: string }>("select kind from ledger.entry where kind like 'exchange.eras%' order by id"));
  assert.deepEqual(kinds.map((k) => k.kind), ['exchange.erasureTold', 'exchange.erased']);
  assert.deepEqual(x.failures, []);
});

test('erasure: reminders by address and to people, sooner where an address fails; past the day it stands in the ledger, once', async (t) => {
  const x = await testExchange(t);
  const requests: { headers: http.IncomingHttpHeaders; body: Buffer; target: string }[] = [];
  const answer = { status: 503 };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (p: Buffer) => parts.push(p));
    request.on('end', () => {
      requests.push({ headers: request.headers, body: Buffer.concat(parts), target: request.url ?? '' });
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  x.people.set('n1', { id: '0193f000-0000-7000-8000-000000000001', version: 1, endedOn: null, data: { number: 'n1', name: '名1' } });
  const machine = await x.machine();
  const g = await x.grant('people.changes');
  await x.as((ctx) => x.exchange.openPush(ctx, { grantId: g, memberId: machine.memberId, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`, from: 'now' }));
  await x.db.write(system, async (tx) => tx.insert('records.action', { record_id: '0193f000-0000-7000-8000-000000000001', version: 1, register: 'people', kind: 'create', data: {}, effective_on: '2026-11-23', source: 'x', at: x.clock.now().toISOString(), actor_kind: 'system', actor_name: 'x' }));
  answer.status = 200;
  x.clock.advance(16_000);
  await x.drain();
  assert.equal(requests.length, 1, 'the subscriber has a copy');
  answer.status = 503;
  await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: g, reason: '收回' }));
  const holder = async () => (await x.db.read(system, (tx) => x.exchange.erasures(tx, { subjects: [g], limit: 1 })))[0]!.holders[0]!;
  await x.drain();
  assert.deepEqual([(await holder()).told, (await holder()).lastError !== null, x.told.length], [0, true, 0]);
  answer.status = 204;
  x.clock.advance(121_000);
  await x.drain();
  assert.deepEqual([(await holder()).told, (await holder()).lastError, x.told.map((a) => [a.late, a.times])], [1, null, [[false, 1]]]);
  const { headers, body } = requests.at(-1)!;
  assert.match(String(headers['content-digest']), new RegExp(`^sm3=:${sm3(body).toString('base64').replaceAll('+', '\\+')}:$`));
  const told = JSON.parse(body.toString()) as Owed;
  assert.deepEqual([told.erasure, verifyMessage(Buffer.from(told.notice), Buffer.from(told.signature, 'base64'), x.exchange.house.publicKey)], [(await holder()).id, true]);
  // every three days, then the day itself, then on; late is said once
  for (let i = 0; i < 24; i++) {
    x.clock.advance(day);
    await x.drain();
  }
  assert.ok((await holder()).late && (await holder()).told >= 6 && x.told.some((a) => a.late));
  const late = await x.db.read(system, (tx) => tx.query("select 1 from ledger.entry where kind = 'exchange.erasureLate'"));
  assert.equal(late.length, 1);
  const before = (await holder()).told;
  assert.equal((await say(machine, { erasure: (await holder()).id })).status, 200);
  x.clock.advance(10 * day);
  await x.drain();
  assert.equal((await holder()).told, before, 'whoever has confirmed is left alone');
  assert.deepEqual(x.failures, []);
});

test('erasure: a grant that ends by itself is told by the clock, once; while a later one covers it nobody is, and a batch that is under way counts', async (t) => {
  const x = await testExchange(t);
  const from = x.clock.now().getTime();
  const until = (days: number): { validTo: Date } => ({ validTo: new Date(from + days * day) });
  const told = async (grant: string) => (await x.db.read(system, (tx) => x.exchange.erasures(tx, { subjects: [grant], limit: 1 })))[0];
  for (let i = 0; i < 3; i++) x.people.set(`n${i}`, { id: `0193f000-0000-7000-8000-00000000000${i}`, version: 1, endedOn: null, data: { number: `n${i}`, name: `名${i}` } });
  const [keeper, machine] = [await x.machine(), await x.machine()];
  const pull = async (m: TestMachine, grant: string) => assert.equal((await m.send('GET', '/exchange/v1/people.batch', { grant })).status, 200);
  // 续期: the second covers the first; the third has fewer fields and does not
  const [first, second] = [await x.grant('people.batch', until(1)), await x.grant('people.batch', until(3))];
  const narrow = await x.grant('people.batch', { ...until(9), fields: ['number'] });
  const alone = await x.grant('people.query', until(1));
  await pull(keeper, first);
  await keeper.send('POST', '/exchange/v1/people.query', { grant: alone, body: bodyOf({ key: { number: 'n1' } }) });
  await x.drain();
  assert.equal(await told(alone), undefined, 'not before its time');
  x.clock.advance(day + 90_000);
  await x.drain();
  assert.deepEqual([(await told(alone))?.reason, (await told(alone))?.holders.map((h) => h.rows), await told(first)], ['授权到期', [1], undefined]);
  // an answer that nobody has seen the end of has handed out what nobody counted
  await x.as((ctx) => ctx.tx.query(
    `insert into exchange.call (id, phase, at, batch_id, member_id, organisation, key_id, grant_id, service, method, path, outcome, rows, bytes, took_ms, request_digest, evidence) values ($1, 'begun', $2, $1, $3, 'x', 'k', $4, 'people.batch', 'GET', '/', 'done', 0, 0, 0, '', '')`,
    [createIds(() => x.clock.now().getTime())(), ctx.now, machine.memberId, second]));
  x.clock.advance(2 * day + 90_000);
  await x.drain();
  assert.deepEqual([(await told(first))?.holders.map((h) => h.memberId), (await told(second))?.holders.map((h) => [h.memberId, h.rows]), await told(narrow)], [[keeper.memberId], [[machine.memberId, 0]], undefined]);
  const owes = JSON.parse((await owed(keeper)).find((e) => JSON.parse(e.notice).subject === first)!.notice) as Record<string, unknown>;
  assert.deepEqual([owes['cause'], owes['grants'], owes['records']], ['grant', [first], 'all']);
  // told once: days later, and withdrawn after its end
  await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: first, reason: '清理' }));
  x.clock.advance(day);
  await x.drain();
  const entries = await x.db.read(system, (tx) => tx.query<{ n: number }>("select count(*)::int as n from ledger.entry where kind = 'exchange.erasureTold'"));
  assert.deepEqual(entries, [{ n: 3 }]);
  assert.deepEqual(x.failures, []);
});

test('erasure: what lapsed under a later grant is told as soon as that one is withdrawn', async (t) => {
  const x = await testExchange(t);
  x.people.set('n1', { id: '0193f000-0000-7000-8000-000000000001', version: 1, endedOn: null, data: { number: 'n1', name: '名1' } });
  const machine = await x.machine();
  const from = x.clock.now().getTime();
  const first = await x.grant('people.batch', { validTo: new Date(from + day) });
  const second = await x.grant('people.batch', { validTo: new Date(from + 30 * day) });
  assert.equal((await machine.send('GET', '/exchange/v1/people.batch', { grant: first })).status, 200);
  x.clock.advance(2 * day);
  await x.drain();
  assert.deepEqual(await owed(machine), []);
  await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: second, reason: '用途已完成' }));
  x.clock.advance(61_000);
  await x.drain();
  assert.deepEqual((await owed(machine)).map((e) => [JSON.parse(e.notice).subject, JSON.parse(e.notice).reason]), [[first, '授权到期']]);
  assert.deepEqual(x.failures, []);
});

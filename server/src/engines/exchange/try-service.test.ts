import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { NewGrant } from './index.ts';
import { testExchange, type TestExchange } from './test-exchange.ts';
import type { Asked, Tried } from './try-service.ts';

const refused = (code: string) => (error: unknown): boolean => (error as { code?: string }).code === `exchange.${code}`;

/** An exchange with people in it, and trials under a grant given on the spot. */
async function tried(t: TestContext) {
  const house = await testExchange(t);
  for (let i = 1; i <= 12; i++) house.people.set(String(i), { id: randomUUID(), version: 1, endedOn: null, data: { number: String(i), name: `甲${i}`, phone: '139' } });
  const attempt = async (service: string, more: Partial<NewGrant> = {}, asked: Partial<Asked> = {}): Promise<Tried> => {
    const grantId = await house.grant(service, more);
    return house.as(async (ctx) => house.exchange.tryService(ctx, { service: (await house.exchange.findService(service))!, grant: (await house.exchange.findGrant(ctx.tx, grantId))!, asked: { key: {}, fields: {}, path: '', ...asked } }));
  };
  return { house, attempt };
}

const publish = (house: TestExchange, id: string, definition: object) => house.as((ctx) => house.exchange.putService(ctx, { id, version: 0, definition: { title: id, ...definition }, state: 'active', reason: '试' }));

test('a batch shows its first rows, granted fields only, masked whatever the grant shows; the log stays empty', async (t) => {
  const { house, attempt } = await tried(t);
  const answer = await attempt('people.batch', { masks: { name: 'none' } });
  assert.deepEqual([answer.found, answer.records?.length, answer.more], [true, 10, true]);
  assert.deepEqual(answer.records?.[0], { number: '***', name: '***' });
  assert.deepEqual(house.reads.at(-1), { text: '参保核验', fields: ['number', 'name'] });
  assert.deepEqual(await house.as((ctx) => house.exchange.calls(ctx.tx, { limit: 10 })), []);
});

test('a verification, a query', async (t) => {
  const { attempt } = await tried(t);
  assert.deepEqual((await attempt('people.verify', {}, { key: { number: '3' }, fields: { name: '甲3' } })).matches, { name: true });
  assert.deepEqual((await attempt('people.query', {}, { key: { number: '3' } })).records, [{ number: '***', name: '***' }]);
  await assert.rejects(attempt('people.query', {}, { key: { name: '甲3' } }), refused('keyFieldMissing'));
  await assert.rejects(attempt('people.verify', {}, { key: { number: '3' }, fields: { phone: '139' } }), refused('fieldNotGranted'));
});

test('changes: nothing yet is an answer', async (t) => {
  const { attempt } = await tried(t);
  assert.deepEqual(await attempt('people.changes'), { found: false, changes: [], more: false });
});

test('a file: what it is, and the beginning of a text', async (t) => {
  const { house, attempt } = await tried(t);
  const [text, picture] = [randomUUID(), randomUUID()];
  house.files.set(text, { name: '名录.csv', mediaType: 'text/csv', bytes: Buffer.from('名称\n'.repeat(5_000)) });
  house.files.set(picture, { name: '图.png', mediaType: 'image/png', bytes: Buffer.alloc(20_000, 255) });
  await publish(house, 'names', { mode: 'file', fileId: text });
  await publish(house, 'picture', { mode: 'file', fileId: picture });
  const answer = await attempt('names', { fields: [] });
  assert.deepEqual([answer.file?.bytes, answer.more, answer.text?.body.includes('\ufffd')], [35_000, true, false], 'a cut goes through no letter');
  assert.ok(answer.text!.body.startsWith('名称\n名称\n') && Buffer.byteLength(answer.text!.body) <= 16_384);
  assert.deepEqual(await attempt('picture', { fields: [] }), { found: true, file: { name: '图.png', mediaType: 'image/png', bytes: 20_000, digest: 'digest' }, more: false });
});

test('an interface: one GET, cut to the granted fields; hostile paths and a provider that fails are refused', async (t) => {
  const { house, attempt } = await tried(t);
  const seen: string[] = [];
  const own = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(request.url === '/own/broken' ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ permit: request.url, holder: '甲', phone: '139' }));
  });
  await new Promise<void>((done) => void own.listen(0, '127.0.0.1', done));
  t.after(() => own.close());
  const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}/own`;
  await publish(house, 'permits', { mode: 'proxy', upstream: { url }, fields: ['permit', 'holder'] });
  await publish(house, 'orders', { mode: 'proxy', upstream: { url, methods: ['POST'] } });
  const grant = { fields: ['permit', 'holder'], masks: { holder: 'all' } };
  const answer = await attempt('permits', grant, { path: '/2026?size=1' });
  assert.deepEqual(JSON.parse(answer.text!.body), { permit: '***', holder: '***' });
  assert.deepEqual(seen, ['GET /own/2026?size=1']);
  for (const path of ['/../secret', '/%2e%2e/secret', '//other', '/a b', '/%00', '/a#b', '@other.example/']) await assert.rejects(attempt('permits', grant, { path }), refused('pathInvalid'), path);
  assert.equal(seen.length, 1, 'none of them arrived');
  await assert.rejects(attempt('permits', grant, { path: '/broken' }), refused('upstreamFailed'));
  await assert.rejects(attempt('orders', { fields: [] }), refused('methodInvalid'));
  assert.deepEqual(house.failures, []);
});

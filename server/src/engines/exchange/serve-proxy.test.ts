import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { system } from '#kernel/context';
import { sm3 } from '../signing/index.ts';
import { sendTo, testExchange, type Sent } from './test-exchange.ts';

const codeOf = (s: Sent): unknown => s.json['code'];

/** A department's interface, as well or badly as the test wants it. */
async function provider(t: Pick<TestContext, 'after'>, answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`;
}

test('a department’s own interface behind the gateway', async (t) => {
  const x = await testExchange(t);
  const machine = await x.machine();
  const put = (id: string, upstream: Record<string, unknown>) => x.as((ctx) => x.exchange.putService(ctx, { id, version: 0, definition: { title: id, mode: 'proxy', upstream }, state: 'active', reason: '登记' }));
  const json = (value: unknown): http.RequestListener => (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const record = { number: 'n1', name: '张三', salary: 9000 };

  await t.test('what comes back is cut to the granted fields and masked, wherever the records stand', async () => {
    let asked: http.IncomingMessage | undefined;
    await put('one', { url: await provider(t, (request, response) => { asked = request; json(record)(request, response as never); }) });
    await put('many', { url: await provider(t, json({ total: 2, rows: [record, record], secret: 'x' })), items: 'rows' });
    await put('lines', { url: await provider(t, (_r, response) => void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${JSON.stringify(record)}\n${JSON.stringify(record)}`)) });
    const get = async (service: string, rest = '') => machine.send('GET', `/exchange/v1/${service}${rest}`, { grant: await x.grant(service, { masks: { number: 'none' } }) });
    assert.deepEqual((await get('one', '/items/7?year=2026')).json, { number: 'n1', name: '***' });
    assert.deepEqual([asked?.url, asked?.headers['exchange-purpose'], asked?.headers['signature'], asked?.headers['exchange-grant']], ['/base/items/7?year=2026', 'case-handling', undefined, undefined]);
    assert.deepEqual((await get('many')).json, { rows: [{ number: 'n1', name: '***' }, { number: 'n1', name: '***' }] });
    assert.equal((await get('lines')).body.toString(), '{"number":"n1","name":"***"}\n{"number":"n1","name":"***"}\n');
    const refused = await machine.send('POST', '/exchange/v1/one', { grant: await x.grant('one'), body: Buffer.from('{}') });
    assert.equal(codeOf(refused), 'exchange.methodInvalid');
  });

  await t.test('a provider that answers wrongly is named as such, and nothing of it leaves', async () => {
    const wrong: [string, http.RequestListener][] = [
      ['not-json', (_r, s) => void s.writeHead(200, { 'content-type': 'application/json' }).end('<html>secret')], ['text', (_r, s) => void s.writeHead(200, { 'content-type': 'text/html' }).end('secret')], ['list-of-text', json(['secret'])],
      ['five-hundred', (_r, s) => void s.writeHead(500).end('secret')], ['elsewhere', (_r, s) => void s.writeHead(302, { location: 'http://127.0.0.1/secret' }).end()], ['too-long', (_r, s) => void s.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([{ number: 'x'.repeat(2_000_000) }]))], ['cut-off', (_r, s) => { s.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }); s.write('{'); setImmediate(() => s.destroy()); }],
    ];
    for (const [id, listener] of wrong) {
      await put(id, { url: await provider(t, listener) });
      const answer = await machine.send('GET', `/exchange/v1/${id}`, { grant: await x.grant(id) });
      assert.deepEqual([answer.status, answer.body.includes('secret')], [502, false], `${id} ${answer.body.toString().slice(0, 100)}`);
    }
    await put('nobody', { url: 'http://127.0.0.1:1/' });
    assert.equal(codeOf(await machine.send('GET', '/exchange/v1/nobody', { grant: await x.grant('nobody') })), 'exchange.upstreamFailed');
  });

  await t.test('a slow one is timed out, bounded, then left alone; the others do not notice', async () => {
    await put('slow', { url: await provider(t, () => {}), timeoutMs: 300, inFlightMax: 3 });
    await put('quick', { url: await provider(t, json(record)) });
    const slow = await x.grant('slow');
    // nobody could ask each person there
    await assert.rejects(x.grant('slow', { purposeCode: 'consent' }), (e: { code?: string }) => e.code === 'exchange.grantInvalid');
    const quick = await x.grant('quick');
    const get = (service: string, grant: string) => machine.send('GET', `/exchange/v1/${service}`, { grant });
    const began = performance.now();
    const waiting = Promise.all(Array.from({ length: 6 }, () => get('slow', slow)));
    assert.equal((await get('quick', quick)).status, 200);
    const codes = (await waiting).map(codeOf).toSorted();
    assert.deepEqual(codes, [...Array.from({ length: 3 }, () => 'exchange.upstreamBusy'), ...Array.from({ length: 3 }, () => 'exchange.upstreamSlow')]);
    await Promise.all([get('slow', slow), get('slow', slow)]);
    assert.equal(codeOf(await get('slow', slow)), 'exchange.upstreamDown');
    assert.equal((await get('quick', quick)).status, 200);
    assert.ok(performance.now() - began < 15_000);
  });

  await t.test('a grant that is withdrawn while the provider answers: nothing leaves, and the provider is free for the next', async () => {
    let meanwhile = async (): Promise<void> => {};
    const answer = (type: string): http.RequestListener => (_request, response) => void meanwhile().then(() => response.writeHead(200, { 'content-type': type }).end(JSON.stringify(record)));
    for (const [id, type, fields] of [['free-whole', 'application/json', ['name']], ['free-parts', 'text/plain', []]] as const) {
      await put(id, { url: await provider(t, answer(type)), inFlightMax: 1 });
      const grant = await x.grant(id, { fields: [...fields] });
      meanwhile = () => x.as((ctx) => x.exchange.withdraw(ctx, { grantId: grant, reason: '收回' }));
      const refused = await machine.send('GET', `/exchange/v1/${id}`, { grant });
      assert.deepEqual([codeOf(refused), refused.body.includes('张三')], ['exchange.grantEnded', false]);
      meanwhile = async () => {};
      assert.equal((await machine.send('GET', `/exchange/v1/${id}`, { grant: await x.grant(id, { fields: [...fields] }) })).status, 200);
    }
  });

  await t.test('bodies of 100 MB go through in both directions and are never held', async () => {
    const size = 100 * 1_048_576;
    const part = Buffer.alloc(65_536, 7);
    const digest = (() => {
      const all = Buffer.alloc(size, 7);
      return sm3(all).toString('base64');
    })();
    const parts = async function* (): AsyncGenerator<Buffer> {
      for (let sent = 0; sent < size; sent += part.length) yield part;
    };
    let took = 0;
    const closed: ((whole: boolean) => void)[] = [];
    const nextClosed = (): Promise<boolean> => new Promise((done) => void closed.push(done));
    const url = await provider(t, (request, response) => {
      if (request.method === 'GET') {
        response.writeHead(200, { 'content-type': 'application/octet-stream' });
        void (async () => {
          for await (const p of parts()) if (!response.write(p)) await new Promise((go) => void response.once('drain', go));
          response.end();
        })();
        return;
      }
      took = 0;
      request.on('data', (p: Buffer) => (took += p.length));
      request.on('error', () => {});
      request.on('close', () => closed.shift()?.(request.complete));
      request.on('end', () => void response.writeHead(200, { 'content-type': 'text/plain' }).end('ok'));
    });
    await put('large', { url, methods: ['GET', 'POST'] });
    const grant = await x.grant('large', { fields: [] });
    let most = 0;
    global.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)), 20);
    t.after(() => clearInterval(watch));
    const headersFor = async (d: string): Promise<Record<string, string>> => {
      const signed = await machine.sign('POST', '/exchange/v1/large', { grant, body: Buffer.alloc(0), digest: `sm3=:${d}:` });
      return { ...signed, 'content-type': 'application/octet-stream' };
    };
    const first = nextClosed();
    const up = await sendTo(x.url, 'POST', '/exchange/v1/large', await headersFor(digest), parts());
    assert.deepEqual([up.status, up.body.toString(), took], [200, 'ok', size]);
    const held = most;
    assert.equal(await first, true);
    const second = nextClosed();
    const forged = await sendTo(x.url, 'POST', '/exchange/v1/large', await headersFor(sm3(Buffer.from('x')).toString('base64')), parts());
    assert.deepEqual([codeOf(forged), await second], ['exchange.digestWrong', false], 'the provider never gets the end of a forged body');
    const down = await machine.send('GET', '/exchange/v1/large', { grant });
    clearInterval(watch);
    assert.deepEqual([down.body.length, down.trailers['content-digest']], [size, `sm3=:${digest}:`]);
    assert.ok(held < size * 0.9, `${Math.round(held / 1_048_576)} MiB held`);
    const calls = await x.db.read(system, (tx) => x.exchange.calls(tx, { grantId: grant, limit: 20 }));
    assert.deepEqual(calls.filter((c) => c.phase === 'ended').map((c) => [c.method, c.outcome, c.bytes]).toReversed(), [['POST', 'done', 2], ['POST', 'exchange.digestWrong', 0], ['GET', 'done', size]]);
    assert.equal(calls.filter((c) => c.phase === 'begun').length, 3, 'a provider is told nothing that is not in the log before');
  });
});

test('changes of a register: each once, in order, whatever committed when', async (t) => {
  const x = await testExchange(t);
  const machine = await x.machine();
  const grant = await x.grant('people.changes', { masks: { number: 'none', name: 'none' } });
  const id = (n: number): string => `0193f000-0000-7000-8000-00000000000${n}`;
  const act = (recordId: string, version: number, register = 'people') =>
    x.db.write(system, async (tx) => {
      tx.insert('records.action', { record_id: recordId, version, register, kind: version === 1 ? 'create' : 'change', data: {}, effective_on: '2026-11-23', source: 'x', at: x.clock.now().toISOString(), actor_kind: 'system', actor_name: 'x' });
    });
  const follow = async (query: string) => (await machine.send('GET', `/exchange/v1/people.changes?${query}`, { grant })).json as { changes: { position: number; id: string; version: number; data: unknown }[]; next: number };

  await t.test('numbered from the first grant on', async () => {
    assert.deepEqual(await follow('after=0'), { changes: [], next: 0 });
    await act(id(1), 1);
    await act(id(1), 2);
    await act(id(2), 1, 'other');
    const { changes, next } = await follow('after=0');
    assert.deepEqual(changes.map((c) => [c.id, c.version, c.data]), [[id(1), 1, { number: id(1), name: 'v1' }], [id(1), 2, { number: id(1), name: 'v2' }]]);
    assert.deepEqual((await follow(`after=${next}`)).changes, []);
  });

  await t.test('one that was begun earlier and committed later comes later, and is not missed', async () => {
    let commit = (): void => {};
    const open = new Promise<void>((done) => (commit = done));
    let written = (): void => {};
    const pending = new Promise<void>((done) => (written = done));
    const late = x.db.write(system, async (tx) => {
      tx.insert('records.action', { record_id: id(3), version: 1, register: 'people', kind: 'create', data: {}, effective_on: '2026-11-23', source: 'x', at: x.clock.now().toISOString(), actor_kind: 'system', actor_name: 'x' });
      await tx.flush();
      written();
      await open;
    });
    await pending;
    await act(id(4), 1);
    const first = await follow('after=2');
    assert.deepEqual(first.changes.map((c) => c.id), [id(4)]);
    commit();
    await late;
    assert.deepEqual((await follow(`after=${first.next}`)).changes.map((c) => c.id), [id(3)]);
  });

  await t.test('a long poll answers when something happens, and stops when the grant does', async () => {
    const { next } = await follow('after=end');
    const waiting = follow(`after=${next}&wait=10`);
    await act(id(5), 1);
    assert.deepEqual((await waiting).changes.map((c) => c.id), [id(5)]);
    const over = machine.send('GET', `/exchange/v1/people.changes?after=${next + 1}&wait=2`, { grant });
    await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: grant, reason: '收回' }));
    assert.equal(codeOf(await over), 'exchange.grantEnded');
  });

  await t.test('a load is numbered whole', async () => {
    const again = await x.grant('people.changes');
    const load = '0193f000-0000-7000-8000-0000000000aa';
    await x.db.owner(async (client) => {
      await client.query("insert into records.action (record_id, version, register, kind, data, effective_on, source, load_id, at, actor_kind, actor_name) select ('0193f000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 1, 'people', 'create', '{}', '2026-11-23', 'x', $1, $2, 'system', 'x' from generate_series(100, 349) i", [load, x.clock.now()]);
      await client.query("insert into records.load (id, register, digest, source, at, actor_name, report) values ($1, 'people', '\\x00', 'x', $2, 'x', '{}')", [load, x.clock.now()]);
    });
    const end = await x.exchange.topics.last('people');
    const seen: string[] = [];
    for (let after = end - 250; after < end;) {
      const page = (await machine.send('GET', `/exchange/v1/people.changes?after=${after}`, { grant: again })).json as { changes: { id: string }[]; next: number };
      seen.push(...page.changes.map((c) => c.id));
      after = page.next;
    }
    assert.equal(seen.length, 250);
    assert.equal(new Set(seen).size, seen.length);
  });
});

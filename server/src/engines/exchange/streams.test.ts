import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { system } from '#kernel/context';
import { testExchange } from './test-exchange.ts';

/** Long answers of a provider, line by line through the masks: what happens when one of the three stops. */
test('streams: a reader who leaves, a provider that dies, one that is slow', { timeout: 60_000 }, async (t) => {
  const x = await testExchange(t);
  const machine = await x.machine();
  const line = `${JSON.stringify({ number: 'n1', name: '张三', salary: 9000, note: 'x'.repeat(4_000) })}\n`;
  const told = `${JSON.stringify({ number: 'n1', name: '***' })}\n`;
  const answers: http.ServerResponse[] = [];
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    answers.push(response);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const put = (id: string, more: Record<string, unknown> = {}): Promise<unknown> => x.as((ctx) => x.exchange.putService(ctx, { id, version: 0, definition: { title: id, mode: 'proxy', upstream: { url, timeoutMs: 20_000, inFlightMax: 1, ...more } }, state: 'active', reason: '登记' }));
  /** A call under way: its reader reads at her own pace. */
  const call = async (service: string, grant: string): Promise<{ response: http.IncomingMessage; provider: http.ServerResponse }> => {
    const headers = await machine.sign('GET', `/exchange/v1/${service}`, { grant });
    const request = http.get(`${x.url}/exchange/v1/${service}`, { headers, agent: false });
    request.on('error', () => {});
    const before = answers.length;
    while (answers.length === before) await once(server, 'request');
    const provider = answers.at(-1)!;
    provider.write(line);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.on('error', () => {});
    return { response, provider };
  };
  const closed = (response: http.IncomingMessage): Promise<unknown> => new Promise((done) => void response.once('close', done));
  const ended = async (grant: string) => {
    for (let asked = 0; asked < 2_000; asked++) {
      const found = (await x.db.read(system, (tx) => x.exchange.calls(tx, { grantId: grant, limit: 5 }))).find((c) => c.phase === 'ended');
      if (found !== undefined) return { outcome: found.outcome, rows: found.rows, bytes: found.bytes };
      await new Promise((go) => setImmediate(go));
    }
    return undefined;
  };
  const meter = async (grant: string) => (await x.db.read(system, (tx) => x.exchange.meter(tx, { from: '2000-01-01', to: '2100-01-01', grantId: grant }))).map((m) => [m.calls, m.refused, m.rows, m.bytes]);

  await t.test('who leaves frees the provider; what she got is on the meter', async () => {
    await put('left');
    const grant = await x.grant('left', { masks: { number: 'none' } });
    const { response, provider } = await call('left', grant);
    await once(response, 'data');
    const gone = once(provider, 'close');
    response.destroy();
    await gone;
    assert.deepEqual(await ended(grant), { outcome: 'exchange.brokenOff', rows: 1, bytes: told.length });
    assert.deepEqual(await meter(grant), [[0, 1, 1, told.length]]);
    // its one place is free again, and the provider is not blamed
    const again = await call('left', grant);
    again.provider.end();
    again.response.resume();
    await once(again.response, 'end');
    assert.equal(again.response.trailers['exchange-outcome'], 'done');
  });

  await t.test('a provider that dies half-way leaves an answer that says so by having no end', async () => {
    await put('dies');
    const grant = await x.grant('dies', { masks: { number: 'none' } });
    const { response, provider } = await call('dies', grant);
    await once(response, 'data');
    provider.write(line.slice(0, 100));
    provider.destroy();
    await closed(response);
    assert.deepEqual([response.complete, response.trailers], [false, {}]);
    assert.deepEqual(await ended(grant), { outcome: 'exchange.upstreamFailed', rows: 1, bytes: told.length });
  });

  await t.test('one that falls silent is given up', async () => {
    await put('silent', { timeoutMs: 300 });
    const grant = await x.grant('silent', { masks: { number: 'none' } });
    const { response } = await call('silent', grant);
    response.resume();
    await closed(response);
    assert.equal(response.complete, false);
    assert.equal((await ended(grant))?.outcome, 'exchange.upstreamSlow');
  });

  await t.test('a reader who does not read holds the provider back, not the memory; then everything arrives', async () => {
    await put('paced');
    const grant = await x.grant('paced', { masks: { number: 'none', name: 'none', note: 'none' }, fields: ['number', 'name', 'note'] });
    const { response, provider } = await call('paced', grant);
    const whole = 32 * 1_048_576;
    let sent = line.length;
    let rows = 1;
    const fill = (): void => {
      while (sent < whole) {
        sent += line.length;
        rows++;
        if (!provider.write(line)) return void provider.once('drain', fill);
      }
      provider.end();
    };
    fill();
    // nobody reads: writing stops where sockets and their queues are full
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((go) => void setTimeout(go, 150));
    }
    assert.ok(sent < whole, `${sent} bytes were taken from the provider`);
    let lines = 0;
    response.on('data', (part: Buffer) => {
      for (const byte of part) if (byte === 10) lines++;
    });
    await once(response, 'end');
    assert.deepEqual([lines, response.trailers['exchange-outcome'], (await ended(grant))?.rows], [rows, 'done', rows]);
  });
});

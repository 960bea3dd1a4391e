import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import { systemClock } from '#kernel/clock';
import { anonymous, type Actor } from '#kernel/context';
import { contract } from '#kernel/contract';
import { defineErrors } from '#kernel/errors';
import { route } from '#kernel/house';
import { createHttp, type Http } from '#kernel/http';
import { createIds } from '#kernel/ids';
import { createLog } from '#kernel/log';
import { testDatabase } from '#test/database';

const refusals = defineErrors('tennis', { full: { status: 409, zh: '场地已满', en: 'The court is full' } });
const player: Actor = { ...anonymous, kind: 'citizen', accountId: '0190a000-0000-7000-8000-000000000001', name: '球友' };

const book = (gathered: boolean) =>
  contract({ name: gathered ? 'tennis.bookTogether' : 'tennis.book', method: 'POST', path: gathered ? '/api/tennis/together' : '/api/tennis/book', audience: 'citizen', summary: '订场', gathered, input: z.object({ court: z.string().max(10), full: z.boolean().optional() }), output: z.object({ id: z.string() }) });
const look = contract({ name: 'tennis.look', method: 'GET', path: '/api/tennis/:court', audience: 'public', summary: '看场', input: z.object({ court: z.string(), day: z.coerce.number().int().optional() }), output: z.object({ court: z.string(), kind: z.string(), day: z.number().optional() }) });

const claim = contract({ name: 'tennis.claim', method: 'POST', path: '/api/tennis/claim', audience: 'citizen', summary: '占场', gathered: true, input: z.object({ court: z.string().max(10), how: z.enum(['plans', 'locks', 'reads-own']) }), output: z.object({ gathered: z.boolean(), claims: z.number() }) });
const raise = 'update tennis.court c set claims = r.claims + 1 from jsonb_to_recordset($rows::jsonb) as r(name text, claims int) where c.name = r.name and c.claims = r.claims';

async function club(t: TestContext): Promise<{ http: Http; post: (url: string, body: unknown, key?: string) => Promise<{ status: number; body: Record<string, unknown> }> }> {
  const db = await testDatabase(t);
  await db.owner((c) => c.query('create schema tennis; grant usage on schema tennis to yiwang_app; create table tennis.booking (id uuid primary key, court text unique); create table tennis.court (name text primary key, claims int not null); insert into tennis.court values (\'A\', 0); grant select, insert on tennis.booking to yiwang_app; grant select, update on tennis.court to yiwang_app'));
  const http = createHttp({ db, clock: systemClock, ids: createIds(), log: createLog('silent'), digestKey: 'test', authenticate: async (request) => (request.headers['authorization'] === 'none' ? anonymous : player) });
  const handle = async (ctx: Parameters<Parameters<typeof route>[1]>[0], input: { court: string; full?: boolean | undefined }): Promise<{ id: string }> => {
    if (input.full) throw refusals.full();
    const id = ctx.newId();
    ctx.tx.insert('tennis.booking', { id, court: input.court });
    return { id };
  };
  await http.mount({
    name: 'tennis',
    systems: [],
    uses: [],
    routes: [
      route(book(false), handle),
      route(book(true), handle),
      route(claim, async ({ tx }, { court, how }) => {
        const { claims } = await tx.one<{ claims: number }>(`select claims from tennis.court where name = $1${how === 'locks' || !tx.gathered ? ' for update' : ''}`, [court]);
        tx.each(raise, { name: court, claims });
        if (how === 'reads-own') await tx.flush();
        return { gathered: tx.gathered, claims: claims + 1 };
      }),
      route(look, async (ctx, input) => ({ ...input, ...(await ctx.tx.one<{ kind: string }>('select kernel.actor_kind() as kind')) })),
    ],
  });
  await http.app.ready();
  t.after(() => http.app.close());
  return {
    http,
    post: async (url, body, key) => {
      const answer = await http.app.inject({ method: 'POST', url, payload: body as object, headers: key === undefined ? {} : { 'idempotency-key': key } });
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}

test('what is to be gathered runs by itself when it must lock or read its own rows', async (t) => {
  const { post } = await club(t);
  assert.deepEqual((await post('/api/tennis/claim', { court: 'A', how: 'plans' }, 'key-claim-1')).body, { gathered: true, claims: 1 });
  assert.deepEqual((await post('/api/tennis/claim', { court: 'A', how: 'locks' }, 'key-claim-2')).body, { gathered: false, claims: 2 });
  assert.deepEqual((await post('/api/tennis/claim', { court: 'A', how: 'reads-own' }, 'key-claim-3')).body, { gathered: false, claims: 3 });
});

test('gathered requests that meet on one row are all done, one after another', async (t) => {
  const { post } = await club(t);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => post('/api/tennis/claim', { court: 'A', how: 'plans' }, `key-meet-${i}`)));
  assert.deepEqual(answers.map((a) => a.body['claims'] as number).toSorted((a, b) => a - b), Array.from({ length: 12 }, (_, i) => i + 1));
});

for (const url of ['/api/tennis/book', '/api/tennis/together']) {
  test(`${url}: the same key gives the same answer and writes once`, async (t) => {
    const { post } = await club(t);
    const first = await post(url, { court: 'A' }, 'key-00000001');
    const again = await post(url, { court: 'A' }, 'key-00000001');
    assert.equal(first.status, 200);
    assert.deepEqual(again, first);
  });

  test(`${url}: the same key with another request is refused`, async (t) => {
    const { post } = await club(t);
    await post(url, { court: 'A' }, 'key-00000001');
    const other = await post(url, { court: 'B' }, 'key-00000001');
    assert.equal(other.status, 422);
    assert.equal(other.body['code'], 'http.keyReused');
  });

  test(`${url}: a burst with one bad member fails only that member`, async (t) => {
    const { post } = await club(t);
    const courts = Array.from({ length: 40 }, (_, i) => (i === 7 || i === 8 ? 'same' : `c${i}`));
    const answers = await Promise.all(courts.map((court, i) => post(url, { court }, `key-burst-${i}`)));
    assert.equal(answers.filter((a) => a.status === 200).length, 39);
    assert.deepEqual(answers.filter((a) => a.status !== 200).map((a) => a.body['code']), ['http.conflict']);
  });
}

test('two requests with one key at the same time write once', async (t) => {
  const { post } = await club(t);
  const [a, b] = await Promise.all([post('/api/tennis/book', { court: 'A' }, 'key-00000001'), post('/api/tennis/book', { court: 'A' }, 'key-00000001')]);
  assert.equal(a.status, 200);
  assert.deepEqual(a, b);
});

test('refusals are problems in the language that was asked for', async (t) => {
  const { http } = await club(t);
  const send = (language: string) => http.app.inject({ method: 'POST', url: '/api/tennis/book', payload: { court: 'A', full: true }, headers: { 'idempotency-key': 'key-00000001', 'accept-language': language } });
  assert.deepEqual([(await send('zh-CN')).json().title, (await send('en-GB')).json().title], ['场地已满', 'The court is full']);
  assert.match(String((await send('en')).headers['content-type']), /problem\+json/);
});

test('bad input, no key, no session: each its own refusal', async (t) => {
  const { http, post } = await club(t);
  assert.equal((await post('/api/tennis/book', { court: 'A' })).body['code'], 'http.keyMissing');
  assert.equal((await post('/api/tennis/book', { court: 7 }, 'key-00000001')).body['code'], 'http.invalid');
  assert.equal((await post('/api/tennis/book', { court: 'x'.repeat(2_000_000) }, 'key-00000001')).body['code'], 'http.tooLarge');
  const unsigned = await http.app.inject({ method: 'POST', url: '/api/tennis/book', payload: { court: 'A' }, headers: { authorization: 'none', 'idempotency-key': 'key-00000001' } });
  assert.equal(unsigned.json().code, 'http.signIn');
  const broken = await http.app.inject({ method: 'POST', url: '/api/tennis/book', payload: '{"court"', headers: { 'content-type': 'application/json', 'idempotency-key': 'key-00000001' } });
  assert.equal(broken.json().code, 'http.unreadable');
  assert.equal((await http.app.inject({ url: '/api/nothing' })).json().code, 'http.notFound');
});

test('what is wrong with an input is told in the language of who sent it', async (t) => {
  const { http } = await club(t);
  const told = async (payload: object | string, language = 'zh-CN') => (await http.app.inject({ method: 'POST', url: '/api/tennis/book', payload, headers: { 'content-type': 'application/json', 'idempotency-key': 'key-00000001', 'accept-language': language } })).json().title;
  assert.equal(await told({}), '提交的内容有误：court 不能为空');
  assert.equal(await told({ court: 7 }), '提交的内容有误：court 应为文字');
  assert.equal(await told({ court: 'x'.repeat(11) }), '提交的内容有误：court 至多 10 个字');
  assert.match(await told({ court: 7 }, 'en'), /^The input is not right: court Invalid input/);
  const deep = (n: number): string => `{"court":"A","more":${'['.repeat(n)}${']'.repeat(n)}}`;
  assert.equal(await told(deep(200_000)), '提交的内容嵌套超过 100 层');
  assert.equal(await told(deep(200_000), 'en'), 'The input is nested more than 100 deep');
});

test('path and query make one input; the transaction knows the actor', async (t) => {
  const { http } = await club(t);
  assert.deepEqual((await http.app.inject({ url: '/api/tennis/A?day=3' })).json(), { court: 'A', day: 3, kind: 'citizen' });
});

test('the application role cannot change what is append-only', async (t) => {
  const db = await testDatabase(t);
  await assert.rejects(db.write(player, (tx) => tx.query("update kernel.trace set outcome = 'x'")), /permission denied/);
  await assert.rejects(db.write(player, (tx) => tx.query('delete from kernel.answer')), /permission denied/);
});

test('a connection that has asked nothing does not keep the house from closing; a request under way is answered first', { timeout: 20_000 }, async (t) => {
  const { http } = await club(t);
  let answer = (): void => {};
  const held = new Promise<void>((done) => (answer = done));
  const reached = Promise.withResolvers<void>();
  // a route of the app itself is added before it is ready: another app stands for it
  const other = createHttp({ db: {} as never, clock: systemClock, ids: createIds(), log: createLog('silent'), digestKey: 'test', authenticate: async () => anonymous });
  other.app.get('/slow', async () => {
    reached.resolve();
    await held;
    return 'whole';
  });
  for (const { app } of [http, other]) await app.listen({ port: 0, host: '127.0.0.1' });
  const idle = [http, other].map(({ app }) => connect((app.server.address() as AddressInfo).port, '127.0.0.1'));
  const gone = idle.map(async (socket) => once(socket.resume(), 'close'));
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  await http.app.close();
  const slow = fetch(`http://127.0.0.1:${(other.app.server.address() as AddressInfo).port}/slow`).then((r) => r.text());
  await reached.promise;
  const closed = other.app.close();
  answer();
  assert.equal(await slow, 'whole');
  await closed;
  await Promise.all(gone);
});

test('OpenAPI names every route with its parameters', async (t) => {
  const { http } = await club(t);
  const document = (await http.app.inject({ url: '/openapi.json' })).json();
  assert.deepEqual(Object.keys(document.paths).sort(), ['/api/tennis/book', '/api/tennis/claim', '/api/tennis/together', '/api/tennis/{court}']);
  assert.deepEqual(document.paths['/api/tennis/{court}'].get.parameters.map((p: { name: string }) => p.name), ['court', 'day']);
});

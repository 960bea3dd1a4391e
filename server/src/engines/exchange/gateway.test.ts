import assert from 'node:assert/strict';
import test from 'node:test';
import { system } from '#kernel/context';
import { hmacSm3 } from '../signing/index.ts';
import { organisation, sendTo, testExchange, type Sent } from './test-exchange.ts';

const codeOf = (s: Sent): unknown => s.json['code'];
const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const target = '/exchange/v1/people.query';
const ask = bodyOf({ key: { number: 'n1' } });

test('the gateway: who may, what leaves, what is written', async (t) => {
  const x = await testExchange(t);
  for (let i = 1; i <= 250; i++) x.people.set(`n${i}`, { id: `id${i}`, version: 1, endedOn: null, data: { number: `n${i}`, name: `名${i}`, phone: '13800000000' } });
  const machine = await x.machine();
  const grant = await x.grant('people.query', { masks: { number: 'none' } });
  const query = (more = {}) => machine.send('POST', target, { grant, body: ask, ...more });
  const rows = (where: string, values: unknown[] = []) => x.db.read(system, (tx) => tx.query<Record<string, unknown>>(`select * from exchange.call where ${where} order by id, phase`, values));

  await t.test('granted fields only, masked; read with the grant’s purpose', async () => {
    const found = await query();
    assert.deepEqual([found.status, found.json], [200, { records: [{ id: 'id1', version: 1, data: { number: 'n1', name: '***' } }] }]);
    assert.deepEqual(x.reads.at(-1), { text: '参保核验', fields: ['number', 'name'] });
  });

  await t.test('everything that was signed is bound: another body, path, method, query, grant, or none of it', async () => {
    const headers = await machine.sign('POST', target, { grant, body: ask });
    const tryWith = async (change: Record<string, string | undefined>, to = target, method = 'POST', body: Buffer = ask): Promise<unknown> => {
      const changed = Object.fromEntries(Object.entries({ ...headers, ...change }).filter((e): e is [string, string] => e[1] !== undefined));
      return codeOf(await sendTo(x.url, method, to, changed, body));
    };
    const other = await x.grant('people.query');
    assert.equal(await tryWith({}, target, 'POST', bodyOf({ key: { number: 'n2' } })), 'exchange.digestWrong');
    assert.equal(await tryWith({ 'exchange-grant': other }), 'exchange.signatureWrong');
    assert.equal(await tryWith({ 'exchange-purpose': 'other' }), 'exchange.signatureWrong');
    assert.equal(await tryWith({}, '/exchange/v1/people.verify'), 'exchange.signatureWrong');
    assert.equal(await tryWith({}, `${target}?a=1`), 'exchange.signatureWrong');
    assert.equal(await tryWith({}, target, 'PUT'), 'exchange.signatureWrong');
    assert.equal(await tryWith({ signature: undefined }), 'exchange.signatureMissing');
    assert.equal(await tryWith({ 'exchange-reference': 'unsigned' }), 'exchange.signatureIncomplete');
    assert.equal(await tryWith({ 'content-digest': undefined }), 'exchange.signatureIncomplete');
    const bare = await machine.sign('POST', target, { body: ask });
    assert.equal(codeOf(await sendTo(x.url, 'POST', target, { ...bare, 'exchange-grant': grant, 'exchange-purpose': 'case-handling' }, ask)), 'exchange.signatureIncomplete');
  });

  await t.test('a nonce counts once, in every process; a clock may be five minutes off', async () => {
    const second = await x.another();
    const headers = await machine.sign('POST', target, { grant, body: ask });
    assert.equal((await sendTo(x.url, 'POST', target, headers, ask)).status, 200);
    assert.equal(codeOf(await sendTo(x.url, 'POST', target, headers, ask)), 'exchange.replayed');
    assert.equal(codeOf(await sendTo(second.url, 'POST', target, headers, ask)), 'exchange.replayed', 'the other process never saw it before');
    const now = Math.floor(x.clock.now().getTime() / 1000);
    for (const [off, status] of [[-290, 200], [290, 200], [-310, 401], [310, 401]] as const) {
      assert.equal((await sendTo(x.url, 'POST', target, await machine.sign('POST', target, { grant, body: ask, created: now + off }), ask)).status, status, String(off));
    }
  });

  await t.test('a grant, a key, a member that ends in one process ends in all', async () => {
    const second = await x.another();
    const mine = await x.machine();
    const g = await x.grant('people.query');
    const there = () => mine.send('POST', target, { grant: g, body: ask, url: second.url });
    assert.equal((await there()).status, 200);
    await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: g, reason: '办结' }));
    const before = x.reads.length;
    const refused = await there();
    assert.deepEqual([codeOf(refused), refused.body.includes('n1')], ['exchange.grantEnded', false]);
    assert.ok(x.reads.length <= before + 1);
    const session = await mine.session();
    await x.as((ctx) => x.exchange.endKey(ctx, { keyId: mine.keyId, reason: '泄露' }));
    assert.equal(codeOf(await mine.send('POST', target, { grant, body: ask, url: second.url })), 'exchange.keyUnknown');
    assert.equal(codeOf(await mine.send('POST', target, { grant, body: ask, session })), 'exchange.keyUnknown', 'its sessions end with it');
    const another = await x.machine();
    assert.equal((await another.send('POST', target, { grant, body: ask, url: second.url })).status, 200);
    await x.as((ctx) => x.exchange.endMember(ctx, { memberId: another.memberId, reason: '下线' }));
    assert.equal(codeOf(await another.send('POST', target, { grant, body: ask, url: second.url })), 'exchange.keyUnknown');
  });

  await t.test('a session key signs quickly, both ways, for ten minutes', async () => {
    const session = await machine.session();
    const found = await query({ session });
    assert.equal(found.status, 200);
    assert.match(String(found.headers['signature-input']), /alg="hmac-sm3"$/);
    assert.equal(codeOf(await query({ session: { ...session, secret: hmacSm3(session.secret, Buffer.from('x')) } })), 'exchange.signatureWrong');
    assert.equal(codeOf(await machine.send('POST', '/exchange/v1/session', { body: bodyOf({}), session })), 'exchange.signatureWrong', 'a session does not beget another');
    x.clock.advance(11 * 60_000);
    assert.equal(codeOf(await query({ session })), 'exchange.keyUnknown');
  });

  await t.test('rate and quota', async () => {
    const slow = await x.grant('people.query', { ratePerSecond: 1 });
    const [a, b] = [await query({ grant: slow }), await query({ grant: slow })];
    assert.deepEqual([a.status, codeOf(b)], [200, 'exchange.tooFast']);
    const few = await x.grant('people.query', { dailyQuota: 1 });
    assert.deepEqual([(await query({ grant: few })).status, codeOf(await query({ grant: few }))], [200, 'exchange.quotaUsed']);
    x.clock.advance(86_400_000 - 60_000 * 60);
    const next = await x.grant('people.query', { dailyQuota: 1 });
    assert.equal((await query({ grant: next })).status, 200);
  });

  await t.test('a batch stops at the next portion when its grant ends, says so and from where to go on', async () => {
    const g = await x.grant('people.batch');
    const whole = await machine.send('GET', '/exchange/v1/people.batch', { grant: g });
    assert.equal(whole.body.toString().trim().split('\n').length, 251);
    assert.equal(whole.trailers['exchange-outcome'], 'done');
    let portions = 0;
    x.beforePage.run = async () => {
      if (++portions === 2) await x.as((ctx) => x.exchange.withdraw(ctx, { grantId: g, reason: '收回' }));
    };
    const cut = await machine.send('GET', '/exchange/v1/people.batch', { grant: g });
    x.beforePage.run = async () => {};
    const lines = cut.body.toString().trim().split('\n').map((l) => JSON.parse(l) as Record<string, unknown>);
    const last = lines.at(-1) as { problem?: { code: string }; next?: string };
    assert.deepEqual([last.problem?.code, last.next, lines.length, cut.trailers['exchange-outcome']], ['exchange.grantEnded', '200', 201, 'exchange.grantEnded']);
    const fresh = await x.grant('people.batch');
    const rest = await machine.send('GET', `/exchange/v1/people.batch?cursor=${last.next}`, { grant: fresh });
    assert.equal(rest.body.toString().trim().split('\n').length, 51);
    const [cutShort] = await rows('grant_id = $1 and outcome = $2', [g, 'exchange.grantEnded']);
    assert.deepEqual((await rows('id = $1', [cutShort!['id']])).map((r) => [r['phase'], r['rows']]), [['begun', 0], ['ended', 200]]);
  });

  await t.test('no log, no exchange', async () => {
    await x.db.owner((client) => client.query('alter table exchange.call add constraint closed check (false) not valid'));
    const refused = await query();
    assert.deepEqual([refused.status, codeOf(refused), refused.body.includes('n1')], [503, 'exchange.notLogged', false]);
    await x.db.owner((client) => client.query('alter table exchange.call drop constraint closed'));
    assert.equal((await query()).status, 200);
  });

  await t.test('hostile bodies and headers are refused in words', async () => {
    for (const body of ['', '[]', 'null', '{', '{"key":[]}', '{"key":{"number":{}}}', `{"key":{"number":"${'x'.repeat(600)}"}}`, '{"key":{"number":"\\u0000"}}', '{"key":{"__proto__":"x"}}', '{"key":{"name":"名1"}}', '{"key":{"number":"n1","phone":"1"}}'].map((b) => Buffer.from(b))) {
      const answer = await machine.send('POST', target, { grant, body });
      assert.ok([403, 422].includes(answer.status), `${body.toString().slice(0, 40)}: ${answer.status} ${answer.body.toString()}`);
    }
    const large = await machine.send('POST', target, { grant, body: Buffer.alloc(70_000, 32) });
    assert.equal(codeOf(large), 'exchange.tooLarge');
    assert.equal(codeOf(await machine.send('GET', target, { grant })), 'exchange.methodInvalid');
    assert.equal(codeOf(await machine.send('POST', `${target}/more`, { grant, body: ask })), 'exchange.pathInvalid');
    assert.deepEqual(x.failures, []);
  });

  await t.test('the grant says what it must', async () => {
    for (const more of [{ fields: [] }, { fields: ['salary'] }, { masks: { phone: 'none' } }, { ratePerSecond: 0 }, { purposeCode: 'a b' }, { validTo: new Date(0) }, { memberId: '0193f000-0000-7000-8000-000000000001' }]) {
      await assert.rejects(x.grant('people.query', more), /exchange\.(grantInvalid|memberUnknown)/, JSON.stringify(more));
    }
    const theirs = await x.machine('11220102YW00020340');
    assert.equal(codeOf(await theirs.send('POST', target, { grant, body: ask })), 'exchange.grantUnknown');
    const alone = await x.machine();
    const only = await x.grant('people.query', { memberId: alone.memberId });
    assert.deepEqual([(await alone.send('POST', target, { grant: only, body: ask })).status, codeOf(await query({ grant: only }))], [200, 'exchange.grantUnknown']);
    assert.equal((await x.db.read(system, (tx) => x.exchange.findGrant(tx, only)))?.organisation, organisation);
  });
});

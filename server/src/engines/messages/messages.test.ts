import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { baseKinds, checkPacks, createContent, describeProblem } from '#engines/content';
import { createJobs, JobError } from '#engines/jobs';
import { createMovableClock } from '#kernel/clock';
import { anonymous, type Actor, type Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { testFieldCrypto } from '#test/field-crypto';
import type { Channel, OutgoingMessage } from './channel.ts';
import { createMessages, messageTemplateKind, type Messages, type MessagesDeps } from './index.ts';
import { smtpServer } from './smtp-server.sample.ts';

const ids = createIds();
const player = (personId: string): Actor => ({ ...anonymous, kind: 'citizen', accountId: ids(), personId, partyId: personId, name: '球友' });

const pack = {
  'pack.yaml': 'id: club\nname: { zh: 俱乐部 }\nversion: "1"\n',
  'court-free.yaml': 'kind: message-template\nid: court-free\npurpose: notice\nchannels: [phone, mail]\ntitle: { zh: 有空场, en: A court is free }\nbody: { zh: "{name}，{court}空出，费用 {fee} 元", en: "{name}, {court} is free for {fee} yuan" }\nurl: "/courts/{court}"\n',
  'sms-code.yaml': 'kind: message-template\nid: sms-code\npurpose: code\nchannels: [phone]\ntitle: 验证码\nbody: "验证码 {code}，{minutes} 分钟内有效"\n',
};
const scope = { name: '李娜', court: { zh: '一号场', en: 'Court 1' }, fee: 30 };

interface House {
  messages: Messages;
  drain(): Promise<number>;
  clock: ReturnType<typeof createMovableClock>;
  write<T>(actor: Actor, use: (ctx: Context) => Promise<T> | T): Promise<T>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
}

async function house(t: TestContext, more: Partial<MessagesDeps> = {}, packOf: Record<string, string> = pack): Promise<House> {
  const db = await testDatabase(t);
  const content = createContent({ packs: [packOf] });
  content.registerKind(messageTemplateKind);
  await content.load();
  const clock = createMovableClock(new Date('2026-05-01T01:00:00Z'));
  const jobs = createJobs({ db, clock, ids });
  const messages = createMessages({ db, clock, ids, content, jobs, crypto: testFieldCrypto(), contactsOf: async (_tx, to) => to.map(() => ({ phone: '13800138000', mail: 'li@example.cn' })), publicUrl: 'https://city.example', demonstration: true, ...more });
  t.after(() => jobs.stop());
  return {
    messages, clock, drain: () => jobs.drain(),
    write: (actor, use) => db.write(actor, async (tx) => use({ tx, actor, now: clock.now(), newId: ids, locale: 'zh', requestId: 'r' })),
    rows: (sql) => db.owner(async (c) => (await c.query(sql)).rows),
  };
}

test('one plan, several channels: in-app at once, the telephone after the transaction', async (t) => {
  const { messages, write, drain, rows } = await house(t);
  const me = player(ids());
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope }));
  const [first] = await write(me, (ctx) => messages.inbox(ctx));
  assert.deepEqual([first?.title, first?.body, first?.url, first?.read], ['有空场', '李娜，一号场空出，费用 30 元', `/courts/${encodeURIComponent('一号场')}`, false]);
  assert.deepEqual(await write(me, (ctx) => messages.phone(ctx, '13800138000')), []);
  await drain();
  assert.deepEqual((await write(me, (ctx) => messages.phone(ctx, '13800138000'))).map((m) => m.body), ['李娜，一号场空出，费用 30 元']);
  assert.deepEqual((await rows('select channel, state from messages.message order by channel')), [{ channel: 'in-app', state: 'delivered' }, { channel: 'phone', state: 'delivered' }]);
  const kept = JSON.stringify(await rows('select m.*, encode(m.body, $$escape$$) as b, p.* from messages.message m, messages.phone_inbox p'));
  for (const secret of ['李娜', '13800138000']) assert.ok(!kept.includes(secret), secret);
});

test('nothing is told when the transaction fails', async (t) => {
  const { messages, write, drain, rows } = await house(t);
  const me = player(ids());
  await assert.rejects(write(me, (ctx) => {
    messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope });
    throw new Error('no');
  }), /no/);
  assert.equal(await drain(), 0);
  assert.deepEqual(await rows('select 1 from messages.message'), []);
});

test('each reads her own messages only, marks them read, and counts the unread', async (t) => {
  const { messages, write } = await house(t);
  const [me, other] = [player(ids()), player(ids())];
  const [id] = await write(other, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope, language: 'en' }));
  assert.deepEqual(await write(other, (ctx) => messages.inbox(ctx)), []);
  await assert.rejects(write(other, (ctx) => messages.markRead(ctx, id!)), (e: { code?: string }) => e.code === 'messages.notFound');
  assert.equal(await write(me, (ctx) => messages.unreadCount(ctx)), 1);
  await write(me, (ctx) => messages.markRead(ctx, id!));
  assert.equal(await write(me, (ctx) => messages.unreadCount(ctx)), 0);
  assert.deepEqual((await write(me, (ctx) => messages.inbox(ctx))).map((m) => [m.body, m.read]), [['李娜, Court 1 is free for 30 yuan', true]]);
});

test('a channel that is not wanted is skipped; codes always come, also to a bare telephone', async (t) => {
  const { messages, write, drain, rows } = await house(t);
  const me = player(ids());
  await write(me, (ctx) => messages.setPreference(ctx, { purpose: 'notice', channel: 'phone', wanted: false }));
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope }));
  await messages.sendCode('13900139000', '246810');
  await drain();
  assert.deepEqual(await rows("select purpose, state, why from messages.message where channel = 'phone' order by purpose"), [{ purpose: 'code', state: 'delivered', why: null }, { purpose: 'notice', state: 'skipped', why: 'not wanted' }]);
  assert.match((await write(me, (ctx) => messages.phone(ctx, '13900139000')))[0]?.body ?? '', /246810/);
  assert.deepEqual(await write(me, (ctx) => messages.preferences(ctx)), [{ purpose: 'notice', channel: 'phone', wanted: false }]);
});

test('a message for later waits', async (t) => {
  const { messages, write, drain, clock } = await house(t);
  const me = player(ids());
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope, at: new Date('2026-05-02T01:00:00Z') }));
  await drain();
  assert.deepEqual(await write(me, (ctx) => messages.inbox(ctx)), []);
  clock.set(new Date('2026-05-02T01:00:01Z'));
  await drain();
  assert.equal((await write(me, (ctx) => messages.inbox(ctx))).length, 1);
});

test('mail goes out over SMTP with its link; an address that is refused for good fails at once', async (t) => {
  const { url, mails } = await smtpServer(t, (to) => (to === 'gone@example.cn' ? 550 : 250));
  const { messages, write, drain, rows } = await house(t, { demonstration: false, smtp: { url, from: 'service@city.example' } });
  const me = player(ids());
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope }));
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { mail: 'gone@example.cn' }, scope }));
  await drain();
  assert.deepEqual(mails.map((m) => [m.from, m.to]), [['service@city.example', ['li@example.cn']]]);
  const body = mails[0]!.data.split('\n\n').slice(1).join('\n\n');
  const text = /base64/i.test(mails[0]!.data) ? Buffer.from(body, 'base64').toString('utf8') : body.replace(/=\n/g, '').replace(/(=[0-9A-F]{2})+/g, (hex) => Buffer.from(hex.replaceAll('=', ''), 'hex').toString('utf8'));
  assert.ok(text.includes('李娜，一号场空出，费用 30 元') && text.includes('https://city.example/courts/'), text);
  assert.deepEqual(await rows("select state from messages.message where channel = 'mail' order by id"), [{ state: 'sent' }, { state: 'failed' }]);
});

test('a supplier that is down is tried again with the same number; its later receipt counts once', async (t) => {
  const seen: OutgoingMessage[] = [];
  const supplier: Channel = {
    name: 'phone', needs: 'phone',
    async send(message) {
      seen.push(message);
      if (seen.length === 1) throw new JobError('transient', 'down');
      return { state: 'sent', reference: 'S-1' };
    },
  };
  const { messages, write, drain, clock, rows } = await house(t, { demonstration: false, channels: [supplier] });
  await messages.sendCode('13900139000', '246810');
  await drain();
  clock.advance(3_600_000);
  await drain();
  assert.deepEqual(seen.map((m) => [m.id === seen[0]!.id, m.address]), [[true, '13900139000'], [true, '13900139000']]);
  const { system } = await import('#kernel/context');
  const receipt = { channel: 'phone', reference: 'S-1', delivered: true };
  assert.deepEqual([await write(system, (ctx) => messages.receipt(ctx, receipt)), await write(system, (ctx) => messages.receipt(ctx, receipt))], [true, false]);
  assert.deepEqual(await rows('select state from messages.message'), [{ state: 'delivered' }]);
  assert.deepEqual(await write(anonymous, (ctx) => messages.counts(ctx, new Date('2026-05-01T00:00:00Z'), new Date('2026-05-02T00:00:00Z'))), [{ template: 'sms-code', channel: 'phone', state: 'delivered', count: 1 }]);
});

test('a template that lacks a value or a recipient is refused', async (t) => {
  const { messages, write } = await house(t);
  const code = (expected: string) => (e: { code?: string }) => e.code === expected;
  await assert.rejects(write(anonymous, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: ids() }, scope: { name: '李娜' } })), code('messages.placeholderMissing'));
  await assert.rejects(write(anonymous, (ctx) => messages.plan(ctx, { template: 'court-free', to: {}, scope })), code('messages.nobody'));
});

test('the national templates are right, and both languages have the same places', async () => {
  const national = path.resolve(import.meta.dirname, '../../../../content/national');
  const problems = await checkPacks([national], [...baseKinds, messageTemplateKind] as never);
  assert.deepEqual(problems.filter((p) => p.file?.startsWith('message-templates/')).map(describeProblem), []);
  const odd = { ...pack, 'odd.yaml': 'kind: message-template\nid: odd\npurpose: notice\nchannels: [phone]\ntitle: a\nbody: { zh: "{a}", en: "{b}" }\n' };
  assert.equal((await checkPacks([odd], [messageTemplateKind] as never)).length, 1);
});

const english = (ctx: Context): Context => ({ ...ctx, locale: 'en' });

test('who reads chooses the language: the same message in Chinese and in English, where the template has it', async (t) => {
  const { messages, write, drain } = await house(t);
  const me = player(ids());
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope }));
  await write(me, (ctx) => messages.setReader(ctx, { language: 'en', digest: false }));
  assert.deepEqual((await write(me, (ctx) => messages.inbox(ctx))).map((m) => m.title), ['有空场']);
  assert.deepEqual((await write(me, (ctx) => messages.inbox(english(ctx)))).map((m) => [m.title, m.body]), [['A court is free', '李娜, Court 1 is free for 30 yuan']]);
  await drain();
  assert.deepEqual((await write(me, (ctx) => messages.phone(ctx, '13800138000'))).map((m) => m.body), ['李娜, Court 1 is free for 30 yuan']);
});

const digestPack = { ...pack, 'digest.yaml': 'kind: message-template\nid: message-digest\npurpose: notice\nchannels: [phone]\ntitle: { zh: 汇总, en: Digest }\nbody: { zh: "{count} 条：{titles}", en: "{count}: {titles}" }\n', 'soon.yaml': 'kind: message-template\nid: soon\npurpose: reminder\nchannels: [phone]\ntitle: 提醒\nbody: 明日开场\n' };

test('the daily digest: notices wait for six in the evening and come as one; codes and reminders do not wait', async (t) => {
  const { messages, write, drain, rows, clock } = await house(t, {}, digestPack);
  const me = player(ids());
  await write(me, (ctx) => messages.setReader(ctx, { language: 'en', digest: true }));
  for (let i = 0; i < 3; i++) {
    await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { personId: me.personId }, scope }));
    await drain();
  }
  await write(me, (ctx) => messages.plan(ctx, { template: 'soon', to: { personId: me.personId } }));
  await messages.sendCode('13800138000', '246810');
  await drain();
  const phone = async (): Promise<string[]> => (await write(me, (ctx) => messages.phone(ctx, '13800138000'))).map((m) => m.body);
  assert.deepEqual((await phone()).toSorted(), ['明日开场', '验证码 246810，5 分钟内有效'].toSorted());
  assert.equal((await write(me, (ctx) => messages.inbox(ctx))).length, 4, 'in the app at once');
  clock.set(new Date('2026-05-01T09:59:00Z'));
  await drain();
  assert.equal((await phone()).length, 2);
  clock.set(new Date('2026-05-01T10:00:01Z'));
  await drain();
  assert.deepEqual((await phone()).filter((b) => b.startsWith('3')), ['3: A court is free; A court is free; A court is free']);
  assert.deepEqual(await rows("select state, count(*)::int as n from messages.message where channel = 'phone' and purpose = 'notice' group by 1"), [{ state: 'delivered', n: 3 }]);
  await drain();
  assert.equal((await phone()).length, 3, 'sent once');
});

test('what a company is told follows the preferences of whoever reads it', async (t) => {
  const person = ids();
  const { messages, write, drain, rows } = await house(t, { contactsOf: async (_tx, to) => to.map(() => ({ phone: '13800138000', personId: person })) });
  const me = player(person);
  await write(me, (ctx) => messages.setPreference(ctx, { purpose: 'notice', channel: 'phone', wanted: false }));
  await write(me, (ctx) => messages.plan(ctx, { template: 'court-free', to: { partyId: ids() }, scope }));
  await drain();
  assert.deepEqual(await rows("select state, why from messages.message where channel = 'phone'"), [{ state: 'skipped', why: 'not wanted' }]);
});

test('language and digest are one’s own', async (t) => {
  const { messages, write } = await house(t);
  const [me, other] = [player(ids()), player(ids())];
  await write(me, (ctx) => messages.setReader(ctx, { language: 'en', digest: true }));
  assert.deepEqual([await write(me, (ctx) => messages.reader(ctx)), await write(other, (ctx) => messages.reader(ctx))], [{ language: 'en', digest: true }, { language: null, digest: false }]);
  await assert.rejects(write(anonymous, (ctx) => messages.setReader(ctx, { language: 'en', digest: true })), (e: { code?: string }) => e.code === 'messages.onlyOwn');
});

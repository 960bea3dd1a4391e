import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Context } from '#kernel/context';
import { system } from '#kernel/context';
import type { Db } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import type { Form } from '@yiwang/ui/form-logic/form.ts';
import { createDrafts, draftLimits, type Drafts, type SaveDraft } from './drafts.ts';

const newId = createIds();
const day = (date: string): Date => new Date(`${date}T04:00:00Z`);
const citizen = (partyId = newId()): Actor => ({ ...system, kind: 'citizen', accountId: newId(), personId: partyId, partyId, name: '张三' });
const as = <T>(db: Db, actor: Actor, use: (ctx: Context) => Promise<T>, now = day('2026-11-22')): Promise<T> =>
  db.write(actor, (tx) => use({ tx, actor, now, newId, locale: 'zh', requestId: 'r' }));
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

const form = (version: number, ...ids: string[]): Form => ({ id: 'f', version, title: '表', pages: [{ id: 'p', title: '页', sections: [{ id: 's', fields: ids.map((id) => ({ id, type: 'text', label: id })) }] }] });
const versions = [form(1, 'a', 'b'), form(2, 'a', 'c')];

/** Seals by turning bits over; the binding is checked as a real cipher would. */
const seal = (plain: Uint8Array, binding: string): Uint8Array => Buffer.concat([Buffer.from(binding.padEnd(120)), plain.map((byte) => byte ^ 0xff)]);
const open = (sealed: Uint8Array, binding: string): Uint8Array => {
  assert.equal(Buffer.from(sealed.subarray(0, 120)).toString().trim(), binding);
  return sealed.subarray(120).map((byte) => byte ^ 0xff);
};
const drafts: Drafts = createDrafts({ seal, open, findForm: (_, at) => ('version' in at ? versions.find((it) => it.version === at.version) : versions.at(-1)), daysKept: 30 });
const draft = (more: Partial<SaveDraft> = {}): SaveDraft => ({ formId: 'f', formVersion: 1, subject: 'item:x', answers: { a: '甲', b: '乙' }, page: 'p', ...more });

test('a draft is saved, continued on another device, and changed only from its version', async (t) => {
  const db = await testDatabase(t);
  const me = citizen();
  const { id, version } = await as(db, me, (ctx) => drafts.save(ctx, draft()));
  assert.equal(version, 1);
  const found = await as(db, { ...me, accountId: newId() }, (ctx) => drafts.get(ctx, id));
  assert.deepEqual([found.answers, found.page, found.expiresAt], [{ a: '甲', b: '乙' }, 'p', day('2026-12-22')]);
  const changed = await as(db, me, (ctx) => drafts.save(ctx, draft({ id, version: 1, answers: { a: '丙' } })), day('2026-11-25'));
  assert.deepEqual([changed.version, changed.expiresAt], [2, day('2026-12-25')]);
  await assert.rejects(as(db, me, (ctx) => drafts.save(ctx, draft({ id, version: 1 }))), refusal('forms.draftStale'));
  await assert.rejects(as(db, me, (ctx) => drafts.save(ctx, draft({ id }))), refusal('forms.draftStale'));
  assert.deepEqual((await as(db, me, (ctx) => drafts.get(ctx, id))).answers, { a: '丙' });
});

test('nobody sees or touches another party’s draft, and answers do not lie open', async (t) => {
  const db = await testDatabase(t);
  const me = citizen();
  const other = citizen();
  const { id } = await as(db, me, (ctx) => drafts.save(ctx, draft()));
  await assert.rejects(as(db, other, (ctx) => drafts.get(ctx, id)), refusal('forms.draftUnknown'));
  await assert.rejects(as(db, other, (ctx) => drafts.save(ctx, draft({ id, version: 1 }))), refusal('forms.draftUnknown'));
  await as(db, other, (ctx) => drafts.discard(ctx, id));
  assert.deepEqual(await as(db, other, (ctx) => ctx.tx.query('select 1 from forms.draft')), [], 'the database hides it without any WHERE');
  assert.deepEqual(await as(db, other, (ctx) => drafts.list(ctx)), []);
  assert.equal((await as(db, me, (ctx) => drafts.list(ctx))).length, 1);
  const bytes = await db.owner(async (client) => (await client.query<{ answers: Buffer }>('select answers from forms.draft')).rows[0]!.answers);
  assert.equal(bytes.includes(Buffer.from('甲')), false);
  await assert.rejects(as(db, { ...me, partyId: null }, (ctx) => drafts.list(ctx)), refusal('forms.draftNeedsParty'));
});

test('a draft of an older version of the form keeps what is asked unchanged and says what it lost', async (t) => {
  const db = await testDatabase(t);
  const me = citizen();
  const { id } = await as(db, me, (ctx) => drafts.save(ctx, draft()));
  const restored = await as(db, me, (ctx) => drafts.restore(ctx, id));
  assert.deepEqual([restored.answers, restored.dropped, restored.formVersion], [{ a: '甲' }, ['b'], 2]);
  const saved = await as(db, me, (ctx) => drafts.save(ctx, draft({ id, version: restored.version, formVersion: 2, answers: restored.answers })));
  assert.deepEqual([saved.version, saved.formVersion], [2, 2]);
  assert.deepEqual((await as(db, me, (ctx) => drafts.restore(ctx, id))).dropped, []);
});

test('drafts are discarded, expire, and are removed', async (t) => {
  const db = await testDatabase(t);
  const me = citizen();
  const first = await as(db, me, (ctx) => drafts.save(ctx, draft()));
  const second = await as(db, me, (ctx) => drafts.save(ctx, draft()), day('2026-12-01'));
  await as(db, me, (ctx) => drafts.discard(ctx, first.id));
  await as(db, me, (ctx) => drafts.discard(ctx, first.id));
  await assert.rejects(as(db, me, (ctx) => drafts.get(ctx, first.id)), refusal('forms.draftUnknown'));
  const late = day('2027-01-01');
  await assert.rejects(as(db, me, (ctx) => drafts.get(ctx, second.id), late), refusal('forms.draftUnknown'));
  await assert.rejects(as(db, me, (ctx) => drafts.save(ctx, draft({ id: second.id, version: 1 })), late), refusal('forms.draftUnknown'));
  assert.equal(await as(db, system, (ctx) => drafts.expire(ctx), day('2026-12-30')), 0);
  assert.equal(await as(db, system, (ctx) => drafts.expire(ctx), late), 1);
});

test('limits of drafts', async (t) => {
  const db = await testDatabase(t);
  const me = citizen();
  await assert.rejects(as(db, me, (ctx) => drafts.save(ctx, draft({ answers: { a: 'x'.repeat(draftLimits.answersBytes) } }))), refusal('forms.draftTooLarge'));
  await as(db, me, async (ctx) => {
    for (let i = 0; i < draftLimits.perParty; i += 1) await drafts.save(ctx, draft());
  });
  await assert.rejects(as(db, me, (ctx) => drafts.save(ctx, draft())), refusal('forms.draftsTooMany'));
});

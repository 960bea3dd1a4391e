import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, system } from '#kernel/context';
import { club, clubPack, coach, duty, farCoach, li, newId, player } from './tennis-club.sample.ts';

const made = { source: '前台' };
const code = (expected: string) => (error: { code?: string }) => error.code === expected;

test('a record comes back as it was put, with its source, and sensitive values are sealed in the table', async (t) => {
  const { db, records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, { ...made, effectiveOn: '2026-01-02' }));
  const got = await read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: duty }));
  assert.deepEqual(got.data, { ...li, phone: '13800138000', seenAt: '2026-03-04T00:00:00.000Z' });
  assert.deepEqual([got.version, got.subjects, got.provenance['name']?.source, got.provenance['name']?.by], [1, [id], '前台', '教练']);
  const stored = await db.owner(async (c) => JSON.stringify((await c.query('select to_jsonb(m) as m, to_jsonb(a) as a from reg.member m, records.action a')).rows));
  assert.ok(stored.includes('李小明'));
  for (const secret of ['11010519491231002X', '13800138000']) assert.ok(!stored.includes(secret), secret);
});

test('all faults of a draft are named, and a wrong record is refused', async (t) => {
  const { records, write } = await club(t);
  const wrong = { ...li, name: ' ', identityNumber: '110105194912310021', level: '9', joinedOn: '2026-02-30', deposit: 1.234, height: 180 };
  assert.deepEqual(records.check('member', wrong).map((f) => f.field).sort(), ['deposit', 'height', 'identityNumber', 'joinedOn', 'level', 'name']);
  await assert.rejects(write(coach, (ctx) => records.put(ctx, 'member', wrong, made)), code('records.invalid'));
});

test('changes need the version they were based on and keep their provenance by field', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  await write(coach, (ctx) => records.change(ctx, 'member', id, { level: '2', deposit: null, phone: '13900139000' }, { source: '电话', basedOnVersion: 1 }));
  await assert.rejects(write(coach, (ctx) => records.change(ctx, 'member', id, { level: '1' }, { source: '电话', basedOnVersion: 1 })), code('records.stale'));
  const got = await read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: duty }));
  assert.deepEqual([got.version, got.data['level'], got.data['deposit'], got.data['phone']], [2, '2', undefined, '13900139000']);
  assert.deepEqual([got.provenance['level']?.source, got.provenance['name']?.source], ['电话', '前台']);
  assert.equal((await read(coach, (ctx) => records.lookUp(ctx, 'member', { phone: '13900139000' }, { purpose: duty }))).length, 1);
  assert.equal((await read(coach, (ctx) => records.lookUp(ctx, 'member', { phone: '13800138000' }, { purpose: duty }))).length, 0);
});

test('two changes at the same time: one of them is refused', async (t) => {
  const { records, write } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const both = await Promise.allSettled(['1', '2'].map((level) => write(coach, (ctx) => records.change(ctx, 'member', id, { level }, { source: 'x', basedOnVersion: 1 }))));
  assert.deepEqual(both.map((b) => b.status).sort(), ['fulfilled', 'rejected']);
});

test('an ended record stays readable, takes no change, and leaves its key free', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  await assert.rejects(write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made)));
  await write(coach, (ctx) => records.end(ctx, 'court', id, { source: '改建', basedOnVersion: 1, effectiveOn: '2026-05-01' }));
  assert.equal((await read(anonymous, (ctx) => records.get(ctx, 'court', id))).endedOn, '2026-05-01');
  await assert.rejects(write(coach, (ctx) => records.change(ctx, 'court', id, { lights: true }, { source: 'x', basedOnVersion: 2 })), code('records.ended'));
  await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号', lights: '是', notes: { 地面: ['硬地'] } }, made));
  const standing = await read(anonymous, (ctx) => records.list(ctx, 'court'));
  assert.deepEqual(standing.records.map((r) => r.data), [{ name: '一号', lights: true, notes: { 地面: ['硬地'] } }]);
});

test('as of any day: changes count from their day, corrections from the day that they name', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, { ...made, effectiveOn: '2026-01-02' }));
  await write(coach, (ctx) => records.change(ctx, 'member', id, { level: '2', seenAt: null }, { source: '考核', basedOnVersion: 1, effectiveOn: '2026-06-01' }));
  await write(coach, (ctx) => records.correct(ctx, 'member', id, { name: '李晓明' }, { source: '更正', basedOnVersion: 2, effectiveOn: '2026-01-02', reason: '错字' }));
  await write(coach, (ctx) => records.end(ctx, 'member', id, { source: '退会', basedOnVersion: 3, effectiveOn: '2026-09-01' }));
  const on = (day: string) => read(coach, (ctx) => records.asOf(ctx, 'member', id, day, { purpose: duty }));
  assert.equal(await on('2026-01-01'), undefined);
  const [spring, summer, autumn] = [await on('2026-03-01'), await on('2026-06-01'), await on('2026-10-01')];
  assert.deepEqual([spring?.data['name'], spring?.data['level'], spring?.endedOn], ['李晓明', '1', null]);
  assert.deepEqual([summer?.data['level'], summer?.data['seenAt'], summer?.data['identityNumber']], ['2', undefined, li.identityNumber]);
  assert.deepEqual([autumn?.endedOn, autumn?.version], ['2026-09-01', 4]);
});

test('a record that ended stands again where it came back: not before its end, its identifiers its own, the days between still ended', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, { ...made, effectiveOn: '2026-01-02' }));
  await assert.rejects(write(coach, (ctx) => records.resume(ctx, 'member', id, {}, { source: '回迁', basedOnVersion: 1 })), code('records.notEnded'));
  await write(coach, (ctx) => records.end(ctx, 'member', id, { source: '迁出', basedOnVersion: 1, effectiveOn: '2026-05-01' }));
  await assert.rejects(write(coach, (ctx) => records.resume(ctx, 'member', id, {}, { source: '回迁', basedOnVersion: 2, effectiveOn: '2026-04-30' })), code('records.ended'));
  await write(coach, (ctx) => records.resume(ctx, 'member', id, { level: '2' }, { source: '回迁', basedOnVersion: 2, effectiveOn: '2026-08-01' }));
  const [found] = await read(coach, (ctx) => records.lookUp(ctx, 'member', { identityNumber: li.identityNumber }, { purpose: duty }));
  assert.deepEqual([found?.id, found?.endedOn, found?.data['level']], [id, null, '2']);
  const on = async (day: string) => (await read(coach, (ctx) => records.asOf(ctx, 'member', id, day, { purpose: duty })))?.endedOn;
  assert.deepEqual([await on('2026-04-01'), await on('2026-06-01'), await on('2026-08-01')], [null, '2026-05-01', null]);
});

test('whose row it was around each action is told without a look at the record', async (t) => {
  const { db, records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  await write(system, (ctx) => records.change(ctx, 'member', id, { area: '220201' }, { source: '迁移', basedOnVersion: 1 }));
  await write(system, (ctx) => records.end(ctx, 'member', id, { source: '注销', basedOnVersion: 2 }));
  await write(system, (ctx) => records.resume(ctx, 'member', id, {}, { source: '恢复', basedOnVersion: 3 }));
  const around = (version: number) => read(system, (ctx) => records.placesAround(ctx, 'member', id, version));
  const places = async (version: number) => [(await around(version))?.before, (await around(version))?.after];
  assert.deepEqual([await places(1), await places(2), await places(3), await places(4), await around(5)], [[undefined, li.area], [li.area, '220201'], ['220201', '220201'], [undefined, '220201'], undefined]);
  assert.deepEqual(await db.owner(async (c) => (await c.query('select 1 from records.access_log')).rows), []);
});

test('personal data is read for a purpose only, and who looked is durable when the answer is there', async (t) => {
  const { db, records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  await assert.rejects(read(coach, (ctx) => records.get(ctx, 'member', id)), code('records.purposeMissing'));
  await assert.rejects(read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: { caseId: newId(), text: ' ' } })), code('records.purposeMissing'));
  const caseId = newId();
  const some = await read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: { caseId, text: '办理年卡' }, fields: ['name', 'phone'] }));
  assert.deepEqual(Object.keys(some.data), ['name', 'phone']);
  const rows = await db.owner(async (c) => (await c.query('select subject, fields, purpose_kind, purpose_ref, purpose, actor_name from records.access_log')).rows);
  assert.deepEqual(rows, [{ subject: id, fields: ['name', 'phone'], purpose_kind: 'case', purpose_ref: caseId, purpose: '办理年卡', actor_name: '教练' }]);
  const mine = await read(player(id), (ctx) => records.accessesOf(ctx, id));
  assert.deepEqual(mine.map((m) => [m.actorName, m.organisation, m.purpose]), [['教练', coach.organisations[0], '办理年卡']]);
  assert.deepEqual(await read(player(newId()), (ctx) => records.accessesOf(ctx, id)), []);
  await assert.rejects(db.write(coach, (tx) => tx.query('delete from records.access_log')), /permission denied/);
});

test('many looks at once are all in the log', async (t) => {
  const { db, records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  await Promise.all(Array.from({ length: 40 }, (_, i) => read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: { duty: `d${i}`, text: '核对' } }))));
  assert.equal(await db.owner(async (c) => (await c.query('select count(distinct purpose_ref)::int as n from records.access_log')).rows[0].n), 40);
});

test('who sees a record: its subject, the officials of its scope, nobody else', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const court = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  const booking = await write(coach, (ctx) => records.put(ctx, 'booking', { card: 'A-1', court: court.id, club: coach.organisations[0] }, made));
  const sees = (actor: typeof coach, [register, record]: readonly [string, string]) => read(actor, async (ctx) => (await records.find(ctx, register, record, { purpose: duty })) !== undefined);
  for (const register of [['member', id], ['booking', booking.id]] as const) {
    assert.deepEqual([await sees(coach, register), await sees(player(id), register), await sees(player(newId()), register), await sees(farCoach, register), await sees(anonymous, register)], [true, true, false, false, false], register[0]);
  }
  assert.equal((await read(player(newId()), (ctx) => records.history(ctx, 'member', id, { purpose: duty }))).length, 0);
  assert.equal((await read(player(id), (ctx) => records.history(ctx, 'member', id, { purpose: duty }))).length, 1);
  await assert.rejects(write(farCoach, (ctx) => records.change(ctx, 'member', id, { level: '2' }, { source: 'x', basedOnVersion: 1 })), code('records.notFound'));
});

test('an official outside the scope finds one record by its exact identifier, and that is logged', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const find = (actor: typeof coach, by: Record<string, unknown>) => read(actor, (ctx) => records.lookUp(ctx, 'member', by, { purpose: duty }));
  assert.deepEqual((await find(farCoach, { identityNumber: '11010519491231002x' })).map((r) => r.id), [id]);
  assert.deepEqual((await find(farCoach, { identityNumber: li.identityNumber, name: '李小明' })).map((r) => r.id), [id]);
  assert.deepEqual(await find(farCoach, { identityNumber: li.identityNumber, name: '王小明' }), []);
  assert.deepEqual(await find(farCoach, { phone: li.phone }), []);
  assert.deepEqual(await find(player(newId()), { identityNumber: li.identityNumber }), []);
  assert.equal((await read(player(id), (ctx) => records.accessesOf(ctx, id))).length, 2);
});

test('an identifier belongs to one record for ever; a changed one leads to the same record', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  await assert.rejects(write(coach, (ctx) => records.put(ctx, 'member', { ...li, card: 'A-2' }, made)));
  await write(coach, (ctx) => records.change(ctx, 'member', id, { card: 'B-1' }, { source: 'x', basedOnVersion: 1 }));
  await write(coach, (ctx) => records.change(ctx, 'member', id, { card: 'A-1' }, { source: 'x', basedOnVersion: 2 }));
  assert.equal((await read(coach, (ctx) => records.lookUp(ctx, 'member', { card: 'A-1' }, { purpose: duty })))[0]?.version, 3);
});

test('lists: typed filters, order, pages by key; names and operators from outside are refused', async (t) => {
  const { records, write, read } = await club(t);
  const numbers = ['11010519491231002X', '440524188001010014', '110101188001010126', '440305189912310127', '32010218850228012X'];
  for (const [i, identityNumber] of numbers.entries()) {
    await write(coach, (ctx) => records.put(ctx, 'member', { ...li, card: `C-${i}`, identityNumber, level: String(1 + (i % 2)), joinedOn: `2026-01-0${1 + (i % 3)}`, area: i === 4 ? '220103' : '220102' }, made));
  }
  const list = (options: object) => read(coach, (ctx) => records.list(ctx, 'member', { purpose: duty, ...options }));
  const cards = async (options: object): Promise<unknown[]> => (await list(options)).records.map((r) => r.data['card']);
  assert.deepEqual(await cards({ where: [{ field: 'level', op: 'eq', value: '1' }] }), ['C-0', 'C-2', 'C-4']);
  assert.deepEqual(await cards({ where: [{ field: 'area', op: 'startsWith', value: '220103' }] }), ['C-4']);
  assert.deepEqual(await cards({ where: [{ field: 'joinedOn', op: 'gte', value: '2026-01-02' }, { field: 'joinedOn', op: 'lt', value: '2026-01-03' }] }), ['C-1', 'C-4']);
  assert.deepEqual(await cards({ where: [{ field: 'identityNumber', op: 'in', value: numbers.slice(0, 2) }] }), ['C-0', 'C-1']);
  const order = { field: 'joinedOn', descending: true };
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ order, limit: 2, cursor });
    pages.push(page.records.map((r) => r.data['card']));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(pages, [['C-2', 'C-4'], ['C-1', 'C-3'], ['C-0']]);
  for (const [options, refusal] of [
    [{ where: [{ field: 'name"; drop table reg.member; --', op: 'eq', value: 1 }] }, 'records.unknownField'],
    [{ where: [{ field: 'deposit', op: 'eq', value: 1 }] }, 'records.notSearchable'],
    [{ where: [{ field: 'phone', op: 'gt', value: '1' }] }, 'records.notSearchable'],
    [{ where: [{ field: 'level', op: 'or 1=1', value: '1' }] }, 'records.filterInvalid'],
    [{ where: [{ field: 'joinedOn', op: 'eq', value: "'" }] }, 'records.filterInvalid'],
    [{ order: { field: 'level' } }, 'records.notSearchable'],
    [{ cursor: 'zz' }, 'records.cursorInvalid'],
  ] as const) await assert.rejects(list(options), code(refusal), refusal);
});

test('masking: for others masked, for the subject and with the permission not', async (t) => {
  const { records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const got = await read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: duty }));
  assert.deepEqual([records.mask('member', got, coach).data['name'], records.mask('member', got, coach).data['identityNumber'], records.mask('member', got, coach).data['phone']], ['李*明', '110***********002X', '138****8000']);
  assert.equal(records.mask('member', got, player(id)).data['name'], '李小明');
  assert.equal(records.mask('member', got, { ...coach, permissions: new Set(['records.unmask']) }).data['phone'], '13800138000');
});

test('a register grows by fields; what would lose data is refused', async (t) => {
  const { db, crypto, records, write } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  const grown = { ...clubPack, 'court.yaml': `${clubPack['court.yaml']}  - { id: width, title: 宽, type: decimal, searchable: true }\n` };
  const next = await club(t, grown, db, crypto);
  await next.write(coach, (ctx) => next.records.change(ctx, 'court', id, { width: 10.97 }, { source: '测量', basedOnVersion: 1 }));
  assert.deepEqual((await next.read(anonymous, (ctx) => next.records.get(ctx, 'court', id))).data, { name: '一号', width: 10.97 });
  await assert.rejects(club(t, clubPack, db, crypto), code('records.shapeRefused'));
  await assert.rejects(club(t, { ...grown, 'court.yaml': grown['court.yaml'].replace('type: decimal', 'type: integer') }, db, crypto), code('records.shapeRefused'));
});

test('the application role cannot rewrite history', async (t) => {
  const { db, records, write } = await club(t);
  await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  await assert.rejects(db.write(coach, (tx) => tx.query("update records.action set source = 'x'")), /permission denied/);
  await assert.rejects(db.write(coach, (tx) => tx.query('delete from reg.court')), /permission denied/);
  await assert.rejects(db.write(coach, (tx) => tx.query('insert into records.access_log (id) values (gen_random_uuid())')), /permission denied/);
});

test('a register whose records are their own subjects has no index of subjects, and none twice; a table that had them loses them', async (t) => {
  const c = await club(t);
  const indexes = (): Promise<string[]> => c.db.owner(async (client) => (await client.query<{ indexdef: string }>("select indexdef from pg_indexes where schemaname = 'reg' and tablename = 'member'")).rows.map((r) => r.indexdef.replace(/^.* USING /, '')));
  assert.ok(!(await indexes()).some((i) => i.startsWith('gin')), 'no inverted index');
  assert.equal(new Set(await indexes()).size, (await indexes()).length);
  const before = (await indexes()).toSorted();
  await c.db.owner((client) => client.query("create index member_subjects on reg.member using gin (record_subjects); update records.register set statements = null"));
  await c.records.prepare();
  assert.deepEqual((await indexes()).toSorted(), before);
});

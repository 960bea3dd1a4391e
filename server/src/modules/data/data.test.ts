import assert from 'node:assert/strict';
import test from 'node:test';
import { Refusal } from '#kernel/errors';
import { testHall } from '#test/hall';
import { browseRegister, listRegisters, openRecord, recordAsOf, recordHistory } from './registers.ts';
import { verifyData } from './verify-data.ts';

const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;

test('registers as officials browse them', async (t) => {
  const house = await testHall(t);
  const data = { records: house.records, content: house.content };
  const official = await house.actor('o001');
  const browse = (input: Partial<Parameters<typeof browseRegister>[2]>) => house.as(official, (ctx) => browseRegister(data, ctx, { register: 'population', where: [], ended: false, limit: 20, ...input }));
  const purpose = '窗口核验申请人身份';

  await t.test('the catalogue says which registers are personal', async () => {
    const { registers } = await house.as(official, async (ctx) => listRegisters(data, ctx, {}));
    const population = registers.find((r) => r.id === 'population');
    assert.equal(population?.personal, true);
    assert.equal(population?.fields.find((f) => f.id === 'identityNumber')?.sensitive, true);
  });

  await t.test('a personal register is not read without a purpose', () => assert.rejects(browse({}), code('records.purposeMissing')));

  await t.test('rows are masked, pages follow each other without overlap, filters are typed', async () => {
    const first = await browse({ purpose, limit: 3 });
    assert.equal(first.records.length, 3);
    for (const r of first.records) assert.match(String(r.data['identityNumber']), /^\d{3}\*+[\dX]{4}$/);
    const second = await browse({ purpose, limit: 3, cursor: first.next ?? '' });
    assert.equal(second.records.filter((r) => first.records.some((f) => f.id === r.id)).length, 0);
    await assert.rejects(browse({ purpose, where: [{ field: 'drop table', op: 'eq', value: 'x' }] }), code('records.unknownField'));
    await assert.rejects(browse({ purpose, where: [{ field: 'identityNumber', op: 'startsWith', value: '2201' }] }), code('records.notSearchable'));
  });

  await t.test('a masked name is found by its whole and not closed in on, unless the reader may see it', async () => {
    assert.ok((await browse({ purpose, where: [{ field: 'name', op: 'eq', value: '王雨桐' }] })).records.length >= 1);
    await assert.rejects(browse({ purpose, where: [{ field: 'name', op: 'lt', value: '王雨桐' }] }), code('data.maskedRange'));
    await assert.rejects(browse({ purpose, order: { field: 'name', descending: false } }), code('data.maskedRange'));
    const may = { ...official, permissions: new Set([...official.permissions, 'records.unmask']) };
    assert.ok(await house.as(may, (ctx) => browseRegister(data, ctx, { register: 'population', where: [{ field: 'name', op: 'gte', value: '王' }], ended: false, limit: 5, purpose })));
  });

  await t.test('one record is opened by permission, with its history and its state on a day; its subject sees who looked', async () => {
    const found = await browse({ purpose, where: [{ field: 'identityNumber', op: 'eq', value: '220103199004189143' }] });
    const id = found.records[0]!.id;
    const open = (permissions: string[]) => house.as({ ...official, permissions: new Set([...official.permissions, ...permissions]) }, (ctx) => openRecord(data, ctx, { register: 'population', recordId: id, purpose }));
    assert.notEqual((await open([])).data['identityNumber'], '220103199004189143');
    assert.equal((await open(['records.unmask'])).data['identityNumber'], '220103199004189143');
    const history = await house.as(official, (ctx) => recordHistory(data, ctx, { register: 'population', recordId: id, purpose }));
    assert.ok(history.actions.every((a) => !JSON.stringify(a.data).includes('220103199004189143')));
    assert.equal((await house.as(official, (ctx) => recordAsOf(data, ctx, { register: 'population', recordId: id, on: '1900-01-01', purpose }))).record, null);
    const looks = await house.asSystem((ctx) => house.records.accessesOf(ctx, id));
    assert.ok(looks.some((l) => l.purpose === purpose && l.actorName === official.name));
  });

  await t.test('verification answers yes or no, and nothing else', async () => {
    const verify = (fields: Record<string, string>, key: Record<string, string> = { identityNumber: '220103199004189143' }) => house.as(official, (ctx) => verifyData(data, ctx, { register: 'population', key, fields, purpose }));
    assert.deepEqual(await verify({ name: '王雨桐' }), { found: true, matches: { name: true }, all: true });
    assert.deepEqual(await verify({ name: '王雨桐', sex: '1' }), { found: true, matches: { name: true, sex: false }, all: false });
    assert.deepEqual(await verify({ name: '王雨桐' }, { identityNumber: '220104196502289238' }), { found: false, matches: { name: false }, all: false });
    await assert.rejects(verify({}, { name: '王雨桐' }), code('data.keyInvalid'));
    await assert.rejects(verify({ nothing: 'x' }), code('data.fieldInvalid'));
    const citizen = await house.actor('p001');
    await assert.rejects(house.as(citizen, (ctx) => verifyData(data, ctx, { register: 'population', key: { identityNumber: '220103199004189143' }, fields: {}, purpose })), code('data.notForYou'));
  });
});

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { club, coach, duty, li, newId, player, type Club } from './tennis-club.sample.ts';

const load = (c: Club, register: string, text: string, format: 'csv' | 'jsonl' = 'csv') =>
  c.records.load(register, Readable.from([...text].length === 0 ? [] : [Buffer.from(text)]), { format, source: '旧系统', actorName: '数据员', now: new Date('2026-04-01T04:00:00Z'), newId });

const head = 'card,name,identityNumber,phone,level,joinedOn,deposit,area,seenAt\n';
const good = `${head}A-1,李小明,11010519491231002X,13800138000,1,2026-01-02,300.50,220102,2026-03-04T08:00:00+08:00\nA-2,"王\t五\\, ""大""",440524188001010014,,2,2026-01-03,,220102,\n`;

test('good rows come in, refused lines are reported with line, field and reason', async (t) => {
  const c = await club(t);
  const text = `${good}A-3,,440305189912310127,1,9,2026-13-01,x,220102,\nA-1,重复,,,,2026-01-02,,220102,\nA-4,张三,11010519491231002X,,,2026-01-02,,220102,\nA-5,少列\n`;
  const report = await load(c, 'member', text);
  assert.deepEqual([report.read, report.created, report.changed, report.unchanged, report.refused], [6, 2, 0, 0, 4]);
  assert.deepEqual(report.refusedLines.map((r) => [r.line, r.faults.map((f) => f.field)]), [[4, ['name', 'phone', 'level', 'joinedOn', 'deposit']], [5, ['card']], [6, ['identityNumber']], [7, ['']]]);
  const { records } = await c.read(coach, (ctx) => c.records.list(ctx, 'member', { purpose: duty }));
  assert.deepEqual(records.map((r) => [r.data['name'], r.data['deposit'], r.data['phone'], r.provenance['name']?.source, r.subjects.length]), [['李小明', 300.5, '13800138000', '旧系统', 1], ['王\t五\\, "大"', undefined, undefined, '旧系统', 1]]);
  const [first] = records;
  const asOf = await c.read(coach, (ctx) => c.records.asOf(ctx, 'member', first!.id, '2026-05-01', { purpose: duty }));
  assert.deepEqual(asOf?.data, first!.data);
});

test('the same bytes again change nothing; a changed row changes its record only', async (t) => {
  const c = await club(t);
  const first = await load(c, 'member', good);
  const again = await load(c, 'member', good);
  assert.deepEqual(again, { ...first, repeated: true });
  const next = await load(c, 'member', good.replace('王\t五', '王小五'));
  assert.deepEqual([next.repeated, next.created, next.changed, next.unchanged], [false, 0, 1, 1]);
  const { records } = await c.read(coach, (ctx) => c.records.list(ctx, 'member', { purpose: duty }));
  assert.deepEqual(records.map((r) => r.version), [1, 2]);
  const history = await c.read(coach, (ctx) => c.records.history(ctx, 'member', records[1]!.id, { purpose: duty }));
  assert.deepEqual(history.map((a) => [a.kind, a.data['phone'] ?? null]), [['create', null], ['change', null]]);
});

test('a loaded record is found by its identifier, and the loaded records of others find their subject', async (t) => {
  const c = await club(t);
  await load(c, 'member', good);
  await load(c, 'court', '{"name":"一号","notes":{"a":"b\\\\n\\t"}}\n[1]\n\n{"name":"二号"}', 'jsonl').then((r) => assert.deepEqual([r.created, r.refused], [2, 1]));
  const court = (await c.read(coach, (ctx) => c.records.lookUp(ctx, 'court', { name: '一号' })))[0]!;
  assert.deepEqual(court.data['notes'], { a: 'b\\n\t' });
  const bookings = await load(c, 'booking', `card,court,club\nA-2,${court.id},91350100M000100Y43\nA-9,${newId()},91350100M000100Y43\n`);
  assert.deepEqual([bookings.created, bookings.refusedLines.map((r) => r.faults[0]?.field)], [1, ['court']]);
  const member = (await c.read(coach, (ctx) => c.records.lookUp(ctx, 'member', { identityNumber: '440524188001010014' }, { purpose: duty })))[0]!;
  const mine = await c.read(player(member.id), (ctx) => c.records.list(ctx, 'booking', { purpose: duty }));
  assert.deepEqual(mine.records.map((r) => r.subjects), [[member.id]]);
});

test('a number that its record no longer has belongs to it all the same', async (t) => {
  const c = await club(t);
  const { id } = await c.write(coach, (ctx) => c.records.put(ctx, 'member', li, { source: '前台' }));
  await c.write(coach, (ctx) => c.records.correct(ctx, 'member', id, { card: 'B-1' }, { basedOnVersion: 1, source: '前台', reason: '卡号录错' }));
  const report = await load(c, 'member', `${head}A-1,李小明,,,1,2026-01-02,,220102,\nB-1,李小明,11010519491231002X,13800138000,1,2026-01-02,300.50,220102,2026-03-04T08:00:00+08:00\nB-1,李小明,,,1,2026-01-02,,220102,\n`);
  assert.deepEqual([report.created, report.changed, report.unchanged], [0, 0, 1]);
  assert.deepEqual(report.refusedLines.map((r) => [r.line, r.faults.map((f) => `${f.field} ${f.en}`)]), [[2, ['card belongs to another record']], [4, ['card is in the file twice']]]);
});

test('the same key in two portions is in the file twice; one that was there is found in both ways', async (t) => {
  const c = await club(t);
  await load(c, 'member', `${head}C-7,早先,,,1,2026-01-02,,220102,\n`);
  const row = (n: number): string => `C-${n},会员${n},,,1,2026-01-02,,220102,\n`;
  const rows = Array.from({ length: 20_500 }, (_, i) => row(i)).join('');
  const report = await load(c, 'member', head + rows + row(3) + row(7));
  assert.deepEqual([report.created, report.changed, report.refusedLines.map((r) => [r.line, r.faults[0]!.en])], [20_499, 1, [[20_502, 'is in the file twice'], [20_503, 'is in the file twice']]]);
});

test('in one portion rows are made, changed, emptied, left and refused, each with its own history, subjects and sealed values', async (t) => {
  const c = await club(t);
  await load(c, 'member', good);
  const found = async (identityNumber: string) => (await c.read(coach, (ctx) => c.records.lookUp(ctx, 'member', { identityNumber }, { purpose: duty })))[0]!;
  const [first, second] = [await found('11010519491231002X'), await found('440524188001010014')];
  const report = await load(c, 'member', `${head}A-9,坏,,,9,2026-01-02,,220102,\nA-2,"王\t五\\, ""大""",440524188001010014,,2,2026-01-03,,220102,\nA-3,新人,,13900139000,,2026-02-01,1.05,220103,\nA-1,李小明,11010519491231002X,,,2026-01-02,-0.5,220103,\n`);
  assert.deepEqual([report.created, report.changed, report.unchanged, report.refusedLines.map((r) => r.line)], [1, 1, 1, [2]]);
  const now = await found('11010519491231002X');
  assert.deepEqual([now.id, now.version, now.data, now.subjects], [first.id, 2, { card: 'A-1', name: '李小明', identityNumber: '11010519491231002X', joinedOn: '2026-01-02', deposit: -0.5, area: '220103' }, [first.id]]);
  const read = { purpose: duty };
  assert.deepEqual((await c.read(coach, (ctx) => c.records.asOf(ctx, 'member', first.id, '2026-05-01', read)))?.data, now.data);
  const history = await c.read(coach, (ctx) => c.records.history(ctx, 'member', first.id, read));
  assert.deepEqual(history.map((a) => [a.kind, a.version, a.data['phone'], a.data['level'], a.subjects]), [['create', 1, '13800138000', '1', [first.id]], ['change', 2, null, null, [first.id]]]);
  assert.equal((await found('440524188001010014')).version, second.version);
  const [fresh] = await c.read(coach, (ctx) => c.records.lookUp(ctx, 'member', { card: 'A-3' }, read));
  assert.deepEqual([fresh!.data['phone'], fresh!.data['deposit'], fresh!.subjects, fresh!.effectiveOn, fresh!.provenance['phone']], ['13900139000', 1.05, [fresh!.id], '2026-04-01', { source: '旧系统', at: '2026-04-01T04:00:00.000Z', by: '数据员' }]);
  assert.equal((await c.db.read(coach, (tx) => tx.one<{ division: string }>('select division from records.action where record_id = $1 and version = 2', [first.id]))).division, '220103');
});

test('a load that is cut off between two portions leaves nothing, and the next begins anew', async (t) => {
  const c = await club(t);
  const row = (n: number): string => `C-${n},会员${n},,,1,2026-01-02,,220102,\n`;
  const whole = Buffer.from(head + Array.from({ length: 20_000 }, (_, i) => row(i)).join(''));
  async function* dying(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < whole.length * 0.8; at += 65_536) yield whole.subarray(at, at + 65_536);
    throw new Error('the source died');
  }
  const options = { format: 'csv', source: '旧系统', actorName: '数据员', now: new Date(), newId } as const;
  await assert.rejects(c.records.load('member', dying(), options), /the source died/);
  const kept = () => c.db.owner(async (client) => (await client.query<{ n: number }>('select (select count(*) from reg.member)::int + (select count(*) from records.action)::int + (select count(*) from records.identifier)::int as n')).rows[0]!.n);
  assert.equal(await kept(), 0);
  assert.equal((await c.records.load('member', Readable.from([whole]), options)).created, 20_000);
  assert.equal(await kept(), 60_000);
});

test('a load after a put: the key meets the record that was put', async (t) => {
  const c = await club(t);
  const { id } = await c.write(coach, (ctx) => c.records.put(ctx, 'court', { name: '一号' }, { source: '前台' }));
  const report = await load(c, 'court', 'name,lights\n一号,是\n');
  assert.deepEqual([report.created, report.changed], [0, 1]);
  assert.deepEqual((await c.read(coach, (ctx) => c.records.get(ctx, 'court', id))).data, { name: '一号', lights: true });
  assert.equal((await load(c, 'court', 'name,lights\r\n一号,true\r\n')).unchanged, 1);
});

test('a broken file is refused as a whole and leaves nothing', async (t) => {
  const c = await club(t);
  await assert.rejects(load(c, 'court', 'name\n一号\n"二号\n'), (e: { code?: string; parameters?: { line?: number } }) => e.code === 'records.loadRefused' && (e.parameters?.line ?? 0) >= 3);
  assert.equal((await c.read(coach, (ctx) => c.records.list(ctx, 'court'))).records.length, 0);
  assert.equal((await load(c, 'court', '')).read, 0);
});

test('a first load, of which the planner knows nothing, finds everything by index: no table is read through', async (t) => {
  const c = await club(t);
  const rows = Array.from({ length: 45_000 }, (_, i) => `C-${i},会员${i},,,1,2026-01-02,,220102,\n`).join('');
  const report = await load(c, 'member', head + rows);
  assert.equal(report.created, 45_000);
  const scans = await c.db.owner(async (client) => {
    await client.query('select pg_stat_force_next_flush()');
    return (await client.query<{ relname: string; scans: number; found: number }>("select relname, seq_scan::int as scans, idx_scan::int as found from pg_stat_user_tables where (schemaname, relname) in (('reg', 'member'), ('records', 'identifier')) order by relname")).rows;
  });
  // the key is an identifier: looked for where all identifiers are, a portion's keys in one walk, of which the server counts each new beginning
  assert.ok(scans.find((s) => s.relname === 'identifier')!.found >= 8, JSON.stringify(scans));
  // making its indexes has read the empty table
  assert.deepEqual(scans.filter((s) => s.scans > 10), []);
});

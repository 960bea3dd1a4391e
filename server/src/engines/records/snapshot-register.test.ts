import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { club, newId } from './tennis-club.sample.ts';

const text = async (rows: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of rows) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

test('a register is streamed out as it stands; what is sealed is a digest', async (t) => {
  const c = await club(t);
  const csv = 'card,name,identityNumber,phone,level,joinedOn,deposit,area,seenAt\nA-1,李小明,11010519491231002X,13800138000,1,2026-01-02,300.50,220102,2026-03-04T08:00:00+08:00\nA-2,"王\t五\\, ""大""",440524188001010014,,2,2026-01-03,,220102,\n';
  await c.records.load('member', Readable.from([Buffer.from(csv)]), { format: 'csv', source: '旧系统', actorName: '数据员', now: new Date('2026-04-01T04:00:00Z'), newId });
  const { columns, personal, rows } = c.records.snapshot('member', ['name', 'identityNumber', 'deposit', 'seenAt']);
  assert.equal(personal, true);
  assert.deepEqual(columns.map((x) => [x.name, x.kind]), [['recordId', 'text'], ['recordAt', 'timestamp'], ['recordEffectiveOn', 'date'], ['recordSource', 'text'], ['name', 'text'], ['identityNumber', 'digest'], ['deposit', 'money'], ['seenAt', 'timestamp']]);
  const out = await text(rows);
  assert.equal(/11010519491231002X|440524188001010014/.test(out), false);
  assert.match(out, /,旧系统,李小明,[0-9a-f]{32},300\.50,2026-03-04 00:00:00\.000000\n/);
  assert.match(out, /,"王\t五\\, ""大""",[0-9a-f]{32},,\n/);
  assert.throws(() => c.records.snapshot('member', ['name"; drop table x']), { code: 'records.unknownField' });
});

test('who stops reading early harms nobody', async (t) => {
  const c = await club(t);
  const lines = Array.from({ length: 3000 }, (_, i) => `{"name":"场地${i}","notes":{}}`).join('\n');
  await c.records.load('court', Readable.from([Buffer.from(lines)]), { format: 'jsonl', source: '旧系统', actorName: '数据员', now: new Date('2026-04-01T04:00:00Z'), newId });
  for await (const chunk of c.records.snapshot('court').rows) { assert.ok(chunk.length > 0); break; }
  assert.equal((await text(c.records.snapshot('court', ['name']).rows)).trimEnd().split('\n').length, 3000);
});

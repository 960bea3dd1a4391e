import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { registerSchema } from './register-kind.ts';
import { club, clubPack, coach, duty, newId } from './tennis-club.sample.ts';

// words of our own statements, and of SQL
const names = 'line digest data based was mine source at subjects provenance endedOn effectiveOn lookedName name nth version load loadId register field blind actor division organisation t p r s i d o u n row rows select from where user order table current kept self member'.split(' ');

test('a field may have any name: read, changed, loaded, ended, listed beside what the engine keeps itself', async (t) => {
  const fields = names.map((id, i) => `  - { id: ${id}, title: ${id}, type: text, searchable: true${id === 'line' ? ', required: true' : ''}${['name', 'digest'].includes(id) ? ', identifier: true' : ''}${i % 7 === 3 ? ', sensitive: true' : ''} }`);
  const c = await club(t, { ...clubPack, 'word.yaml': `kind: register\nid: word\ntitle: 词\nkey: [line]\nsubjects: [self, { field: name, register: member, key: card }, { field: source, register: member, key: card }]\nfields:\n${fields.join('\n')}\n` });
  const row = (n: string): Record<string, string> => Object.fromEntries(names.map((id) => [id, `${id}${n}`]));
  const load = (text: string) => c.records.load('word', Readable.from([Buffer.from(text)]), { format: 'jsonl', source: '导入', actorName: '数据员', now: new Date('2026-04-01T04:00:00Z'), newId });
  const { id, version } = await c.write(coach, (ctx) => c.records.put(ctx, 'word', row('1'), { source: '前台' }));
  assert.equal(version, 1);
  const report = await load([row('1'), { ...row('2') }, { ...row('3'), line: 'line2' }].map((r) => JSON.stringify(r)).join('\n'));
  assert.deepEqual([report.created, report.unchanged, report.refusedLines.map((r) => [r.line, r.faults[0]?.field])], [1, 1, [[3, 'line']]]);
  const changed = await load(JSON.stringify({ ...row('1'), digest: 'digest1', source: '' }));
  assert.equal(changed.changed, 1);
  const again = { ...row('1'), ...Object.fromEntries(names.filter((n) => n !== 'line').map((n) => [n, `${n}一`])) };
  await c.write(coach, (ctx) => c.records.change(ctx, 'word', id, again, { source: '电话', basedOnVersion: 2 }));
  const read = await c.read(coach, (ctx) => c.records.get(ctx, 'word', id, { purpose: duty }));
  assert.deepEqual([read.data, read.version, read.source], [again, 3, '电话']);
  for (const name of names) {
    const { records } = await c.read(coach, (ctx) => c.records.list(ctx, 'word', { purpose: duty, where: [{ field: name, op: 'eq', value: again[name] }] }));
    assert.deepEqual(records.map((r) => r.id), [id], name);
  }
  assert.equal((await c.read(coach, (ctx) => c.records.lookUp(ctx, 'word', { name: 'name一' }, { purpose: duty })))[0]?.id, id);
  await c.write(coach, (ctx) => c.records.end(ctx, 'word', id, { source: '前台', basedOnVersion: 3 }));
  assert.deepEqual((await c.read(coach, (ctx) => c.records.list(ctx, 'word', { purpose: duty }))).records.map((r) => r.data['line']), ['line2']);
});

test('names that the table has already are refused in the definition', () => {
  const register = (...ids: { id: string; sensitive?: boolean }[]): boolean => registerSchema.safeParse({ title: '词', fields: ids.map((f) => ({ title: '甲', type: 'text', ...f })) }).success;
  for (const id of ['id', 'recordId', 'record', 'ctid', 'xmin', 'tableoid']) assert.equal(register({ id }), false, id);
  assert.equal(register({ id: 'phone', sensitive: true }, { id: 'phoneBlind' }), false);
  assert.equal(register({ id: 'phone' }, { id: 'phoneBlind' }), true);
});

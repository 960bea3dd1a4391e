import assert from 'node:assert/strict';
import test from 'node:test';
import { entryFaults, highestGrade, type InformationItem } from './contract-entry.ts';
import { formatResourceCode, nextCode, parseResourceCode } from './resource-code.ts';

test('a resource code is class, section, group, detail, a slash, a serial', () => {
  assert.deepEqual(parseResourceCode('30100201/000123'), { class: '3', section: '01', group: '002', detail: '01', serial: '000123' });
  assert.deepEqual(parseResourceCode('101001/7'), { class: '1', section: '01', group: '001', detail: '', serial: '7' });
  assert.equal(formatResourceCode({ class: '3', section: '01', group: '002', detail: '01', serial: '000123' }), '30100201/000123');
  for (const wrong of ['', '30100/1', '301002', '301002/', '/1', '001002/1', '3010 2/1', "301002/1' or 1=1", '301002//1', `301002/${'1'.repeat(21)}`, '３01002/1']) assert.equal(parseResourceCode(wrong), undefined, wrong);
});

test('the next serial follows the highest of the same classification', () => {
  assert.equal(nextCode('301002', []), '301002/000001');
  assert.equal(nextCode('301002', ['301002/000009', '3010020/000050', '301003/000070', '301002/A7']), '301002/000010');
});

const item = (name: string, more: Partial<InformationItem> = {}): InformationItem => ({ name, type: 'C', sensitive: false, grade: 'general-1', ...more });
const open = { type: 'unconditional' as const };
const paths = (e: Parameters<typeof entryFaults>[0]): string[] => entryFaults(e).map((f) => f.path);

test('what the guide makes compulsory', () => {
  const items = [item('名称')];
  const shared = { type: 'unconditional' as const, ways: ['table' as const] };
  assert.deepEqual(paths({ items, sharing: shared, opening: open }), []);
  assert.deepEqual(paths({ items, sharing: { type: 'none', ways: [] }, opening: { type: 'none', basis: '某法' } }), ['sharing.basis']);
  assert.deepEqual(paths({ items, sharing: { type: 'conditional', ways: ['table'], basis: '  ' }, opening: { type: 'none', basis: '某法' } }), ['sharing.basis', 'sharing.condition']);
  assert.deepEqual(paths({ items, sharing: { ...shared, ways: [] }, opening: open }), ['sharing.ways']);
  assert.deepEqual(paths({ items, sharing: { type: 'none', ways: [], basis: '某法' }, opening: open }), ['opening.type']);
  assert.deepEqual(paths({ items: [item('手机', { sensitive: true })], sharing: shared, opening: open }), ['opening.type']);
  assert.deepEqual(paths({ items: [item('名称'), item('名称')], sharing: shared, opening: open }), ['items.1.name']);
});

test('an entry has the highest grade of its items', () => {
  assert.equal(highestGrade([item('a', { grade: 'general-3' }), item('b', { grade: 'important' }), item('c')]), 'important');
  assert.equal(highestGrade([]), 'general-1');
});

import assert from 'node:assert/strict';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import * as development from '../server/src/modules/data/development/contract.ts';
import * as privacy from '../server/src/modules/data/privacy/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

const purpose = '核对辖区人口底数';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const fields = ['name', 'identityNumber', 'phone', 'residenceAddress', 'sex'];

async function take(who: Persona, exportId: string): Promise<{ text: string; rows: string[]; number: string }> {
  const file = await who.call(privacy.takeExport, { exportId });
  const text = Buffer.from(file.content, 'base64').toString('utf8');
  return { text, rows: text.trim().split('\r\n').length > 1 ? text.trim().split('\r\n') : text.trim().split('\n'), number: file.name.replace('.csv', '') };
}

story('data-masking', 'masks follow the grade that people confirmed, on the screen and in files; an export is approved, marked, and traced from a torn piece to who took it', async (province) => {
  const clerk = await province.signIn('o001');
  const steward = await province.signIn('o191');
  const officer = await province.signIn('o059');
  const browse = async () => (await clerk.call(data.browseRegister, { register: 'population', limit: 20, purpose })).records;

  // as the register says: names and numbers masked, sex in the open
  const before = await browse();
  assert.ok(before.length >= 5);
  for (const r of before) {
    assert.match(String(r.data['identityNumber']), /^\d{3}\*+[\dX]{4}$/);
    assert.match(String(r.data['name']), /\*/);
    assert.match(String(r.data['sex']), /^[0-9]$/);
  }

  // the body that answers for it confirms a higher grade of one item: the screen follows, without a word of code
  const [entry] = (await steward.call(catalogue.searchEntries, { text: '户籍人口基本信息' })).entries;
  await steward.call(catalogue.confirmGrades, { entryId: entry!.id, version: entry!.version, items: [{ name: '性别', grade: 'general-4', sensitive: false }] });
  await clerk.call(data.listRegisters, {});
  for (const r of await browse()) assert.equal(r.data['sex'], '***');

  // static masking of a file: sensitive fields are gone, not disguised
  await refused('privacy.exportTooLarge', clerk.call(privacy.askExport, { register: 'population', format: 'csv', fields, rowsMax: 5001, purpose }));
  await refused('privacy.invalid', clerk.call(privacy.askExport, { register: 'population', format: 'csv', fields: ['salary'], rowsMax: 10, purpose }));
  const small = await clerk.call(privacy.askExport, { register: 'population', format: 'csv', fields, rowsMax: 100, purpose });
  assert.equal(small.state, 'approved');
  const plain = await take(clerk, small.id);
  assert.ok(plain.text.includes(small.number) && plain.text.includes(purpose), 'the visible line');
  assert.doesNotMatch(plain.text, /\d{3}\*+[\dX]{4}/u);
  await refused('privacy.ended', clerk.call(privacy.takeExport, { exportId: small.id }));

  // sensitive fields by their own masks: another's approval, never one's own
  const large = await clerk.call(privacy.askExport, { register: 'population', format: 'csv', fields, rowsMax: 100, purpose, lifted: true });
  assert.equal(large.state, 'waiting');
  await refused('privacy.exportWaits', clerk.call(privacy.takeExport, { exportId: large.id }));
  await refusedWith(403, clerk.call(privacy.decideExport, { exportId: large.id, approve: true, reason: '自批', version: 1 }));
  await officer.call(privacy.decideExport, { exportId: large.id, approve: true, reason: '确有需要', version: 1 });
  await refused('privacy.stale', officer.call(privacy.decideExport, { exportId: large.id, approve: true, reason: '再批', version: 1 }));
  const lifted = await take(clerk, large.id);
  assert.match(lifted.text, /\d{3}\*{4,}[\dX]{4}/u);
  assert.doesNotMatch(lifted.text, /[1-9]\d{16}[\dX]/u, 'even then no whole number leaves');

  // whoever sees a mask gets round it by no other way: not by ranges and orders, not by the conditions of a file
  const inRange = [{ field: 'name', op: 'lt' as const, value: '李四' }];
  await refused('data.maskedRange', clerk.call(data.browseRegister, { register: 'population', purpose, where: inRange }));
  await refused('data.maskedRange', clerk.call(data.browseRegister, { register: 'population', purpose, order: { field: 'name', descending: false } }));
  await refused('data.maskedRange', clerk.call(privacy.askExport, { register: 'population', format: 'csv', fields: ['sex'], rowsMax: 10, purpose, where: inRange }));
  // … not by figures over what was raised since, nor in the safe space, nor by figures that one person makes
  const administrator = await province.signIn('o087');
  const source = 'register:population';
  await administrator.call(quality.takeSnapshot, { of: { register: 'population' } });
  await province.settle();
  await refused('data.maskedColumn', administrator.call(quality.analyse, { from: source, groupBy: [{ column: 'sex' }], measures: [{ as: 'n', fn: 'count' }] }));
  await refused('data.maskedColumn', administrator.call(quality.analyse, { from: source, measures: [{ as: 'n', fn: 'count', where: 'name = "王雨桐"' }] }));
  const ask = { joins: [], where: undefined, groupBy: [{ column: 'sex' }], measures: [{ as: 'n', fn: 'count' as const }], rows: [] };
  await refused('development.columnNotOffered', administrator.call(development.tryQuestion, { offer: 'population-figures', asked: ask }));
  const one = await administrator.call(quality.analyse, { from: source, measures: [{ as: 'all', fn: 'count' }, { as: 'one', fn: 'max', of: 'birthDate', where: 'birthDate = date("1990-04-18")' }] });
  assert.deepEqual([Number(one.rows[0]?.['all']) >= 5, one.rows[0]?.['one']], [true, null]);
  // … not by a table of one row, nor by cleaning before one's eyes, nor by carrying the column over to a register that shows it
  const fileId = await administrator.upload('one.csv', Buffer.from('姓名,性别\n王雨桐,2\n'), 'text/csv');
  const { source: own } = await administrator.call(quality.takeSnapshot, { of: { fileId } });
  await province.settle();
  const pairs = { left: own, right: source, key: [{ left: 'c1', right: 'name' }], columns: [{ left: 'c2', right: 'sex' }] };
  await refused('quality.tooFew', administrator.call(quality.previewComparison, pairs));
  await refused('quality.tooFew', administrator.call(quality.startComparison, { title: '逐人试探', ...pairs }));
  const cleaned = await administrator.call(quality.previewCleaning, { source, register: 'population', cleanings: [{ column: 'name', as: 'name', steps: [{ do: 'trim' }] }, { column: 'residenceAddress', as: 'residenceAddress', steps: [{ do: 'map', codes: { 无: '' } }, { do: 'upper' }] }] });
  assert.deepEqual([cleaned.personal, cleaned.shown], [true, []]);
  const elsewhere = { source, register: 'community-grid', cleanings: [{ column: 'name', as: 'name', steps: [] }] };
  await refused('quality.maskedField', administrator.call(quality.previewCleaning, elsewhere));
  await refused('quality.maskedField', administrator.call(quality.applyCleaning, elsewhere));
  const carried = { title: '搬运姓名', steps: [{ do: 'extract' as const, from: { register: 'population' }, columns: ['name'] }, { do: 'load' as const, register: 'community-grid' }] };
  await refused('development.maskedLeaves', administrator.call(development.savePipeline, { pipelineId: 'carry-names', version: 0, definition: carried }));

  // leaked: without the visible line and the head, the other way round, three columns of five
  const body = lifted.rows.slice(2).map((r) => r.split(',')).map((r) => `${r[1]}\t${r[2]}\t${r[3]}`).toReversed();
  const traced = await officer.call(privacy.traceExport, { content: base64(body.join('\n')) });
  assert.ok(traced.places >= 20, `${traced.places} places of ${body.length} rows spoke, ${traced.tried} exports`);
  assert.deepEqual([traced.named.map((n) => n.export.number), traced.named[0]?.export.officer !== undefined, traced.visible], [[large.number], true, []]);
  assert.ok(traced.named[0]!.chance < 1e-6);
  assert.deepEqual((await officer.call(privacy.traceExport, { content: base64(lifted.rows[0]!) })).visible, [large.number]);
  await refused('privacy.traceEmpty', officer.call(privacy.traceExport, { content: base64('没有水印的文字') }));
  await refusedWith(403, clerk.call(privacy.traceExport, { content: base64(body.join('\n')) }));
});

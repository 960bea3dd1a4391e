import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrganisationDefinition } from '#engines/access';
import type { Line, LinesOptions, LoadReport, RegisterDefinition } from '#engines/records';
import { guardSources } from './guard-sources.ts';

const fields = ['number', 'name', 'marriage', 'issuer'].map((id) => ({ id, title: { zh: `“${id}”`, en: id } }));
const definition = { title: { zh: '人口' }, key: ['number'], fields } as unknown as RegisterDefinition;
const body = (name: string, fn: string, division = '220102') => ({ id: name, name, function: fn, division }) as unknown as OrganisationDefinition;
const bodies = [body('公安', 'police'), body('民政', 'civil'), body('税务', 'tax'), body('数据局', 'digital-government', '22')];

function house(sources: unknown[] | undefined) {
  const loaded: { lines: Line[]; options: LinesOptions }[] = [];
  const content = {
    list: () => (sources === undefined ? [] : [{ value: { register: 'population', basis: '条例', settleDays: 5, sources } }]),
    get: () => ({ value: definition }),
  } as unknown as Parameters<typeof guardSources>[1]['content'];
  const records = {
    definition: () => definition,
    async loadLines(_: string, batches: AsyncIterable<readonly Line[]>, options: LinesOptions) {
      const lines: Line[] = [];
      for await (const batch of batches) lines.push(...batch);
      loaded.push({ lines, options });
      return {} as LoadReport;
    },
  };
  const guarded = guardSources(records, { content, organisations: () => bodies });
  const hands = async (source: string, row: Record<string, unknown>) => {
    async function* lines(): AsyncGenerator<Line[]> {
      yield [{ line: 2, row }];
    }
    await guarded.loadLines('population', lines(), { source } as LinesOptions);
    return loaded.at(-1)!;
  };
  return { guarded, hands, loaded };
}
const refusedAs = (code: string) => (error: unknown): boolean => (error as { code?: string }).code === code;

const police = { function: 'police', title: '公安机关' };
const civil = { fields: ['marriage'], function: 'civil', title: '民政部门' };

test('a body hands in the fields that it is the source of, and their key', async () => {
  const { guarded, hands, loaded } = house([police, civil]);
  assert.deepEqual([...guarded.fieldsOf('population', '民政')!], ['number', 'marriage']);
  assert.deepEqual([...guarded.fieldsOf('population', '公安')!].toSorted(), ['issuer', 'name', 'number']);
  const said = await hands('民政', { number: '1', marriage: '20' });
  assert.deepEqual([said.options.fields, said.options.within], [['number', 'marriage'], '220102']);
  await assert.rejects(hands('民政', { number: '1', name: '改名' }), refusedAs('libraries.notYourField'));
  await assert.rejects(hands('公安', { number: '1', marriage: '20' }), refusedAs('libraries.notYourField'));
  await assert.rejects(hands('税务', { number: '1', name: '改名' }), refusedAs('libraries.notTheSource'));
  assert.equal(loaded.length, 1);
});

test('the data bureau hands in whole records of its place; where nobody is named, only the bureau', async () => {
  for (const sources of [[police, civil], undefined]) {
    const { guarded, hands } = house(sources);
    assert.equal(guarded.fieldsOf('population', '数据局'), undefined);
    const { options } = await hands('数据局', { number: '1', name: '张三', marriage: '20' });
    assert.deepEqual([options.fields, options.within], [undefined, '22']);
  }
  await assert.rejects(house(undefined).hands('公安', { number: '1' }), refusedAs('libraries.noSources'));
});

test('who collects for the source hands in its fields', async () => {
  const { guarded } = house([{ ...police, collectedBy: ['tax'] }, civil]);
  assert.deepEqual([...guarded.fieldsOf('population', '税务')!].toSorted(), ['issuer', 'name', 'number']);
  assert.equal(house([{ ...police, collectedBy: 'any' }]).guarded.fieldsOf('population', '民政'), undefined);
});

test('records that name their body come from that body alone', async () => {
  const { hands } = house([{ bodyField: 'issuer', title: '发证机关' }]);
  assert.deepEqual((await hands('税务', { number: '1', issuer: '税务' })).lines, [{ line: 2, row: { number: '1', issuer: '税务' } }]);
  assert.deepEqual((await hands('税务', { number: '1', issuer: '公安' })).lines.map((l) => l.fault?.zh), ['不是本单位的数据']);
  assert.deepEqual((await hands('数据局', { number: '1', issuer: '公安' })).lines.map((l) => l.fault), [undefined]);
});

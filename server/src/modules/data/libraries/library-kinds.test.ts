import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldSourcesKind } from './field-sources-kind.ts';
import { libraryKind } from './library-kind.ts';

const question = { id: 'count', title: '数量', register: 'bus-line', measures: [{ as: 'lines', title: '线路数', fn: 'count' }] };
const library = { title: '交通', description: '线路', group: 'theme', owner: '11220000YW0000194B', users: '交通部门', registers: ['bus-line'], sources: [{ from: '公交企业', way: 'file', cycle: 'monthly' }], questions: [question] };
const parses = (kind: { schema: { safeParse(v: unknown): { success: boolean } } }, value: unknown): boolean => kind.schema.safeParse(value).success;

test('a library names its owner, its sources and questions over its own registers', () => {
  assert.equal(parses(libraryKind, library), true);
  for (const [why, broken] of Object.entries({
    'a question about another register': { ...library, questions: [{ ...question, register: 'population' }] },
    'no sources': { ...library, sources: [] },
    'no questions': { ...library, questions: [] },
    'an owner without a credit code': { ...library, owner: '交通厅' },
    'a column that is a statement': { ...library, questions: [{ ...question, groupBy: [{ column: 'name"; --' }] }] },
    'a function that is none': { ...library, questions: [{ ...question, measures: [{ as: 'x', title: 'x', fn: 'read_csv' }] }] },
  })) assert.equal(parses(libraryKind, broken), false, why);
});

test('a field has one source', () => {
  const market = { fields: ['name', 'address'], function: 'market-regulation', title: '市场监管部门' };
  const sources = { register: 'legal-entity', basis: '条例', settleDays: 5, key: ['creditCode'], sources: [market] };
  assert.equal(parses(fieldSourcesKind, sources), true);
  assert.equal(parses(fieldSourcesKind, { ...sources, sources: [market, { fields: ['address'], function: 'taxation', title: '税务部门' }] }), false);
  assert.equal(parses(fieldSourcesKind, { ...sources, settleDays: 0 }), false);
});

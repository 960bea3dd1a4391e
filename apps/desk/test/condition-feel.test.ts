import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileExpression } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { feelOf, operatorsFor, type Condition } from '../src/pieces/condition-feel.ts';

const columns = [{ name: 'name', title: '名称', kind: 'text' }, { name: 'capital', title: '注册资本', kind: 'decimal' }, { name: 'on', title: '日期', kind: 'date' }, { name: 'open', title: '是否开业', kind: 'boolean' }, { name: 'number', title: '证号', kind: 'digest' }];
const row = (name: string) => ({ name, capital: 12.5, open: true, number: 'x' });
const holds = (conditions: Condition[], name = '甲'): unknown => compileExpression(feelOf(conditions, columns))(row(name), new Date('2026-11-23T01:00:00Z')).value;

test('chosen conditions are the expression that they say', () => {
  assert.equal(feelOf([{ column: 'capital', op: '>=', value: '10' }, { column: 'on', op: '<', value: '2020-01-01' }, { column: 'number', op: 'filled', value: '' }], columns), 'capital >= 10 and on < date("2020-01-01") and number != null');
  assert.equal(holds([{ column: 'capital', op: '>=', value: '10' }, { column: 'name', op: 'starts', value: '甲' }]), true);
  assert.equal(holds([{ column: 'open', op: '=', value: 'false' }]), false);
});

test('what somebody types stays a value', () => {
  for (const hostile of ['" or true or "', 'x\\', '\\" or true', 'a"b\\c', '"; drop table reg.person --']) {
    assert.equal(holds([{ column: 'name', op: '=', value: hostile }]), false, hostile);
    assert.equal(holds([{ column: 'name', op: '=', value: hostile }], hostile), true, hostile);
  }
});

test('what is not whole, or of another kind, is left out', () => {
  const none: Condition[] = [{ column: '', op: '=', value: 'x' }, { column: 'name', op: '=', value: '' }, { column: 'capital', op: '<', value: 'many' }, { column: 'on', op: '<', value: 'today() or true' }, { column: 'gone', op: 'filled', value: '' }];
  assert.equal(feelOf(none, columns), '');
  assert.deepEqual(operatorsFor('digest'), ['filled', 'empty'], 'a sealed column is only empty or not');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { associatesOf, duplicateOf, type BaseRegister } from './duplicate-library.ts';

const field = (names: string[], identifier = false) => ({ names, identifier });
const trees: BaseRegister = { id: 'trees', fields: [field(['树木编号', 'treeNumber'], true), field(['树种', '种类']), field(['胸径（厘米）']), field(['栽植日期']), field(['坐标'])] };
const gardens: BaseRegister = { id: 'gardens', fields: [field(['园区编号'], true), field(['名称'])] };
const rules = { duplicateShare: 0.5, duplicateFieldsMin: 3 };
const repeated = (fields: string[], key: string[]) => duplicateOf([trees, gardens], { fields, key }, rules)?.base;

test('the same key with mostly the same fields is the base library again', () => {
  assert.equal(repeated(['树木编号', '树种', '胸径', '备注'], ['树木编号']), 'trees');
  assert.equal(repeated([' 树木 编号 ', '种类', '栽植日期*'], ['treeNumber']), 'trees', 'by whatever name');
  assert.equal(repeated(['树木编号', '树种', '胸径', 'a', 'b', 'c', 'd'], ['树木编号']), undefined, 'most of it is new');
  assert.equal(repeated(['树木编号', '养护日期', '养护人'], ['树木编号']), undefined, 'it names the tree and says something else of it');
  assert.equal(repeated(['树种', '胸径', '栽植日期'], ['树种']), undefined, 'it is not kept by the tree');
  assert.equal(repeated(['树木编号', '树种'], ['树木编号']), undefined, 'too few to be a library');
});

test('the one that is repeated most is told, and what is only named is associated', () => {
  const all = duplicateOf([trees, { ...trees, id: 'woods', fields: [...trees.fields, field(['备注'])] }], { fields: ['树木编号', '树种', '胸径', '备注'], key: ['树木编号'] }, rules);
  assert.deepEqual([all?.base, all?.shared.length], ['woods', 4]);
  assert.deepEqual(associatesOf([trees, gardens], ['养护日期', '树木编号', '园区编号']), ['trees', 'gardens']);
  assert.deepEqual(associatesOf([trees, gardens], ['树种']), []);
});

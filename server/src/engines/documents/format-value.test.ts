import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountWords, formatValue } from './format-value.ts';

test('money in capital numerals', () => {
  const cases: [number, string][] = [
    [0, '零元整'],
    [0.05, '伍分'],
    [0.3, '叁角整'],
    [1024.5, '壹仟零贰拾肆元伍角整'],
    [10, '壹拾元整'],
    [100.07, '壹佰元零柒分'],
    [6007.14, '陆仟零柒元壹角肆分'],
    [107000.53, '壹拾万零柒仟元伍角叁分'],
    [16409.02, '壹万陆仟肆佰零玖元零贰分'],
    [100000000, '壹亿元整'],
    [300000500, '叁亿零伍佰元整'],
    [1000000000000, '壹万亿元整'],
    [-12, '负壹拾贰元整'],
  ];
  for (const [value, words] of cases) assert.equal(amountWords(value), words, String(value));
  assert.equal(amountWords('abc'), 'abc');
});

test('dates in the reader’s language', () => {
  assert.equal(formatValue('2026-01-09', 'date', 'zh'), '2026年1月9日');
  assert.equal(formatValue('2026-01-09T23:00:00Z', 'date', 'en'), '2026-01-09');
  assert.equal(formatValue(new Date('2026-01-09T23:00:00Z'), 'date', 'zh'), '2026年1月10日', 'Beijing time');
  assert.equal(formatValue('长期', 'date', 'zh'), '长期');
});

test('amounts, sequence, lists, two languages, nothing', () => {
  assert.equal(formatValue(1234567.5, 'amount', 'zh'), '1,234,567.50');
  assert.deepEqual([1, 10, 11, 20, 21, 101, 110, 999].map((n) => formatValue(n, 'sequence', 'zh')), ['一', '十', '十一', '二十', '二十一', '一百零一', '一百一十', '九百九十九']);
  assert.equal(formatValue(['热食', '冷食'], undefined, 'zh'), '热食、冷食');
  assert.equal(formatValue({ zh: '长春', en: 'Changchun' }, undefined, 'en'), 'Changchun');
  assert.equal(formatValue(null, 'amount', 'zh'), '');
  assert.equal(formatValue(true, undefined, 'zh'), '是');
});

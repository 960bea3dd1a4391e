import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileExpression } from './feel-expression.ts';
import { compileUnaryTests } from './feel-unary-tests.ts';
import { FeelError } from './feel-error.ts';
import { fromFeelValue } from './feel-values.ts';

const value = (source: string, scope: Record<string, unknown> = {}): unknown => fromFeelValue(compileExpression(source, scope)(scope).value);

/** Expressions of dmn-tck (levels 2 and 3) with the values that it gives, where feelin alone gives others. */
const cases: Record<string, readonly (readonly [source: string, expected: unknown])[]> = {
  'dates and durations': [
    ['-@"P1D"', '-P1D'],
    ['-@"-P1Y"', 'P1Y'],
    ['@"2021-01-01" + @"PT36H"', '2021-01-02'],
    ['@"2021-01-02" - @"PT1H"', '2021-01-01'],
    ['@"2021-01-02T10:10:10@Europe/Paris" - @"1995-01-01T10:10:10@Asia/Dhaka"', 'P9498DT5H'],
    ['@"2021-01-02T10:10:10+01:00" - @"2021-01-01"', 'P1DT9H10M10S'],
    ['@"2021-01-02T10:10:10" - @"2021-01-01T10:10:10+02:00"', null],
    ['@"2021-01-02" - @"2021-01-01T10:10:10"', null],
    ['@"10:10:10" + @"P1Y"', null],
    ['@"10:10:10" - @"2021-01-01"', null],
    ['is(@"P0Y", @"P0D")', false],
  ],
  'years before 0, and the end of a day': [
    ['date("-2017-12-31")', '-2017-12-31'],
    ['date(-2017,01,01)', '-2017-01-01'],
    ['string(@"-2021-01-01T10:10:10+11:00" - @"P1M")', '-2022-12-01T10:10:10+11:00'],
    ['string(@"-2021-01-01T10:10:10@Australia/Melbourne" + @"P1D")', '-2021-01-02T10:10:10@Australia/Melbourne'],
    ['years and months duration(date and time("2014-12-31T23:59:59"), date and time("-2019-10-01T12:32:59"))', '-P4033Y2M'],
    ['@"2021-01-01T24:00:00" + @"PT1S"', '2021-01-02T00:00:01'],
    ['date("01211-12-31")', null],
  ],
  'intervals and loops': [
    ['5 in (null..10]', null],
    ['5 in [1..null]', null],
    ['for i in @"1980-01-03"..@"1980-01-01" return i', ['1980-01-03', '1980-01-02', '1980-01-01']],
    ['for i in "a".."z" return i', null],
    ['for i in [2..1] return i', null],
    ['range("[date(\\"1970-01-01\\")..date(\\"1970-01-02\\")]") = [date("1970-01-01")..date("1970-01-02")]', true],
    ['range("[duration(string(\\"P1D\\"))..@\\"P2D\\"]")', null],
    ['range("[\\"z\\"..\\"a\\"]")', null],
    ['range("[@\\"P1D\\"..@\\"P2D\\"]") instance of range<days and time duration>', true],
    ['[1..3] instance of range<string>', false],
  ],
  'regular expressions of XPath': [
    ['matches("x", "[A-Z-[OI]]", "i")', true],
    ['matches("i", "[A-Z-[OI]]", "i")', false],
    ['matches("hello world", "hello\\ sworld", "x")', true],
    ['matches("hello world", " hello[ ]world", "x")', true],
    ['matches("hello world", "\\p{ I s B a s i c L a t i n }+", "x")', true],
    ['matches("hello world", "\\p{ IsBasicLatin}+")', null],
    ['matches("abcd", "1[asd\\0]")', null],
    ['replace("a b c d ", "[a-z]", "#", "x")', '# # # # '],
  ],
  'functions and contexts': [
    ['{fn: function(arg: number) arg, r: fn("foo")}.r', null],
    ['{fn: function(arg: number) arg, r: fn(3)}.r', 3],
    ['round down(5.5, (6176 + 1))', null],
  ],
};

for (const [name, expressions] of Object.entries(cases)) {
  test(name, () => {
    for (const [source, expected] of expressions) assert.deepEqual(value(source), expected, source);
  });
}

test('the same of variables, also of those whose names hold blanks', () => {
  assert.equal(value('until - from', { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-01-03T00:00:00Z') }), 'P2D');
  assert.equal(value('date(given day) + duration(agreed span)', { 'given day': '2026-01-01', 'agreed span': 'P1M' }), '2026-02-01');
  assert.equal(value('5 in [lowest..highest]', { lowest: null, highest: 10 }), null);
  assert.equal(value('5 in [lowest..highest]', { lowest: 1, highest: 10 }), true);
  assert.equal(value('a + b', { a: '吉', b: '林' }), '吉林');
});

test('a cell of a table with a bound that is not known does not match', () => {
  const cell = compileUnaryTests('[lowest..10]', { lowest: null });
  assert.equal(cell(5, { lowest: null }).matches, false);
  assert.equal(cell(5, { lowest: 5 }).matches, true);
});

test('what does not go together says so', () => {
  const { value: sum, warnings } = compileExpression('a + b')({ a: 1, b: 'x' });
  assert.deepEqual([sum, warnings.map(({ type }) => type)], [null, ['INVALID_TYPE']]);
});

test('parts of seconds are kept', () => {
  assert.equal(value('duration("PT1.5S") * 3'), 'PT4.5S');
  assert.equal(value('duration("PT0.25S") + duration("PT0.5S")'), 'PT0.75S');
});

test('a key that is there twice is refused where the second stands', () => {
  assert.throws(() => compileExpression('{ a: 1, "a": 2 }'), (error: unknown) => error instanceof FeelError && error.code === 'duplicateKey' && error.position?.from === 8);
});

test('days and literals beyond what can be told are null, and a long way of days is refused', () => {
  assert.equal(value('date("999999999-12-31")'), null);
  assert.equal(value('@"2026-01-01" + duration("P999999Y")'), null);
  assert.throws(() => value('for d in date("0001-01-01")..date("9999-12-31") return d'), (error: unknown) => error instanceof FeelError && error.code === 'tooManyIterations');
});

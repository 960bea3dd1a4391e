import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

test('the order of names does not matter, that of items does', () => {
  assert.equal(canonicalJson({ b: [2, 1], a: { d: null, c: true } }), '{"a":{"c":true,"d":null},"b":[2,1]}');
});

test('RFC 8785, 3.2.3: names are sorted by UTF-16 code units', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
  const written = canonicalJson(Object.fromEntries(names.map((n) => [n, 0])));
  assert.deepEqual(Object.keys(JSON.parse(written.replaceAll('"1"', '"x1"')) as object).map((n) => n.replace('x1', '1')), ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
});

test('RFC 8785, 3.2.2.3: numbers as ECMAScript writes them', () => {
  assert.equal(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0]), '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
});

test('reading and writing again changes nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      assert.equal(canonicalJson(JSON.parse(text)), text);
    }),
  );
});

test('what has no canonical form is refused', () => {
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 0);
  for (const value of [Number.NaN, Infinity, '\ud800', { '\udc00': 1 }, new Date(), 1n, new Map(), () => 0, deep]) assert.throws(() => canonicalJson(value), RangeError);
});

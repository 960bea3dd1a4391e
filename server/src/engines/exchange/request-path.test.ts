import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/errors';
import { prefix, readPath, readQuery } from './request-path.ts';

const refused = (target: string): void => assert.throws(() => readPath(target), (e) => e instanceof Refusal && e.code === 'exchange.pathInvalid', target);

test('the service, the rest and the query, as they will be signed', () => {
  assert.deepEqual(readPath('/exchange/v1/population.query'), { service: 'population.query', rest: '', path: '/exchange/v1/population.query', query: '?' });
  assert.deepEqual(readPath('/exchange/v1/tax/items/%E7%A8%8E;v=1?a=%2F&b='), { service: 'tax', rest: '/items/%E7%A8%8E;v=1', path: '/exchange/v1/tax/items/%E7%A8%8E;v=1', query: '?a=%2F&b=' });
});

test('whatever could be read as another path is refused, not mended (XRDDEV-3054)', () => {
  for (const rest of ['', 'a/', 'a//b', 'a/./b', 'a/../b', 'a/%2e%2e/b', 'a/%2E/b', 'a/..%2fb', 'a/%2f', 'a/%5c', 'a\\b', 'a/b\\..\\c', 'a/%252e', 'a/%00', 'a/%0d%0a', 'a/%zz', 'a/%c0%ae', 'a/%61', 'a/%e7%a8%8e', 'A', 'a%2eb', '../keys', '..', 'a/e%CC%81', 'a#b', 'a b', 'a?b c', 'a?b#c', `a/${'x'.repeat(2000)}`]) refused(prefix + rest);
  for (const target of ['', '/', '/exchange/v2/a', '/exchange/v1', 'http://host/exchange/v1/a', '//exchange/v1/a', '/exchange/v1a/b', '/Exchange/v1/a']) refused(target);
});

test('fuzzed: an accepted path names under its base what it says, whichever way it is read again', () => {
  const piece = fc.oneof(fc.constantFrom('.', '..', '%2e', '%2E%2e', '%2f', '/', '\\', '%5c', '%25', '%', ';', 'a', '%E7%A8%8E', '税', '?', '#', '@', ':', '%00', ' '), fc.string({ maxLength: 4 }));
  let accepted = 0;
  fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
    const target = `/exchange/v1/tax/${pieces.join('')}`;
    let read;
    try {
      read = readPath(target);
    } catch (error) {
      assert.ok(error instanceof Refusal);
      return;
    }
    accepted++;
    assert.equal(read.service, 'tax');
    const url = new URL(`http://provider/base${read.rest}${read.query}`);
    assert.equal(url.pathname, `/base${read.rest}`);
    const decoded = decodeURIComponent(url.pathname);
    assert.equal(new URL(`http://provider${encodeURI(decoded).replaceAll('?', '%3F').replaceAll('#', '%23')}`).pathname.startsWith('/base/'), true);
    assert.equal(/(^|\/)\.{1,2}(\/|$)/.test(decoded), false);
  }), { numRuns: 20_000 });
  assert.ok(accepted > 200, String(accepted));
});

test('a parameter stands once', () => {
  assert.deepEqual({ ...readQuery('?after=3&wait=0') }, { after: '3', wait: '0' });
  assert.throws(() => readQuery('?after=3&after=4'), Refusal);
  assert.deepEqual(readQuery('?'), {});
});

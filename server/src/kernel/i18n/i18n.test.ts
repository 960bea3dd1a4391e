import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, localeOf, textIn } from './index.ts';

test('Chinese unless English is asked for first', () => {
  for (const english of ['en', 'en-GB,zh;q=0.5', ' EN-us', 'en;q=0.9']) assert.equal(localeOf(english), 'en', english);
  for (const chinese of [undefined, '', 'zh-CN,en;q=0.9', 'fr', 'eng', '*']) assert.equal(localeOf(chinese), 'zh', chinese);
});

test('a text without English is shown in Chinese', () => {
  assert.equal(textIn('食品', 'en'), '食品');
  assert.equal(textIn({ zh: '食品' }, 'en'), '食品');
  assert.equal(textIn({ zh: '食品', en: 'Food' }, 'en'), 'Food');
  assert.equal(textIn({ zh: '食品', en: 'Food' }, 'zh'), '食品');
});

test('places of a phrase are filled once; unknown ones stay visible; what is filled in is not read again', () => {
  assert.equal(fill('第 {version} 版，共 {count}', { version: 3 }), '第 3 版，共 {count}');
  assert.equal(fill('授权已于 {at} 终止', { at: '2026-11-23T16:05:09.364Z' }), '授权已于 2026-11-24 00:05 终止');
  assert.deepEqual([fill('错：{why}', { why: { zh: '缺列', en: 'a column is missing' } }), fill('Wrong: {why}', { why: { zh: '缺列', en: 'a column is missing' } }, 'en')], ['错：缺列', 'Wrong: a column is missing']);
  assert.equal(fill('{a}{b}', { a: '{b}', b: '$&' }), '{b}$&');
});

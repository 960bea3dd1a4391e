import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEndWords } from './at-end-words.ts';
import { disposeOn } from './dispose-supplied.ts';
import { enterpriseSceneSchema } from './scene-kind.ts';

const keep = { law: '《网络安全法》第二十一条', years: 2 };

test('the firm’s data goes so many days after the end, or when the law that keeps it lets it go', () => {
  assert.equal(disposeOn({ atEnd: { what: 'delete', days: 30 } }, '2026-11-23'), '2026-12-23');
  assert.equal(disposeOn({ atEnd: { what: 'return', days: 0 } }, '2026-12-31'), '2026-12-31');
  assert.equal(disposeOn({}, '2027-02-10'), '2027-03-12', 'agreements from before it was named promised thirty days in their duties');
  assert.equal(disposeOn({ atEnd: { what: 'delete', days: 30, keep } }, '2026-11-23'), '2028-11-23');
  assert.equal(disposeOn({ atEnd: { what: 'delete', days: 30, keep: { ...keep, years: 1 } } }, '2028-02-29'), '2029-02-28', 'a day that the later year has not');
});

test('the agreement says the same in both languages', () => {
  assert.match(atEndWords({ what: 'return', days: 15 }).zh, /15日内，甲方退还并删除/);
  assert.match(atEndWords({ what: 'delete', days: 30, keep }).zh, /依《网络安全法》第二十一条，.*留存2年/);
  assert.match(atEndWords({ what: 'delete', days: 30, keep }).en, /kept for 2 years, then deleted/);
});

test('a law that keeps is named', () => {
  const scene = { title: '场景', trade: 'other', purpose: '用途', basis: '依据', body: 'health', inbound: { register: 'r', firmField: 'firm', fields: ['a'], everyMinutes: 60 }, purposeCode: 'some-use', duties: ['责任'], daysMax: 366 };
  assert.deepEqual(enterpriseSceneSchema.parse(scene).atEnd, { what: 'delete', days: 30 });
  assert.equal(enterpriseSceneSchema.safeParse({ ...scene, atEnd: { what: 'delete', days: 30, keep: { years: 3 } } }).success, false);
  assert.equal(enterpriseSceneSchema.safeParse({ ...scene, atEnd: { what: 'forget', days: 30 } }).success, false);
});

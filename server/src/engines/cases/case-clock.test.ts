import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { calendarKind, createCalendar, createContent } from '#engines/content';
import { deadlines, lightOn, type Clock } from './case-clock.ts';
import { caseStates, isFinal, type CaseState } from './case-state.ts';

/** 2026 as the State Council published it: 1–7 October off, worked days among the weekends, nothing known of 2027. */
const file = path.resolve(import.meta.dirname, '../../../../content/national/calendars/2026.yaml');
const content = createContent({ packs: [{ 'pack.yaml': 'id: p\nname: 历\nversion: "1"\n', 'c.yaml': readFileSync(file, 'utf8') }] });
content.registerKind(calendarKind);
await content.load();
const calendar = createCalendar(content.list(calendarKind).map((d) => d.value));

const clock = (acceptedOn: string | null, promisedDays: number, statutoryDays: number, ...stops: [string, string | null][]): Clock =>
  ({ acceptedOn, promisedDays, statutoryDays, stops: stops.map(([from, to]) => ({ from, to, reason: '补正' })) });
const days = (c: Clock): (string | null)[] => { const d = deadlines(c, calendar); return [d.warnOn, d.promisedDue, d.statutoryDue]; };

describe('deadlines: the day of acceptance is not counted', () => {
  test('a plain week and a weekend', () => assert.deepEqual(days(clock('2026-11-23', 5, 20)), ['2026-11-27', '2026-11-30', '2026-12-21']));
  test('accepted on a Friday', () => assert.equal(days(clock('2026-11-27', 1, 1))[1], '2026-11-30'));
  test('accepted on a Sunday counts from Monday', () => assert.equal(days(clock('2026-11-29', 1, 1))[1], '2026-11-30'));
  test('across National Day and the Saturday that is worked for it', () => {
    assert.equal(days(clock('2026-09-30', 1, 1))[1], '2026-10-08');
    assert.equal(days(clock('2026-09-30', 3, 3))[1], '2026-10-10');
  });
  test('done on the spot', () => assert.deepEqual(days(clock('2026-11-23', 0, 0)), ['2026-11-23', '2026-11-23', '2026-11-23']));
  test('a statute shorter than the promise never ends before it', () => assert.equal(days(clock('2026-11-23', 5, 3))[2], '2026-11-30'));
  test('not accepted: no clock runs', () => assert.deepEqual(days(clock(null, 5, 20)), [null, null, null]));
  test('what lies beyond the known calendar is not known; what lies before it is', () => assert.deepEqual(days(clock('2026-12-28', 3, 20)), ['2026-12-30', '2026-12-31', null]));
});

describe('deadlines with stops', () => {
  test('five working days standing still move all by five', () => assert.deepEqual(days(clock('2026-11-23', 5, 20, ['2026-11-25', '2026-12-02'])), ['2026-12-04', '2026-12-07', '2026-12-28']));
  test('a stop over a weekend only moves nothing', () => assert.equal(days(clock('2026-11-23', 5, 20, ['2026-11-28', '2026-11-29']))[1], '2026-11-30'));
  test('begun and ended on one day moves nothing', () => assert.equal(days(clock('2026-11-23', 5, 20, ['2026-11-25', '2026-11-25']))[1], '2026-11-30'));
  test('two stops add up', () => assert.equal(days(clock('2026-11-23', 5, 20, ['2026-11-24', '2026-11-25'], ['2026-11-26', '2026-11-27']))[1], '2026-12-02'));
  test('an open stop has not moved anything yet', () => assert.equal(days(clock('2026-11-23', 5, 20, ['2026-11-25', null]))[1], '2026-11-30'));
  test('one over National Day counts its working days only', () => assert.equal(days(clock('2026-09-28', 5, 20, ['2026-09-30', '2026-10-08']))[1], days(clock('2026-09-28', 6, 20))[1]));
});

describe('lights', () => {
  const at = { ...deadlines(clock('2026-11-23', 5, 20), calendar), stopped: false, state: 'accepted' as CaseState };
  for (const [today, light] of [['2026-11-23', 'green'], ['2026-11-26', 'green'], ['2026-11-27', 'soon'], ['2026-11-30', 'soon'], ['2026-12-01', 'yellow'], ['2026-12-21', 'yellow'], ['2026-12-22', 'red'], ['2027-03-01', 'red']] as const) {
    test(`${today} is ${light}`, () => assert.equal(lightOn(today, at), light));
  }
  test('a stopped clock is neither late nor early', () => assert.equal(lightOn('2027-01-01', { ...at, stopped: true }), 'stopped'));
  test('no deadline, no alarm', () => assert.equal(lightOn('2026-12-31', { ...at, warnOn: null, promisedDue: null, statutoryDue: null }), 'green'));
  for (const state of caseStates) test(`${state}: ${isFinal(state) ? 'done whatever the day' : 'still counts'}`, () => assert.equal(lightOn('2027-01-01', { ...at, state }) === 'done', isFinal(state)));
});

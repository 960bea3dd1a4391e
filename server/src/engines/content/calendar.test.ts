import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import chineseDays from 'chinese-days';
import { Refusal } from '#kernel/errors';
import { baseKinds, calendarKind, createCalendar, createContent } from './index.ts';
import { dateOfDay, dayNumber } from './dates.ts';

const folder = new URL('../../../../content/national/calendars/', import.meta.url);
const files = Object.fromEntries(readdirSync(folder).map((f) => [f, readFileSync(new URL(f, folder), 'utf8')]));
const content = createContent({ packs: [{ 'pack.yaml': 'id: n\nname: n\nversion: "1"\n', ...files }] });
for (const kind of baseKinds) content.registerKind(kind);
await content.load();
const plans = content.list(calendarKind).map((d) => d.value);
const calendar = createCalendar(plans);

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
  return 'no refusal';
};

test('every day of 2022–2026 agrees with a second source', () => {
  const differing: string[] = [];
  for (let day = dayNumber('2022-01-01'); day <= dayNumber('2026-12-31'); day += 1) {
    const date = dateOfDay(day);
    if (calendar.isWorkingDay(date) !== chineseDays.isWorkday(date)) differing.push(date);
  }
  assert.deepEqual(differing, []);
});

test('make-up workdays are Saturdays and Sundays', () => {
  for (const { date } of plans.flatMap((p) => p.work)) assert.ok([0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()), date);
});

describe('worked deadlines; the day of acceptance is not counted', () => {
  const cases: [from: string, days: number, to: string][] = [
    ['2026-02-12', 5, '2026-02-26'], ['2026-02-13', 1, '2026-02-14'], ['2026-02-13', 2, '2026-02-24'], ['2025-12-31', 3, '2026-01-06'],
    ['2026-04-03', 1, '2026-04-07'], ['2026-04-30', 5, '2026-05-11'], ['2026-09-18', 5, '2026-09-24'], ['2026-09-30', 3, '2026-10-10'],
    ['2025-01-24', 5, '2025-02-07'], ['2025-09-26', 10, '2025-10-16'], ['2026-02-28', 20, '2026-03-27'], ['2026-02-28', 0, '2026-02-28'],
  ];
  for (const [from, days, to] of cases) {
    test(`${from} + ${days} = ${to}`, () => {
      assert.equal(calendar.addWorkingDays(from, days), to);
      assert.equal(calendar.workingDaysBetween(from, to), days);
      assert.equal(calendar.workingDaysBetween(to, from), days === 0 ? 0 : -days + (calendar.isWorkingDay(from) ? 0 : 1) - (calendar.isWorkingDay(to) ? 0 : 1));
    });
  }
  test('in (2026-02-01, 2026-03-01] there are 16', () => assert.equal(calendar.workingDaysBetween('2026-02-01', '2026-03-01'), 16));
  test('248 in 2025 and in 2026', () => {
    assert.equal(calendar.workingDaysBetween('2024-12-31', '2025-12-31'), 248);
    assert.equal(calendar.workingDaysBetween('2025-12-31', '2026-12-31'), 248);
  });
  test('a limit that ends on a holiday moves to the next working day', () => {
    assert.equal(calendar.nextWorkingDay('2026-10-02'), '2026-10-08');
    assert.equal(calendar.nextWorkingDay('2026-02-14'), '2026-02-14');
  });
});

describe('what no plan tells is refused, not guessed', () => {
  const cases: [name: string, work: () => unknown, code: string][] = [
    ['a day of 2027', () => calendar.isWorkingDay('2027-01-04'), 'content.calendarUnknown'],
    ['a day before the first plan', () => calendar.isWorkingDay('2021-12-31'), 'content.calendarUnknown'],
    ['a deadline that reaches into 2027', () => calendar.addWorkingDays('2026-12-28', 5), 'content.calendarUnknown'],
    ['a range into 2027', () => calendar.workingDaysBetween('2026-12-01', '2027-01-05'), 'content.calendarUnknown'],
    ['no date', () => calendar.isWorkingDay('2026-02-30'), 'content.dateInvalid'],
    ['half a day', () => calendar.addWorkingDays('2026-03-02', 0.5), 'content.daysInvalid'],
    ['a negative count', () => calendar.addWorkingDays('2026-03-02', -1), 'content.daysInvalid'],
    ['an endless count', () => calendar.addWorkingDays('2026-03-02', 1e9), 'content.daysInvalid'],
    ['no plan at all', () => createCalendar([]), 'content.calendarInvalid'],
    ['a year missing in the middle', () => createCalendar(plans.filter((p) => !p.knownFrom.startsWith('2024'))), 'content.calendarInvalid'],
  ];
  for (const [name, work, code] of cases) test(name, () => assert.equal(codeOf(work), code));

  test('the last known deadline is still answered', () => assert.equal(calendar.addWorkingDays('2026-12-28', 3), '2026-12-31'));
});

test("a region's own day off comes on top", () => {
  const local = { name: '州庆', notice: '条例', knownFrom: '2026-09-03', knownUntil: '2026-09-03', off: [{ date: '2026-09-03', name: '州庆' }], work: [] };
  assert.equal(createCalendar([...plans, local]).isWorkingDay('2026-09-03'), false);
  assert.equal(calendar.isWorkingDay('2026-09-03'), true);
});

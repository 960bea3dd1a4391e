import type { CalendarDefinition } from './base-kinds.ts';
import { dateOfDay, dayNumber, isDate, weekday } from './dates.ts';
import { errors } from './errors.ts';

/** Largest count of working days in one question. */
const DAYS_MAX = 2000;

/** 工作日: dates are `YYYY-MM-DD` in China. Outside the official plans everything is refused (`content.calendarUnknown`). */
export interface WorkingCalendar {
  readonly knownFrom: string;
  readonly knownUntil: string;
  isWorkingDay(date: string): boolean;
  /** The n-th working day after a date; the date itself is not counted. n = 0 gives the date. */
  addWorkingDays(date: string, count: number): string;
  /** Working days in (from, to]; negative where `to` lies before `from`. */
  workingDaysBetween(from: string, to: string): number;
  /** The date itself if it is a working day, else the next one: a limit in natural days that ends on a holiday moves. */
  nextWorkingDay(date: string): string;
}

/** Joins yearly plans (and a region's own days, later ones overriding) into one calendar; the known ranges must touch. */
export function createCalendar(plans: readonly CalendarDefinition[]): WorkingCalendar {
  const sorted = [...plans].sort((a, b) => (a.knownFrom < b.knownFrom ? -1 : 1));
  const first = sorted[0];
  if (!first) throw errors.calendarInvalid({ why: 'no plan 没有日历' });
  const days = new Map<number, boolean>();
  let until = dayNumber(first.knownFrom) - 1;
  for (const plan of sorted) {
    if (dayNumber(plan.knownFrom) > until + 1) throw errors.calendarInvalid({ why: `gap before ${plan.knownFrom} 之前有空档` });
    until = Math.max(until, dayNumber(plan.knownUntil));
  }
  for (const plan of plans) {
    for (const { date } of plan.off) days.set(dayNumber(date), false);
    for (const { date } of plan.work) days.set(dayNumber(date), true);
  }
  const { knownFrom } = first;
  const knownUntil = dateOfDay(until);
  const from = dayNumber(knownFrom);

  const known = (day: number): number => {
    if (day < from || day > until) throw errors.calendarUnknown({ date: dateOfDay(day), knownFrom, knownUntil });
    return day;
  };
  const parse = (date: string): number => {
    if (!isDate(date)) throw errors.dateInvalid({ date });
    return known(dayNumber(date));
  };
  const works = (day: number): boolean => days.get(day) ?? (weekday(day) !== 0 && weekday(day) !== 6);

  return {
    knownFrom,
    knownUntil,
    isWorkingDay: (date) => works(parse(date)),
    addWorkingDays(date, count) {
      if (!Number.isInteger(count) || count < 0 || count > DAYS_MAX) throw errors.daysInvalid({ daysMax: DAYS_MAX });
      let day = parse(date);
      for (let left = count; left > 0; ) {
        day = known(day + 1);
        if (works(day)) left -= 1;
      }
      return dateOfDay(day);
    },
    workingDaysBetween(a, b) {
      const [start, end] = [parse(a), parse(b)];
      let count = 0;
      for (let day = Math.min(start, end) + 1; day <= Math.max(start, end); day += 1) if (works(day)) count += 1;
      return end < start ? -count : count;
    },
    nextWorkingDay(date) {
      let day = parse(date);
      while (!works(day)) day = known(day + 1);
      return dateOfDay(day);
    },
  };
}

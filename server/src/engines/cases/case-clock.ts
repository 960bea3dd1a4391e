import type { CaseState } from './case-state.ts';

/** The part of a working calendar that a clock needs; refuses days that no official plan covers. */
export interface WorkingDays {
  addWorkingDays(day: string, count: number): string;
  /** Working days after `from`, up to and including `to`. */
  workingDaysBetween(from: string, to: string): number;
}

/** 停钟: an interval that is not counted (特别程序, 补正), kept as it happened. */
export interface Stop {
  from: string;
  to: string | null;
  reason: string;
}

/** 办理时限: computed from the day of acceptance, the promised and statutory working days, and the stops. */
export interface Clock {
  acceptedOn: string | null;
  promisedDays: number;
  statutoryDays: number;
  stops: readonly Stop[];
}

export interface Deadlines {
  /** From this day on the limit is near: 1 working day, or a fifth of the promise. */
  warnOn: string | null;
  promisedDue: string | null;
  statutoryDue: string | null;
}

export type Light = 'green' | 'soon' | 'yellow' | 'red' | 'stopped' | 'done';

const none: Deadlines = { warnOn: null, promisedDue: null, statutoryDue: null };

/** Working days that stand still: the day on which a stop begins still counts, the day on which it ends does not. */
const stoppedDays = (stops: readonly Stop[], calendar: WorkingDays): number =>
  stops.reduce((sum, s) => (s.to === null || s.to <= s.from ? sum : sum + calendar.workingDaysBetween(s.from, s.to)), 0);

/** The day of acceptance is not counted (standards.md 4.1). A day beyond the known calendar is null, not a guess. */
export function deadlines(clock: Clock, calendar: WorkingDays): Deadlines {
  const { acceptedOn, promisedDays, statutoryDays, stops } = clock;
  if (acceptedOn === null) return none;
  const day = (count: number): string | null => {
    try {
      return calendar.addWorkingDays(acceptedOn, count + stoppedDays(stops, calendar));
    } catch {
      return null;
    }
  };
  return {
    warnOn: day(Math.max(0, promisedDays - Math.max(1, Math.ceil(promisedDays / 5)))),
    promisedDue: day(promisedDays),
    statutoryDue: day(Math.max(statutoryDays, promisedDays)),
  };
}

/** 红黄绿灯 on a day: yellow when the promise is passed, red when the statute is. */
export function lightOn(today: string, c: Deadlines & { stopped: boolean; state: CaseState }): Light {
  if (!['submitted', 'supplement', 'accepted', 'suspended'].includes(c.state)) return 'done';
  if (c.stopped) return 'stopped';
  if (c.statutoryDue !== null && today > c.statutoryDue) return 'red';
  if (c.promisedDue !== null && today > c.promisedDue) return 'yellow';
  if (c.warnOn !== null && today >= c.warnOn) return 'soon';
  return 'green';
}

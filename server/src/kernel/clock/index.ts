/** The clock is handed in, never read from the air, so that a test can stand on any day. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that a test or a story moves by hand. */
export interface MovableClock extends Clock {
  set(at: Date): void;
  advance(ms: number): void;
}

export function createMovableClock(at: Date = new Date()): MovableClock {
  let offset = at.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + offset),
    set(to) {
      offset = to.getTime() - Date.now();
    },
    advance(ms) {
      offset += ms;
    },
  };
}

const chinaDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Since 1992 the clock in China has stood at UTC+8 the whole year; before, it had summers of its own. */
const fixedFrom = Date.UTC(1992, 0, 1);
const fixedUntil = Date.UTC(9999, 0, 1);
const eightHours = 8 * 3_600_000;

/** The calendar day in China (UTC+8) as `YYYY-MM-DD`: legal time limits count days there. Asked several times a request. */
export function dayInChina(at: Date): string {
  const ms = at.getTime();
  return ms >= fixedFrom && ms < fixedUntil ? new Date(ms + eightHours).toISOString().slice(0, 10) : chinaDate.format(at);
}

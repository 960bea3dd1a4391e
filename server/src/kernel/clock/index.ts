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

/** The calendar day in China (UTC+8) as `YYYY-MM-DD`: legal time limits count days there. */
export const dayInChina = (at: Date): string => chinaDate.format(at);

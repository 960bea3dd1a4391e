import type { Clock } from '#kernel/clock';
import { system } from '#kernel/context';
import type { Db, Tx } from '#kernel/db';
import type { NewJob, Schedule } from './types.ts';

const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000; // UTC+8, without summer time since 1991

/** The first slot after a time: multiples of the period since 1970, or a clock time in China. */
export function nextSlot(schedule: Schedule, after: Date): Date {
  const period = 'everyMs' in schedule ? schedule.everyMs : dayMs;
  const shift = 'everyMs' in schedule ? 0 : dailyShift(schedule.dailyAt);
  return new Date((Math.floor((after.getTime() - shift) / period) + 1) * period + shift);
}

function dailyShift(clock: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? [];
  if (hour === undefined || minute === undefined) throw new RangeError(`not a time of day: ${clock}`);
  return (Number(hour) * 60 + Number(minute)) * 60_000 - chinaMs;
}

/** Plans the jobs of schedules whose slot has come. Slots that passed while nothing ran are made up for by one job. */
export function createScheduler(deps: { db: Db; clock: Clock; plan: (tx: Tx, job: NewJob) => void }): { add(schedule: Schedule): void; tick(): Promise<void> } {
  const schedules = new Map<string, Schedule>();
  let nextAt: number | undefined;

  const known = async (now: Date): Promise<Map<string, Date>> =>
    deps.db.write(system, async (tx) => {
      const all = [...schedules.values()];
      await tx.query('insert into jobs.schedule (name, next_at) select * from unnest($1::text[], $2::timestamptz[]) on conflict (name) do update set next_at = excluded.next_at where excluded.next_at < jobs.schedule.next_at', [all.map((s) => s.name), all.map((s) => nextSlot(s, now))]);
      const rows = await tx.query<{ name: string; next_at: Date }>('select name, next_at from jobs.schedule where name = any($1)', [all.map((s) => s.name)]);
      return new Map(rows.map((r) => [r.name, r.next_at]));
    });

  return {
    add(schedule) {
      if (schedules.has(schedule.name)) throw new Error(`two schedules are named ${schedule.name}`);
      if ('everyMs' in schedule && !(schedule.everyMs >= 1_000)) throw new RangeError('a schedule runs every second at the most');
      nextSlot(schedule, new Date(0));
      schedules.set(schedule.name, schedule);
      nextAt = undefined;
    },
    async tick() {
      const now = deps.clock.now();
      if (schedules.size === 0 || (nextAt !== undefined && now.getTime() < nextAt)) return;
      const slots = await known(now);
      for (const [name, due] of slots) {
        const schedule = schedules.get(name)!;
        if (due > now) continue;
        const next = nextSlot(schedule, now);
        slots.set(name, next);
        await deps.db.write(system, async (tx) => {
          const mine = await tx.query('update jobs.schedule set next_at = $3 where name = $1 and next_at = $2 returning 1', [name, due, next]);
          if (mine.length === 1) deps.plan(tx, { kind: schedule.kind, payload: schedule.payload ?? {}, key: `schedule ${name}` });
        });
      }
      nextAt = Math.min(...[...slots.values()].map((at) => at.getTime()));
    },
  };
}

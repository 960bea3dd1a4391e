import { FeelDate, FeelRange } from 'feelin';
import { FeelError } from './feel-error.ts';

/** Bounds of every expression: definitions are written by officials, answers by anyone. */
export const feelLimits = {
  /** Characters of one expression. */
  lengthMax: 8_000,
  /** Nested nodes of the syntax tree. */
  depthMax: 120,
  /** `for`, `some`, `every` clauses of one expression: each multiplies the work. */
  iterationsMax: 6,
  /** Elements of a range that is walked through. */
  rangeElementsMax: 100_000,
  /** Milliseconds of one evaluation, looked at whenever a range is walked or a function called. */
  evaluationMsMax: 500,
} as const;

let deadline = 0;
let running = '';

/** Runs one evaluation under the time limit; nested evaluations share the outermost one's deadline. */
export function withinTime<T>(expression: string, run: () => T): T {
  if (deadline !== 0) return run();
  deadline = performance.now() + feelLimits.evaluationMsMax;
  running = expression;
  try {
    return run();
  } finally {
    deadline = 0;
    running = '';
  }
}

export function lookAtTime(): void {
  if (deadline !== 0 && performance.now() > deadline) {
    throw new FeelError('tooSlow', running, feelLimits.evaluationMsMax);
  }
}

// feelin walks a range by this method and has no bound of its own: `for i in 1..1e9 return i` would hold the process.
// It does walk letters, which the standard has no next one for, and does not walk days.
const walk = FeelRange.prototype.map;
FeelRange.prototype.map = function bounded<T>(this: FeelRange, fn: (value: unknown) => T): T[] {
  lookAtTime();
  const { start, end } = this as { start: unknown; end: unknown };
  if (typeof start === 'string') throw new Error('texts have no next one');
  const days = start instanceof FeelDate && end instanceof FeelDate ? start.unwrap().until(end.unwrap()).days : undefined;
  const steps = days ?? (typeof start === 'number' && typeof end === 'number' ? end - start : 0);
  if (Math.abs(steps) > feelLimits.rangeElementsMax) throw new FeelError('tooManyIterations', running, feelLimits.rangeElementsMax);
  const each = (value: unknown): T => {
    lookAtTime();
    return fn(value);
  };
  if (days === undefined) return walk.call(this, each) as T[];
  const first = this['start included'] ? 0 : 1;
  const count = Math.abs(days) + (this['end included'] ? 1 : 0) - first;
  return Array.from({ length: Math.max(0, count) }, (_, i) => each(new FeelDate((start as FeelDate).unwrap().add({ days: Math.sign(days) * (i + first) }))));
};

import { FeelRange } from 'feelin';
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
const walk = FeelRange.prototype.map;
FeelRange.prototype.map = function bounded<T>(this: FeelRange, fn: (value: unknown) => T): T[] {
  lookAtTime();
  if (typeof this.start === 'number' && typeof this.end === 'number' && Math.abs(this.end - this.start) > feelLimits.rangeElementsMax) {
    throw new FeelError('tooManyIterations', running, feelLimits.rangeElementsMax);
  }
  return walk.call(this, (value: unknown) => {
    lookAtTime();
    return fn(value);
  }) as T[];
};

import { evaluate, FeelFunction, parseDate, parseDateTime, SyntaxError as FeelSyntaxError, toFeel } from 'feelin';
import { arithmeticFunctions } from './arithmetic.ts';
import { mendedBuiltins } from './feel-builtins.ts';
import { FeelError, syntaxError } from './feel-error.ts';
import { withinTime } from './feel-limits.ts';
import { toFeelValue } from './feel-values.ts';
import { rangeTypes } from './range-types.ts';
import { rangeFunctions } from './ranges.ts';
import { hasPlainNames, mentionedNames, readExpression, type Scope } from './read-expression.ts';
import { rewrite } from './rewrite.ts';
import { wideDateFunctions } from './wide-dates.ts';

/** What FEEL had to say about an evaluation that gave a value all the same (FEEL answers null where others throw). */
export interface FeelWarning {
  type: string;
  message: string;
}

export interface Evaluation {
  value: unknown;
  warnings: FeelWarning[];
}

export type { Scope };

/** An expression read once; `now` gives `now()` and `today()` their day, so the same scope always gives the same value. */
export interface CompiledExpression {
  readonly source: string;
  (scope: Scope, now?: Date): Evaluation;
}

/**
 * feelin reads, builds and evaluates in one call, and reading is what costs. So the expression is read once as the
 * body of a FEEL function without parameters; each call of that function copies the scope that stands there then.
 * The stand is no plain object, so that feelin keeps it instead of copying it while reading.
 */
class Stand {
  scope: Record<string, unknown> = {};
}

function createStand(stand: Stand): object {
  return new Proxy(stand, {
    ownKeys: () => Reflect.ownKeys(stand.scope),
    has: (_, key) => key in stand.scope,
    get: (_, key) => (typeof key === 'string' && Object.hasOwn(stand.scope, key) ? stand.scope[key] : undefined),
    getOwnPropertyDescriptor: (_, key) =>
      typeof key === 'string' && Object.hasOwn(stand.scope, key)
        ? { value: stand.scope[key], enumerable: true, configurable: true, writable: true }
        : undefined,
  });
}

interface Built {
  /** feelin adds to this list whenever the body runs. */
  warnings: FeelWarning[];
  body: FeelFunction;
}

/** What `rewrite` calls. */
const rewritingFunctions = Object.entries({ ...arithmeticFunctions, ...rangeFunctions, ...rangeTypes, ...wideDateFunctions });

/** Functions of ours that an expression calls, and no others: each name in sight is copied at every evaluation. */
const ownFunctions = (source: string, rewritten: string): Record<string, unknown> =>
  Object.fromEntries([...Object.entries(mendedBuiltins(source)), ...rewritingFunctions.filter(([name]) => rewritten.includes(name))]);

const opening = 'function() (\n';
const chinaOffsetMs = 8 * 3_600_000;

/** `today()` is the calendar day in China (UTC+8), `now()` the time there: legal days are counted there. No clock, no day. */
function clockFunctions(now: Date | undefined): Record<string, FeelFunction> {
  if (!now) return { now: new FeelFunction(() => null, []), today: new FeelFunction(() => null, []) };
  const local = new Date(now.getTime() + chinaOffsetMs).toISOString().slice(0, 23);
  return {
    now: new FeelFunction(() => parseDateTime(`${local}+08:00`), []),
    today: new FeelFunction(() => parseDate(local.slice(0, 10)), []),
  };
}

/** Reads an expression once. `shape` is a sample scope; only variables with blanks in their names need to stand in it. */
export function compileExpression(source: string, shape: Scope = {}): CompiledExpression {
  const stand = new Stand();
  let builtins: Record<string, unknown> = {};
  const tree = readExpression(source, shape);
  const named = hasPlainNames(shape) ? mentionedNames(source, tree) : null;
  const needsClock = /\b(now|today)\b/.test(source);
  let built: Built | undefined;
  const ready = (): Built => {
    if (built) return built;
    const rewritten = rewrite(source, shape);
    builtins = ownFunctions(source, rewritten);
    stand.scope = { ...builtins, ...shape };
    return (built = buildRewritten(source, rewritten, createStand(stand)));
  };
  // constants of these kinds are computed while building, so that a wrong one is refused when it is read, not later
  if (/@"|\b(?:date|time|duration)\b/.test(source)) ready();

  const run = (scope: Scope, now?: Date): Evaluation => {
    const { warnings: said, body } = ready();
    const first = said.length;
    stand.scope = { ...builtins, ...(needsClock ? clockFunctions(now) : {}), ...inSight(scope, named) };
    let value: unknown;
    try {
      value = withinTime(source, () => body.fn());
    } catch (error) {
      if (error instanceof FeelError) throw error;
      if (error instanceof RangeError && /call stack/.test(error.message)) throw new FeelError('tooDeep', source);
      said.push({ type: 'NOT_POSSIBLE', message: error instanceof Error ? error.message : String(error) });
      value = null;
    }
    const warnings = said.splice(first).map(({ type, message }) => ({ type, message }));
    if (value === undefined) return { value: null, warnings };
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return { value: null, warnings: [...warnings, { type: 'NOT_A_NUMBER', message: 'the result is not a finite number' }] };
    }
    return { value: toFeel(value), warnings };
  };
  return Object.assign(run, { source });
}

function inSight(scope: Scope, named: readonly string[] | null): Record<string, unknown> {
  if (named === null) return toFeelValue(scope) as Record<string, unknown>;
  const seen: Record<string, unknown> = {};
  for (const name of named) if (name !== '__proto__' && Object.hasOwn(scope, name)) seen[name] = toFeelValue(scope[name]);
  return seen;
}

/** Builds what `rewrite` made of the expression. */
function buildRewritten(source: string, rewritten: string, stand: object): Built {
  if (rewritten !== source) {
    try {
      return build(rewritten, stand);
    } catch (error) {
      if (!(error instanceof FeelError)) throw error; // built as it stands below, which names the fault at its own place
    }
  }
  return build(source, stand);
}

function build(source: string, stand: object): Built {
  try {
    const { value, warnings } = evaluate(`${opening}${source}\n)`, stand as Record<string, unknown>);
    if (value instanceof FeelFunction) return { warnings: warnings as FeelWarning[], body: value };
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw new FeelError('unsupported', source, error instanceof Error ? error.message : String(error));
    const at = (error as { position?: { from: number; to: number } }).position;
    const from = Math.max(0, (at?.from ?? opening.length) - opening.length);
    throw syntaxError(source, from, Math.max(from, (at?.to ?? 0) - opening.length));
  }
  throw syntaxError(source, 0, source.length);
}

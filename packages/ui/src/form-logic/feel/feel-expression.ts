import { evaluate, parseExpression, FeelFunction, SyntaxError as FeelSyntaxError, toFeel } from 'feelin';
import { mendedBuiltins } from './feel-builtins.ts';
import { FeelError, positionAt } from './feel-error.ts';
import { feelLimits, lookAtTime, withinTime } from './feel-limits.ts';
import { toFeelValue } from './feel-values.ts';

/** What FEEL had to say about an evaluation that gave a value all the same (FEEL answers null where others throw). */
export interface FeelWarning {
  type: string;
  message: string;
}

export interface Evaluation {
  value: unknown;
  warnings: FeelWarning[];
}

export type Scope = Readonly<Record<string, unknown>>;

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

const opening = 'function() (\n';
const chinaOffsetMs = 8 * 3_600_000;

/** `today()` is the calendar day in China (UTC+8), `now()` the time there: legal days are counted there. */
function clockFunctions(now: Date): Record<string, FeelFunction> {
  const local = new Date(now.getTime() + chinaOffsetMs).toISOString().slice(0, 23);
  const read = (expression: string): unknown => evaluate(expression, {}).value;
  return {
    now: new FeelFunction(() => read(`date and time("${local}+08:00")`), []),
    today: new FeelFunction(() => read(`date("${local.slice(0, 10)}")`), []),
  };
}

/** Throws a FeelError with its place when the expression cannot be read. `shape` names variables whose names hold blanks. */
export function readExpression(source: string, shape: Scope = {}): ReturnType<typeof parseExpression> {
  if (source.length > feelLimits.lengthMax) {
    throw new FeelError('tooLong', source, `longer than ${feelLimits.lengthMax} characters`);
  }
  const tree = parseExpression(source, shape, undefined);
  let depth = 0;
  let iterations = 0;
  tree.iterate({
    enter(node) {
      depth += 1;
      if (node.type.isError) {
        const rest = source.slice(node.from).trim();
        const what = rest === '' ? 'unfinished expression' : `unexpected “${rest.slice(0, 20)}”`;
        throw new FeelError('syntax', source, what, positionAt(source, node.from, node.to));
      }
      if (node.name === 'InExpression') iterations += 1;
      if (depth > feelLimits.depthMax) throw new FeelError('tooDeep', source, `nested deeper than ${feelLimits.depthMax}`);
    },
    leave() {
      depth -= 1;
    },
  });
  if (iterations > feelLimits.iterationsMax) {
    throw new FeelError('tooManyIterations', source, `more than ${feelLimits.iterationsMax} iterations`);
  }
  return tree;
}

/** Reads an expression once. `shape` is a sample scope; only variables with blanks in their names need to stand in it. */
export function compileExpression(source: string, shape: Scope = {}): CompiledExpression {
  const stand = new Stand();
  const builtins = { ...mendedBuiltins(source), [watch]: watcher };
  stand.scope = { ...builtins, ...shape };
  const tree = readExpression(source, stand.scope);
  const named = Object.keys(shape).every((name) => identifier.test(name)) ? mentionedNames(source, tree) : null;
  const needsClock = /\b(now|today)\b/.test(source);
  const { warnings: said, body } = buildWatched(source, createStand(stand), shape);

  const run = (scope: Scope, now?: Date): Evaluation => {
    const first = said.length;
    stand.scope = { ...builtins, ...(needsClock && now ? clockFunctions(now) : {}), ...inSight(scope, named) };
    let value: unknown;
    try {
      value = withinTime(source, () => body.fn());
    } catch (error) {
      if (error instanceof FeelError) throw error;
      if (error instanceof RangeError) throw new FeelError('tooDeep', source, 'recursion without end');
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

const identifier = /^(?:\?|[\p{L}_][\p{L}\p{N}_]*)$/u;

/** Every variable that an expression mentions: only these are handed to FEEL, however large the scope. */
function mentionedNames(source: string, tree: ReturnType<typeof readExpression>): string[] {
  const names = new Set<string>();
  tree.iterate({
    enter(node) {
      if (node.name === '?') names.add('?');
      if (node.name === 'VariableName') names.add(source.slice(node.from, node.to).replace(/`/g, '').replace(/\s+/g, ' '));
    },
  });
  return [...names];
}

function inSight(scope: Scope, named: readonly string[] | null): Record<string, unknown> {
  if (named === null) return toFeelValue(scope) as Record<string, unknown>;
  const seen: Record<string, unknown> = {};
  for (const name of named) if (name !== '__proto__' && Object.hasOwn(scope, name)) seen[name] = toFeelValue(scope[name]);
  return seen;
}

const watch = '_walk_';

/** Hands a list on and looks at the clock: feelin walks lists without one, and nested walks multiply. */
const watcher = new FeelFunction((list: unknown) => {
  lookAtTime();
  return list;
}, ['list']);

/** Builds with every list that is iterated or filtered passed through the watcher, where names without blanks allow it. */
function buildWatched(source: string, stand: object, shape: Scope): { warnings: FeelWarning[]; body: FeelFunction } {
  const watched = Object.keys(shape).some((name) => name.includes(' ')) ? source : watchLists(source);
  if (watched !== source) {
    try {
      return build(watched, stand);
    } catch (error) {
      if (!(error instanceof FeelError)) throw error; // built as it stands below, which names the fault at its own place
    }
  }
  return build(source, stand);
}

function watchLists(source: string): string {
  const inserts: { at: number; text: string }[] = [];
  readExpression(source).iterate({
    enter(node) {
      let list = node.name === 'FilterExpression' ? node.node.firstChild : node.name === 'InExpression' ? node.node.lastChild : null;
      if (list?.name === 'IterationContext') list = list.firstChild && !list.firstChild.nextSibling ? list.firstChild : null;
      if (list) inserts.push({ at: list.from, text: `${watch}(` }, { at: list.to, text: ')' });
    },
  });
  return inserts.sort((a, b) => b.at - a.at || (a.text === ')' ? -1 : 1)).reduce((text, { at, text: part }) => text.slice(0, at) + part + text.slice(at), source);
}

function build(source: string, stand: object): { warnings: FeelWarning[]; body: FeelFunction } {
  try {
    const { value, warnings } = evaluate(`${opening}${source}\n)`, stand as Record<string, unknown>);
    if (value instanceof FeelFunction) return { warnings: warnings as FeelWarning[], body: value };
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw new FeelError('unsupported', source, error instanceof Error ? error.message : String(error));
    const at = (error as { position?: { from: number; to: number } }).position;
    const from = Math.max(0, (at?.from ?? opening.length) - opening.length);
    throw new FeelError('syntax', source, error.message, positionAt(source, from, Math.max(from, (at?.to ?? 0) - opening.length)));
  }
  throw new FeelError('syntax', source, 'not an expression', positionAt(source, 0, source.length));
}

import { parseExpression } from 'feelin';
import { FeelError, positionAt, syntaxError } from './feel-error.ts';
import { feelLimits } from './feel-limits.ts';
import { nameRangeTypes } from './range-types.ts';

export type Scope = Readonly<Record<string, unknown>>;

const identifier = /^(?:\?|[\p{L}_][\p{L}\p{N}_]*)$/u;

/** Whether all names in a sample, those of inner contexts included, are read right without knowing them. */
export function hasPlainNames(sample: unknown, depth = 0): boolean {
  if (typeof sample !== 'object' || sample === null || depth > 8) return true;
  if (Array.isArray(sample)) return sample.every((item) => hasPlainNames(item, depth + 1));
  return Object.entries(sample).every(([name, value]) => identifier.test(name) && hasPlainNames(value, depth + 1));
}

export type SyntaxTree = ReturnType<typeof parseExpression>;

const treesKept = 200;
const trees = new Map<string, SyntaxTree>();

/**
 * Throws a FeelError with its place when the expression cannot be read. `shape` names variables whose names hold blanks;
 * without such names the last trees are kept, because a definition's expression is looked at from several sides.
 */
export function readExpression(source: string, shape: Scope = {}): SyntaxTree {
  if (!hasPlainNames(shape)) return read(source, shape);
  let tree = trees.get(source);
  if (!tree) {
    tree = read(source, {});
    trees.set(source, tree);
    if (trees.size > treesKept) trees.delete(trees.keys().next().value!);
  }
  return tree;
}

function read(source: string, shape: Scope): SyntaxTree {
  if (source.length > feelLimits.lengthMax) {
    throw new FeelError('tooLong', source, feelLimits.lengthMax);
  }
  const tree = parseExpression(nameRangeTypes(source), shape, undefined);
  let depth = 0;
  let iterations = 0;
  tree.iterate({
    enter(node) {
      depth += 1;
      if (node.type.isError) {
        throw syntaxError(source, node.from, node.to);
      }
      if (node.name === 'InExpression') iterations += 1;
      if (node.name === 'Context') refuseTwice(node.node, source);
      if (depth > feelLimits.depthMax) throw new FeelError('tooDeep', source);
    },
    leave() {
      depth -= 1;
    },
  });
  if (iterations > feelLimits.iterationsMax) {
    throw new FeelError('tooManyIterations', source, feelLimits.iterationsMax);
  }
  return tree;
}

/** DMN 10.3.2.6: the keys of a context differ. */
function refuseTwice(context: SyntaxTree['topNode'], source: string): void {
  const seen = new Set<string>();
  for (const entry of context.getChildren('ContextEntry')) {
    const { from, to } = entry.getChild('Key') ?? entry;
    const key = source.slice(from, to).replace(/^"|"$/g, '');
    if (seen.has(key)) throw new FeelError('duplicateKey', source, key, positionAt(source, from, to));
    seen.add(key);
  }
}

/** Every variable that an expression mentions: only these are handed to FEEL, however large the scope. */
export function mentionedNames(source: string, tree: SyntaxTree): string[] {
  const names = new Set<string>();
  tree.iterate({
    enter(node) {
      if (node.name === '?') names.add('?');
      if (node.name === 'VariableName') names.add(source.slice(node.from, node.to).replace(/`/g, '').replace(/\s+/g, ' '));
    },
  });
  return [...names];
}

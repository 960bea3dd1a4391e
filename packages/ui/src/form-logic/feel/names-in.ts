import { readExpression, type Scope } from './read-expression.ts';

type TreeNode = ReturnType<typeof readExpression>['topNode'];

/**
 * Names used free in an expression, with the path read from them: `applicant.address.region` gives
 * `['applicant', 'address', 'region']`. Names bound inside (for, some, every, function parameters, earlier entries of
 * a context) and FEEL's own functions in call position are left out. Inside a filter a name may be a property of the
 * element, so names there count only when `known` says that they are variables.
 */
export function namesIn(source: string, shape: Scope = {}): string[][] {
  const found = new Map<string, string[]>();
  walk(readExpression(source, shape).topNode, new Set(), false);
  return [...found.values()];

  function walk(node: TreeNode, bound: ReadonlySet<string>, inFilter: boolean): void {
    switch (node.name) {
      case 'VariableName':
        add([text(node)], bound, inFilter);
        return;
      case 'PathExpression': {
        const path = pathOf(node);
        if (path) add(path, bound, inFilter);
        else if (node.firstChild) walk(node.firstChild, bound, inFilter);
        return;
      }
      case 'FunctionInvocation': {
        const target = node.firstChild;
        for (let child = target; child; child = child.nextSibling) {
          if (child === target && child.name === 'VariableName') continue;
          walk(child, bound, inFilter);
        }
        return;
      }
      case 'FilterExpression': {
        const target = node.firstChild;
        for (let child = target; child; child = child.nextSibling) walk(child, bound, inFilter || child !== target);
        return;
      }
      case 'ForExpression':
      case 'QuantifiedExpression':
      case 'FunctionDefinition':
      case 'Context': {
        const inner = new Set(bound);
        collectBound(node, inner);
        if (node.name === 'ForExpression') inner.add('partial');
        children(node, inner, inFilter);
        return;
      }
      case 'ContextEntry': {
        if (node.lastChild) walk(node.lastChild, bound, inFilter);
        return;
      }
      case 'InstanceOfExpression':
        if (node.firstChild) walk(node.firstChild, bound, inFilter);
        return;
      default:
        children(node, bound, inFilter);
    }
  }

  function children(node: TreeNode, bound: ReadonlySet<string>, inFilter: boolean): void {
    for (let child = node.firstChild; child; child = child.nextSibling) walk(child, bound, inFilter);
  }

  function add(path: string[], bound: ReadonlySet<string>, inFilter: boolean): void {
    const root = path[0]!;
    if (bound.has(root) || root === 'item' || (inFilter && !(root in shape))) return;
    found.set(path.join('.'), path);
  }

  function collectBound(node: TreeNode, into: Set<string>): void {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === 'InExpression' || child.name === 'FormalParameter' || child.name === 'ContextEntry') {
        const name = child.firstChild;
        if (name) into.add(text(name).replace(/^"|"$/g, ''));
      } else if (child.name === 'InExpressions' || child.name === 'FormalParameters') collectBound(child, into);
    }
  }

  function pathOf(node: TreeNode): string[] | undefined {
    if (node.name === 'VariableName') return [text(node)];
    if (node.name !== 'PathExpression') return undefined;
    const target = node.firstChild;
    const property = node.lastChild;
    const start = target ? pathOf(target) : undefined;
    return start && property ? [...start, text(property)] : undefined;
  }

  function text(node: TreeNode): string {
    return source.slice(node.from, node.to).replace(/`/g, '').replace(/\s+/g, ' ');
  }
}

/** A node of the syntax tree, as far as it is read here. */
export interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: Node | null;
  readonly nextSibling: Node | null;
}

export const childrenOf = (node: Node): Node[] => {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
};

/** The parts that mean something: no signs, no words between. */
export const terms = (node: Node): Node[] => childrenOf(node).filter((c) => c.name === 'null' || (/^[A-Z]/.test(c.name) && !c.name.endsWith('Op')));

export function isPattern(pattern: string): boolean {
  try {
    RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' };

/** A FEEL string literal's value; an escape that FEEL does not know stays as it is written, so that patterns may say `\d`. */
export function stringOf(written: string): string {
  return written.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)/g, (whole: string, e: string) =>
    e.length > 1 ? String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(e.slice(1), 16))) : (escapes[e] ?? whole));
}

import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseAllDocuments, type Document, type Node } from 'yaml';
import type { Step } from './types.ts';

/** Largest YAML file; a definition is written by people. */
export const YAML_BYTES_MAX = 2_000_000;
const ALIASES_MAX = 200;
const DEPTH_MAX = 48;
const NODES_MAX = 200_000;

export interface Position {
  line: number;
  column: number;
}

export type YamlResult =
  | { ok: true; documents: unknown[]; lines: number[] }
  | { ok: false; why: string; position: Position };

const OPTIONS = { version: '1.2', schema: 'core', strict: true, uniqueKeys: true, prettyErrors: false, logLevel: 'error' } as const;

/** Parses all documents of a YAML 1.2 text to plain values (dates stay strings). Never throws. */
export function parseYaml(text: string): YamlResult {
  const lineCounter = new LineCounter();
  const refuse = (why: string, offset = 0): YamlResult => ({ ok: false, why, position: position(lineCounter, offset) });
  const deep = nestingBeyond(text, DEPTH_MAX * 2);
  if (deep !== undefined) return refuse('nested too deep', deep);
  try {
    const parsed = parseAllDocuments(text, { ...OPTIONS, lineCounter });
    const documents: unknown[] = [];
    const lines: number[] = [];
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const error = document.errors[0];
      if (error) return refuse(error.message, error.pos[0]);
      const warning = document.warnings[0]; // an unresolved tag
      if (warning) return refuse(warning.message, warning.pos[0]);
      const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
      const wrong = unfit(value);
      if (wrong) return refuse(wrong, document.contents?.range?.[0] ?? 0);
      if (value === null) continue;
      documents.push(value);
      lines.push(position(lineCounter, document.contents?.range?.[0] ?? 0).line);
    }
    return { ok: true, documents, lines };
  } catch (error) {
    return refuse(error instanceof RangeError ? 'nested too deep' : String((error as Error).message));
  }
}

/**
 * Line and column of a path in the n-th document, or of its nearest existing ancestor.
 * A string step into a list finds the member with that `id`.
 */
export function locateInYaml(text: string, index: number, path: readonly Step[]): { position: Position; found: number } {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { ...OPTIONS, lineCounter }) as Document.Parsed[];
  let node: unknown = documents.filter((d) => d.contents !== null)[index]?.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  let found = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(step));
      if (!pair) break;
      offset = start(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const items: unknown[] = node.items;
      const member = typeof step === 'number' ? items[step] : items.find((item) => isMap(item) && item.get('id') === step);
      if (member === undefined || isPair(member)) break;
      offset = start(member) ?? offset;
      node = member;
    } else break;
    found += 1;
  }
  return { position: position(lineCounter, offset), found };
}

function start(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function position(counter: LineCounter, offset: number): Position {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Offset at which brackets nest deeper than the limit: stops hostile text before a recursive parser sees it. */
function nestingBeyond(text: string, max: number): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === 91 || c === 123) { depth += 1; if (depth > max) return i; }
    else if ((c === 93 || c === 125) && depth > 0) depth -= 1;
  }
  return undefined;
}

/** Why a parsed value cannot be a definition: too deep, too large after aliases, or a key that would reach a prototype. */
function unfit(value: unknown): string | undefined {
  let nodes = 0;
  const visit = (v: unknown, depth: number): string | undefined => {
    if (typeof v !== 'object' || v === null) return undefined;
    nodes += 1;
    if (nodes > NODES_MAX) return 'too large';
    if (depth > DEPTH_MAX) return 'nested too deep';
    if (Array.isArray(v)) {
      for (const member of v) { const why = visit(member, depth + 1); if (why) return why; }
      return undefined;
    }
    for (const [key, member] of Object.entries(v)) {
      if (key === '__proto__') return 'the key __proto__ is not allowed';
      const why = visit(member, depth + 1);
      if (why) return why;
    }
    return undefined;
  };
  return visit(value, 0);
}

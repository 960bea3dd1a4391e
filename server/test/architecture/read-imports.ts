import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One import or re-export, with the place where it stands. */
export interface Import {
  /** Importing file, from the root, with forward slashes. */
  from: string;
  line: number;
  specifier: string;
  /** Imported file from the root, or undefined for a package of others. */
  target: string | undefined;
  /** Types leave no trace at run time. */
  typeOnly: boolean;
}

const patterns = [
  /(?<=^|[;\n])\s*(?:import|export)\s+(?<type>type\s+)?(?:[\w*\s{},$]+?\s+)?from\s*'(?<specifier>[^']+)'/g,
  /(?<=^|[;\n])\s*import\s+'(?<specifier>[^']+)'/g,
  /\bimport\(\s*'(?<specifier>[^']+)'\s*\)/g,
];

export const sourceFiles = (root: string): string[] =>
  ['server/src/**/*.ts', 'server/test/**/*.ts', 'apps/**/*.{ts,tsx}', 'packages/**/*.{ts,tsx}', 'stories/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts']
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((f) => f.split(path.sep).join('/'))
    .filter((f) => !/(^|\/)(node_modules|dist)\//.test(f))
    .sort();

export function importsIn(from: string, text: string): Import[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((m): Import => {
      const specifier = m.groups!['specifier']!;
      const at = m.index + m[0].indexOf(specifier);
      return { from, line: text.slice(0, at).split('\n').length, specifier, target: targetOf(from, specifier), typeOnly: m.groups!['type'] !== undefined };
    }),
  );
}

export const readImports = (root: string): Import[] => sourceFiles(root).flatMap((file) => importsIn(file, readFileSync(path.join(root, file), 'utf8')));

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier);
  const house = /^#(kernel|engines|modules)\/(.+)$/.exec(specifier);
  if (house !== null) return `server/src/${house[1]}/${house[2]}/index.ts`;
  if (specifier.startsWith('#test/')) return `server/test/${specifier.slice(6)}.ts`;
  if (specifier.startsWith('@yiwang/ui/')) return `packages/ui/src/${specifier.slice(11)}`;
  if (specifier === '@yiwang/server/contracts') return 'server/src/contracts.ts';
  if (specifier === '@yiwang/server/kernel/contract') return 'server/src/kernel/contract/index.ts';
  const contracts = /^@yiwang\/server\/contracts\/(.+)$/.exec(specifier);
  if (contracts !== null) return `server/src/modules/${contracts[1]}/contract.ts`;
  return undefined;
}

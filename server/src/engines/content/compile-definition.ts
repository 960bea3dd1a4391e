import path from 'node:path';
import { z } from 'zod';
import { sm3 } from './digest.ts';
import { ProblemError, problem, type ContentProblem, type Words } from './problems.ts';
import { readText } from './read-text.ts';
import type { ResolvedDefinition } from './resolve-inheritance.ts';
import { schemaIssues } from './schema-words.ts';
import type { DefinitionSource, IssuePlace, Kind, Step } from './types.ts';
import { place } from './validate.ts';

export const stepsOf = (p: Step[] | string): Step[] =>
  typeof p !== 'string' ? p : p === '' ? [] : p.split('.').map((s) => (/^\d+$/.test(s) ? Number(s) : s));

/** Runs a kind's `compile`; collects what it refuses and the digests of the files that it reads. */
export async function compileDefinition(
  kind: Kind, definition: ResolvedDefinition, value: unknown, find: DefinitionSource['find'], problems: ContentProblem[],
): Promise<{ compiled: unknown; files: string[] }> {
  const { raw, layers } = definition;
  const files: string[] = [];
  const refuse = (words: Words, at: IssuePlace = {}): void => {
    const where = at.file === undefined ? place(definition, stepsOf(at.path ?? [])) : { pack: raw.pack, file: at.file, path: stepsOf(at.path ?? []).join('.') };
    problems.push(problem('compile', { ...where, ...(at.line === undefined ? {} : { line: at.line, column: at.column ?? 1 }) }, { why: words }));
  };
  /** A file named by an inherited part lies beside the layer that named it: the lowest layer that has it wins. */
  const lookUp = (name: string): Uint8Array | undefined => {
    for (const layer of layers) {
      const full = path.posix.normalize(path.posix.join(path.posix.dirname(layer.file), name));
      if (full.startsWith('../') || path.posix.isAbsolute(name) || name.includes('\\') || name.includes('\0')) return undefined;
      const bytes = layer.source.read(full);
      if (bytes) return bytes;
    }
    return undefined;
  };
  const bytes = (name: string): Uint8Array => {
    const found = lookUp(name);
    if (!found) throw new ProblemError(problem('fileMissing', { ...place(definition, []) }, { file: name }));
    files.push(`${name} ${sm3(found)}`);
    return found;
  };
  const source: DefinitionSource = {
    id: raw.id, version: raw.version, pack: raw.pack, file: raw.file,
    bytes, find, report: refuse,
    has: (name) => lookUp(name) !== undefined,
    read(name) {
      const text = readText(bytes(name));
      if (text === undefined) throw new ProblemError(problem('encoding', { pack: raw.pack, file: name }));
      return text;
    },
  };
  try {
    return { compiled: await kind.compile?.(value, source), files };
  } catch (error) {
    if (error instanceof ProblemError) problems.push(error.problem);
    else if (error instanceof z.core.$ZodError) for (const issue of schemaIssues(error)) refuse(issue.words, { path: issue.path });
    else refuse(wordsOfError(error));
    return { compiled: undefined, files };
  }
}

/** A refusal's own words in both languages, or the message of another error. */
function wordsOfError(error: unknown): Words {
  if (typeof error === 'object' && error !== null && 'words' in error && typeof error.words === 'function') {
    const words = error.words.bind(error) as (locale: 'zh' | 'en') => string;
    return { zh: words('zh'), en: words('en') };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { zh: message, en: message };
}

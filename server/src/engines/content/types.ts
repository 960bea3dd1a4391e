/**
 * Terms.
 * - pack 内容包: a folder of definitions with `pack.yaml`; packs form a tree by `parent` (national → province).
 * - kind 定义类型: what an engine registers: a schema, its references, its compilation. This engine knows no kind by name.
 * - definition 定义: one versioned, dated thing of a kind; its key is (kind, id, version).
 * - table 表: a CSV file whose rows are definitions.
 * - snapshot 快照: all definitions of all packs at one load; immutable.
 * - problem 问题: why something is refused, with file, line, column and words in both languages.
 */
import type { z } from 'zod';
import type { Words } from './problems.ts';

/** One step of a path into a definition: a key, or the index of a list member. */
export type Step = string | number;

/** A definition names another: the kind and id it needs, and where it says so. `version` only where one is pinned. */
export interface Reference {
  kind: string;
  id: string;
  /** Steps, or the same joined by dots: `fields.0.codeList`. */
  path: Step[] | string;
  version?: number;
}

/** Where a problem lies inside a definition or in a file beside it (line and column from 1). */
export interface IssuePlace {
  path?: Step[] | string;
  file?: string;
  line?: number;
  column?: number;
}

/** What `compile` gets beside the parsed definition: the files beside it, and a way to refuse it. */
export interface DefinitionSource {
  readonly id: string;
  readonly version: number;
  readonly pack: string;
  /** Path of the defining file inside its pack. */
  readonly file: string;
  /** Text of a file; the path is relative to the defining file and may not leave the pack. Throws a refusal if absent. */
  read(path: string): string;
  bytes(path: string): Uint8Array;
  has(path: string): boolean;
  /** Refuses the definition; may be called several times. */
  report(words: Words, at?: IssuePlace): void;
  /** Parsed (not compiled) body of another definition of this load: the highest version, or the one asked for. */
  find(kind: string, id: string, version?: number): unknown;
}

/** 定义类型: registered by the engine that understands it. */
export interface Kind<D = unknown, C = unknown> {
  kind: string;
  /** Checked over the merged body. Envelope keys (`kind`, `id`, `version` …) are handed in only if the schema names them. */
  schema: z.ZodType<D>;
  /** Definitions of this kind may come from CSV tables named in `pack.yaml`; cells are strings, empty ones are left out. */
  table?: boolean;
  /** Default: true, but false for tables. A versioned definition may not change its body under an unchanged version number. */
  versioned?: boolean;
  references?(definition: D): Reference[];
  /** Runs once at load; what it returns is kept as `compiled`. Throwing refuses the definition. */
  compile?(definition: D, source: DefinitionSource): C | Promise<C>;
}

/** A kind whatever its types: what lists of kinds hold. */
export interface AnyKind extends Omit<Kind, 'references' | 'compile'> {
  references?(definition: never): Reference[];
  compile?(definition: never, source: DefinitionSource): unknown;
}

/** 定义: immutable; `value` is what the kind's schema returned, deeply frozen. */
export interface Definition<D = unknown, C = unknown> {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  /** First and last day in force, `YYYY-MM-DD`, both inclusive; undefined means open. */
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  /** Significant digits of the division whose definition this is; undefined means the whole pack. */
  readonly division: string | undefined;
  /** Comes from a pack of demonstration data. */
  readonly demonstration: boolean;
  /** Paths that a lower level may not change, its own and inherited ones. */
  readonly locked: readonly string[];
  readonly value: D;
  readonly compiled: C;
  /** SM3 (hex) of the merged body and of every file that its compilation read. */
  readonly digest: string;
  readonly pack: string;
  readonly file: string;
  readonly line: number;
}

/** Which version: a number, or the highest in force on a day; neither means the highest there is. */
export interface At {
  version?: number;
  on?: string;
}

export interface ListFilter<D = unknown, C = unknown> extends Pick<At, 'on'> {
  pack?: string;
  /** Definitions of this division and of those above it (and those without one). */
  division?: string;
  where?(definition: Definition<D, C>): boolean;
}

export interface PackInfo {
  id: string;
  name: { zh: string; en?: string };
  version: string;
  parent: string | undefined;
  demonstration: boolean;
  /** SM3 (hex) over path and digest of every file of the pack. */
  digest: string;
  definitions: number;
}

/** Declares a kind with its types inferred from schema and compilation. */
export function defineKind<D, C = undefined>(kind: Kind<D, C>): Kind<D, C> {
  return kind;
}

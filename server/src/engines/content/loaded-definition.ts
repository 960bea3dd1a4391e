import { canonicalJson, sm3 } from './digest.ts';
import type { ResolvedDefinition } from './resolve-inheritance.ts';
import type { Definition } from './types.ts';

/** A definition as it stands in the snapshot. Its digest is made when asked for: rows of long tables hardly ever are. */
export class LoadedDefinition implements Definition {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  readonly division: string | undefined;
  readonly demonstration: boolean;
  readonly locked: readonly string[];
  readonly value: unknown;
  readonly compiled: unknown;
  readonly pack: string;
  readonly file: string;
  readonly line: number;
  readonly #body: object;
  readonly #files: readonly string[];
  #digest: string | undefined;

  /** `files`: digests of the files that its compilation read. */
  constructor({ raw, body, division, validFrom, validTo, locked }: ResolvedDefinition, { value, compiled, files, demonstration }: { value: unknown; compiled: unknown; files: readonly string[]; demonstration: boolean }) {
    this.kind = raw.kind;
    this.id = raw.id;
    this.version = raw.version;
    this.validFrom = validFrom;
    this.validTo = validTo;
    this.division = division;
    this.demonstration = demonstration;
    this.locked = locked.length === 0 ? none : Object.freeze([...locked]);
    this.value = freeze(value);
    this.compiled = compiled;
    this.pack = raw.pack;
    this.file = raw.file;
    this.line = raw.line;
    this.#body = body;
    this.#files = files;
    Object.freeze(this);
  }

  get digest(): string {
    return (this.#digest ??= sm3([canonicalJson(this.#body), ...this.#files].join('\n')));
  }
}

const none: readonly string[] = Object.freeze([]);

/** Freezes plain values deeply; instances of classes are left as they are. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
  return value;
}

import { errors } from './errors.ts';
import type { At, Definition, Kind, ListFilter, PackInfo } from './types.ts';

type KindName<D, C> = Kind<D, C> | string;

/** 快照: reading definitions. A kind is named by its declaration (typed) or by its name. */
export interface ContentReader {
  /** The definition, or undefined. Without `version` and `on`: the highest version there is. */
  find<D = unknown, C = unknown>(kind: KindName<D, C>, id: string, at?: At): Definition<D, C> | undefined;
  /** The definition; throws `content.unknownDefinition`, `content.unknownVersion` or `content.notInForce`. */
  get<D = unknown, C = unknown>(kind: KindName<D, C>, id: string, at?: At): Definition<D, C>;
  /** One definition for each id (the highest version, or the highest in force on a day), in the order of the packs. */
  list<D = unknown, C = unknown>(kind: KindName<D, C>, filter?: ListFilter<D, C>): Definition<D, C>[];
  /** All versions of one id, the highest first. */
  versions<D = unknown, C = unknown>(kind: KindName<D, C>, id: string): readonly Definition<D, C>[];
  packs(): readonly PackInfo[];
}

/** Definitions of one load by kind and id, versions descending. */
export type DefinitionIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Definition[]>>;

const nameOf = (kind: KindName<never, never>): string => (typeof kind === 'string' ? kind : kind.kind);

/** Whether a definition is in force on a day `YYYY-MM-DD`. */
export const inForce = (d: Pick<Definition, 'validFrom' | 'validTo'>, on: string): boolean =>
  (d.validFrom === undefined || d.validFrom <= on) && (d.validTo === undefined || on <= d.validTo);

/**
 * Readers over an index; `earlier` finds versions that an earlier load served and this one no longer has. Until a lower
 * pack's first version comes into force, the version `above` that it will replace is the one in force.
 */
export function createReader(
  index: DefinitionIndex, packs: readonly PackInfo[], earlier: (kind: string, id: string, version: number) => Definition | undefined, superseded: readonly Definition[] = [],
): ContentReader {
  const above = Map.groupBy(superseded.toSorted((a, b) => b.version - a.version), (d) => `${d.kind} ${d.id}`);
  const versionsOf = (kind: string, id: string): readonly Definition[] => {
    const ids = index.get(kind);
    if (!ids) throw errors.unknownKind({ kind });
    return ids.get(id) ?? [];
  };
  const pick = (versions: readonly Definition[], at: At): Definition | undefined => {
    const { version, on } = at;
    if (version !== undefined) return versions.find((v) => v.version === version);
    if (on === undefined || versions[0] === undefined) return versions[0];
    return versions.find((v) => inForce(v, on)) ?? above.get(`${versions[0].kind} ${versions[0].id}`)?.find((v) => inForce(v, on));
  };
  const find = (kind: string, id: string, at: At = {}): Definition | undefined =>
    pick(versionsOf(kind, id), at) ?? (at.version === undefined ? undefined : earlier(kind, id, at.version));

  const reader = {
    find: (kind: KindName<never, never>, id: string, at?: At) => find(nameOf(kind), id, at),
    get(kind: KindName<never, never>, id: string, at: At = {}) {
      const name = nameOf(kind);
      const found = find(name, id, at);
      if (found) return found;
      if (versionsOf(name, id).length === 0) throw errors.unknownDefinition({ kind: name, id });
      throw at.version === undefined ? errors.notInForce({ kind: name, id, on: at.on ?? '' }) : errors.unknownVersion({ kind: name, id, version: at.version });
    },
    list(kind: KindName<never, never>, filter: ListFilter = {}) {
      const ids = index.get(nameOf(kind));
      if (!ids) throw errors.unknownKind({ kind: nameOf(kind) });
      const found: Definition[] = [];
      for (const versions of ids.values()) {
        const definition = pick(versions, { on: filter.on });
        if (!definition) continue;
        if (filter.pack !== undefined && definition.pack !== filter.pack) continue;
        if (filter.division !== undefined && !filter.division.startsWith(definition.division ?? '')) continue;
        if (filter.where && !filter.where(definition)) continue;
        found.push(definition);
      }
      return found;
    },
    versions: (kind: KindName<never, never>, id: string) => versionsOf(nameOf(kind), id),
    packs: () => packs,
  };
  // The types of a kind were checked by its own schema when the definition was loaded.
  return reader as unknown as ContentReader;
}

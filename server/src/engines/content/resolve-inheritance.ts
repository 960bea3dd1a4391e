import { brokenLock, mergeOver } from './inherit.ts';
import type { PackTree } from './order-packs.ts';
import { problem, type ContentProblem } from './problems.ts';
import { keyOf, placeOf, type RawDefinition } from './read-pack.ts';

/** A definition with everything that it inherits; `layers` are the files it was made of, the lowest first. */
export interface ResolvedDefinition {
  raw: RawDefinition;
  body: Record<string, unknown>;
  locked: string[];
  division: string | undefined;
  validFrom: string | undefined;
  validTo: string | undefined;
  layers: RawDefinition[];
  /** A lower pack has this id under other version numbers: found only by who asks for this version. */
  superseded: boolean;
}

/** Envelope keys that are never inherited: they say which definition this is. */
const OWN_KEYS = ['kind', 'id', 'version', 'extends', 'locked'];

/**
 * Chooses for each (kind, id) the lowest pack that has it and resolves `extends`: another id of the same kind in the same
 * pack or above, or the same id above. What is locked above and changed below is refused where it is changed. Versions of packs
 * above whose numbers the lowest pack does not have stay, for cases that began with them, where `versioned` says that the kind has versions.
 */
export function resolveInheritance({ ordered, lineage }: PackTree, problems: ContentProblem[], versioned: (kind: string) => boolean = () => true): ResolvedDefinition[] {
  const byPack = new Map<string, RawDefinition[]>(); // `kind id pack` → versions
  const packsOf = new Map<string, string[]>(); // `kind id` → packs, parents first
  const seen = new Map<string, RawDefinition>();
  for (const pack of ordered) {
    for (const raw of pack.definitions) {
      const double = `${raw.pack} ${keyOf(raw)}`;
      const other = seen.get(double);
      if (other) {
        problems.push(problem('duplicate', { ...raw, ...placeOf(raw, ['id']), path: 'id' }, { kind: raw.kind, id: raw.id, version: raw.version, other: `${other.file}:${other.line}` }));
        continue;
      }
      seen.set(double, raw);
      const name = `${raw.kind} ${raw.id}`;
      const versions = byPack.get(`${name} ${raw.pack}`);
      if (versions) versions.push(raw);
      else {
        byPack.set(`${name} ${raw.pack}`, [raw]);
        packsOf.set(name, [...(packsOf.get(name) ?? []), raw.pack]);
      }
    }
  }

  const done = new Map<RawDefinition, ResolvedDefinition | undefined>();
  const resolving = new Set<RawDefinition>();

  const baseOf = (raw: RawDefinition, target: string): RawDefinition | undefined => {
    const [id = '', version] = target.split('@');
    for (const pack of lineage.get(raw.pack) ?? []) {
      if (id === raw.id && pack === raw.pack && version === undefined) continue;
      const versions = (byPack.get(`${raw.kind} ${id} ${pack}`) ?? []).filter((v) => v !== raw);
      const found = version === undefined ? highest(versions) : versions.find((v) => v.version === Number(version));
      if (found) return found;
    }
    return undefined;
  };

  const resolve = (raw: RawDefinition): ResolvedDefinition | undefined => {
    if (done.has(raw)) return done.get(raw);
    const result = raw.extends === undefined ? plain(raw) : inherited(raw, raw.extends);
    done.set(raw, result);
    return result;
  };

  const inherited = (raw: RawDefinition, target: string): ResolvedDefinition | undefined => {
    const refuse = (code: 'extends' | 'envelope', key: string, params: Parameters<typeof problem>[2]): undefined => {
      problems.push(problem(code, { ...raw, ...placeOf(raw, [key]), path: key }, params));
    };
    const base = baseOf(raw, target);
    if (!base || resolving.has(base)) return refuse('extends', 'extends', { kind: raw.kind, id: target });
    resolving.add(raw);
    const above = resolve(base);
    resolving.delete(raw);
    if (!above) return done.has(base) && done.get(base) === undefined ? undefined : refuse('extends', 'extends', { kind: raw.kind, id: target });
    if (above.division !== undefined && raw.division !== undefined && !raw.division.startsWith(above.division)) {
      const why = { zh: `区划“${raw.division}”不在上级“${above.division}”之内`, en: `division "${raw.division}" does not lie within "${above.division}"` };
      return refuse('envelope', 'division', { why });
    }
    const inheritable = Object.fromEntries(Object.entries(above.body).filter(([key]) => !OWN_KEYS.includes(key)));
    const body = mergeOver(inheritable, raw.body) as Record<string, unknown>;
    const broken = brokenLock(above.body, body, above.locked);
    if (broken) {
      problems.push(problem('locked', { ...raw, ...placeOf(raw, broken.path), path: broken.path.join('.') }, { path: broken.path.join('.'), base: `${base.pack}/${base.file}:${base.line}` }));
      return undefined;
    }
    return {
      raw, body, layers: [raw, ...above.layers], superseded: false,
      locked: [...new Set([...above.locked, ...raw.locked])],
      division: raw.division ?? above.division, validFrom: raw.validFrom ?? above.validFrom, validTo: raw.validTo ?? above.validTo,
    };
  };

  const supersededOf = (name: string, packs: string[]): ResolvedDefinition[] => {
    const known = new Set<number>();
    const found: ResolvedDefinition[] = [];
    for (const pack of packs.toReversed()) {
      for (const raw of byPack.get(`${name} ${pack}`) ?? []) {
        if (known.has(raw.version) || !versioned(raw.kind)) continue;
        known.add(raw.version);
        const one = pack === packs.at(-1) ? undefined : resolve(raw);
        if (one) found.push({ ...one, superseded: true });
      }
    }
    return found;
  };

  const resolved: ResolvedDefinition[] = [];
  for (const [name, packs] of packsOf) {
    const lowest = packs[packs.length - 1] ?? '';
    const line = lineage.get(lowest) ?? [];
    const stranger = packs.find((pack) => !line.includes(pack));
    for (const raw of byPack.get(`${name} ${lowest}`) ?? []) {
      if (stranger !== undefined) {
        const other = byPack.get(`${name} ${stranger}`)?.[0];
        problems.push(problem('duplicate', { ...raw, ...placeOf(raw, ['id']), path: 'id' }, { kind: raw.kind, id: raw.id, version: raw.version, other: `${stranger}/${other?.file ?? ''}:${other?.line ?? 1}` }));
        continue;
      }
      const hidden = packs.slice(0, -1).flatMap((pack) => byPack.get(`${name} ${pack}`) ?? []).find((r) => r.locked.length > 0);
      if (hidden && raw.extends === undefined) {
        problems.push(problem('overlay', { ...raw, ...placeOf(raw, ['id']), path: 'id' }, { locked: hidden.locked.join(', ') }));
        continue;
      }
      const one = resolve(raw);
      if (one) resolved.push(one);
    }
    if (stranger === undefined && packs.length > 1) resolved.push(...supersededOf(name, packs));
  }
  return resolved;
}

const plain = (raw: RawDefinition): ResolvedDefinition => ({
  raw, body: raw.body, locked: raw.locked, division: raw.division, validFrom: raw.validFrom, validTo: raw.validTo, layers: [raw], superseded: false,
});

const highest = (versions: RawDefinition[]): RawDefinition | undefined =>
  versions.reduce<RawDefinition | undefined>((best, v) => (best === undefined || v.version > best.version ? v : best), undefined);

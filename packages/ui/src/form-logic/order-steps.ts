import { namesIn } from './feel/names-in.ts';
import type { CompiledField, CompiledPage, CompiledSection, Condition, Step } from './compile-form.ts';

/**
 * Puts fields behind those that their compute and showIf (and those of their section and page) read, so that one pass
 * settles a form. A ring is named by its fields. Rows of repeated sections are ordered the same way inside.
 */
export function orderSteps(pages: readonly CompiledPage[]): { steps: Step[]; ring: string[] } {
  const nodes = new Map<string, { step: Step; reads: Set<string> }>();
  for (const page of pages) {
    for (const section of page.sections) {
      if (section.section.repeat) {
        const inside = new Set(section.fields.map((field) => field.field.id));
        const { order, ring } = sort(new Map(section.fields.map((field) => [field.field.id, { value: field, reads: readsOf(field, inside) }])));
        if (ring.length > 0) return { steps: [], ring: ring.map((id) => `${section.section.id}.${id}`) };
        section.ordered = order;
        const reads = union([...shown(section), ...section.fields.map((field) => readsOf(field))]);
        for (const id of inside) reads.delete(id);
        nodes.set(section.section.id, { step: { key: section.section.id, page, section }, reads });
      } else {
        for (const field of section.fields) {
          const reads = union([...shown(section), readsOf(field)]);
          nodes.set(field.field.id, { step: { key: field.field.id, page, section, field }, reads });
        }
      }
    }
  }
  const { order, ring } = sort(new Map([...nodes].map(([key, { step, reads }]) => [key, { value: step, reads }])));
  return { steps: order, ring };
}

const shown = (section: CompiledSection): Set<string>[] => [names(section.showIf), names(section.page.showIf)];
const names = (condition: Condition | null): Set<string> => new Set(condition ? namesIn(condition.source).map((path) => path[0]!) : []);
const union = (sets: Set<string>[]): Set<string> => new Set(sets.flatMap((set) => [...set]));

function readsOf(field: CompiledField, only?: ReadonlySet<string>): Set<string> {
  const all = union([names(field.showIf), names(field.compute), ...[...field.options.values()].map(names)]);
  return only ? new Set([...all].filter((name) => only.has(name))) : all;
}

function sort<V>(nodes: ReadonlyMap<string, { value: V; reads: ReadonlySet<string> }>): { order: V[]; ring: string[] } {
  const order: V[] = [];
  const done = new Set<string>();
  const visit = (key: string, above: readonly string[]): string[] => {
    const node = nodes.get(key);
    if (!node || done.has(key)) return [];
    const at = above.indexOf(key);
    if (at !== -1) return [...above.slice(at), key];
    for (const next of node.reads) {
      const ring = visit(next, [...above, key]);
      if (ring.length > 0) return ring;
    }
    done.add(key);
    order.push(node.value);
    return [];
  };
  for (const key of nodes.keys()) {
    const ring = visit(key, []);
    if (ring.length > 0) return { order: [], ring };
  }
  return { order, ring: [] };
}

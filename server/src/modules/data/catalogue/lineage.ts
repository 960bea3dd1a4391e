import { z } from 'zod';
import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { errors } from './errors.ts';
import { cataloguedItems } from './item-materials.ts';

/** 血缘 edge: data run from one node to the other. */
export interface Edge {
  from: string;
  to: string;
  how: string;
}
type Graph = { edges: Edge[]; titles: Map<string, string> };

const nodesMax = 400;
const depthMax = 8;
const formShape = z.object({ fields: z.unknown() }).loose();
const sourceShape = z.object({ register: z.string(), field: z.string() }).loose();

/** Sources of a form's fields, however deep they stand. */
function sourcesIn(value: unknown, found: { register: string; field: string }[] = []): { register: string; field: string }[] {
  if (Array.isArray(value)) for (const one of value) sourcesIn(one, found);
  else if (typeof value === 'object' && value !== null) {
    const source = sourceShape.safeParse((value as Record<string, unknown>)['source']);
    if (source.success) found.push({ register: source.data.register, field: source.data.field });
    for (const one of Object.values(value)) if (typeof one === 'object') sourcesIn(one, found);
  }
  return found;
}

/** What content declares: fields of registers, references between them, forms and materials of service items. */
function declaredByContent(deps: CatalogueDeps): Graph {
  const titles = new Map<string, string>();
  const edges: Edge[] = [];
  for (const r of deps.content.list(registerKind)) {
    titles.set(`register:${r.id}`, textIn(r.value.title, 'zh'));
    for (const f of r.value.fields) {
      titles.set(`field:${r.id}.${f.id}`, `${textIn(r.value.title, 'zh')} · ${textIn(f.title, 'zh')}`);
      edges.push({ from: `field:${r.id}.${f.id}`, to: `register:${r.id}`, how: 'part' });
      if (f.register !== undefined) edges.push({ from: `register:${f.register}`, to: `field:${r.id}.${f.id}`, how: 'reference' });
    }
  }
  for (const item of cataloguedItems(deps)) {
    const node = `item:${item.id}`;
    titles.set(node, item.name);
    for (const m of item.materials) if (m.register !== null) edges.push({ from: `register:${m.register}`, to: node, how: 'material' });
    const form = item.form === null ? undefined : formShape.safeParse(deps.content.find('form', item.form)?.value);
    const seen = new Set<string>();
    for (const s of form?.success === true ? sourcesIn(form.data) : []) {
      const from = `field:${s.register}.${s.field}`;
      if (!seen.has(from)) edges.push({ from, to: node, how: 'prefill' });
      seen.add(from);
    }
  }
  return { edges, titles };
}

/** What the catalogue and the exchange add: mounts, agreed demands, freed materials, edges declared by others. */
async function declaredByRows(deps: CatalogueDeps, ctx: Context, { edges, titles }: Graph): Promise<void> {
  const mounts = await ctx.tx.query<{ entry_id: string; title: string; kind: string; target: string; name: string }>('select m.entry_id, e.title, m.kind, m.target, m.title as name from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.ended_at is null limit 20000');
  for (const m of mounts) {
    const entry = `entry:${m.entry_id}`;
    titles.set(entry, m.title);
    if (m.kind === 'table') edges.push({ from: `register:${m.target}`, to: entry, how: 'table' });
    else {
      titles.set(`${m.kind === 'interface' ? 'service' : 'file'}:${m.target}`, m.name);
      edges.push({ from: entry, to: `${m.kind === 'interface' ? 'service' : 'file'}:${m.target}`, how: m.kind });
    }
  }
  const uses = await ctx.tx.query<{ entry_id: string; demander: string; demander_name: string; title: string }>("select distinct entry_id, demander, demander_name, title from catalogue.demand where entry_id is not null and state in ('delivered', 'fulfilled')");
  for (const u of uses) {
    titles.set(`consumer:${u.demander}`, u.demander_name);
    titles.set(`entry:${u.entry_id}`, u.title);
    edges.push({ from: `entry:${u.entry_id}`, to: `consumer:${u.demander}`, how: 'grant' });
  }
  const freed = await ctx.tx.query<{ entry_id: string; item_id: string; title: string }>("select s.entry_id, s.item_id, e.title from catalogue.material_source s join catalogue.entry e on e.id = s.entry_id where s.state = 'free'");
  for (const f of freed) {
    titles.set(`entry:${f.entry_id}`, f.title);
    edges.push({ from: `entry:${f.entry_id}`, to: `item:${f.item_id}`, how: 'free-material' });
  }
  for (const e of await ctx.tx.query<{ from_node: string; to_node: string; how: string }>('select from_node, to_node, how from catalogue.edge limit 20000')) edges.push({ from: e.from_node, to: e.to_node, how: e.how });
  const entriesOf = Map.groupBy(mounts.filter((m) => m.kind === 'table'), (m) => m.target);
  for (const s of (await deps.servicesOf?.()) ?? []) {
    const to = `service:${s.id}`;
    titles.set(to, s.title);
    // a service hands out what the catalogue says of its register; one that shows some fields only hangs on these too
    const entries = entriesOf.get(s.register) ?? [];
    edges.push(...(entries.length > 0 ? entries.map((m) => `entry:${m.entry_id}`) : [`register:${s.register}`]).map((from) => ({ from, to, how: 'service' })), ...s.fields.map((field) => ({ from: `field:${s.register}.${field}`, to, how: 'service' })));
  }
}

/** 使用部门 of the services that are reached: who holds a grant is asked of those alone. */
async function addConsumers(deps: CatalogueDeps, ctx: Context, { edges, titles }: Graph, start: string): Promise<void> {
  const services = [start, ...reach(edges, start, 'from')].filter((n) => n.startsWith('service:')).map((n) => n.slice('service:'.length));
  if (services.length === 0) return;
  for (const c of (await deps.consumersOf?.(ctx, services)) ?? []) {
    titles.set(`consumer:${c.organisation}`, c.name);
    edges.push({ from: `service:${c.service}`, to: `consumer:${c.organisation}`, how: 'grant' });
  }
}

/** All that is reached from a node along the edges, itself left out, the nearest first. */
export function reach(edges: readonly Edge[], start: string, direction: 'from' | 'to'): string[] {
  const other = direction === 'from' ? 'to' : 'from';
  const next = Map.groupBy(edges, (e) => e[direction]);
  const seen = new Set([start]);
  let front = [start];
  for (let depth = 0; depth < depthMax && front.length > 0 && seen.size < nodesMax; depth += 1) {
    front = front.flatMap((n) => (next.get(n) ?? []).map((e) => e[other])).filter((n) => !seen.has(n) && seen.add(n) !== undefined);
  }
  seen.delete(start);
  return [...seen];
}

/** Title of what is there but has no edges yet: its lineage is itself. Refuses what is not there. */
async function standsAlone({ serviceExists }: CatalogueDeps, ctx: Context, node: string): Promise<string> {
  const at = node.indexOf(':');
  const [kind, id] = [node.slice(0, at), node.slice(at + 1)];
  const entry = kind === 'entry' && /^[0-9a-f-]{36}$/.test(id) ? await ctx.tx.maybe<{ title: string }>('select title from catalogue.entry where id = $1', [id]) : undefined;
  const title = entry?.title ?? (kind === 'service' && (await serviceExists?.(ctx, id)) === true ? id : undefined);
  if (title === undefined) throw errors.unknown();
  return title;
}

/** Where it comes from, where it goes, and what breaks if it ends (everything downstream). */
export async function lineage(deps: CatalogueDeps, ctx: Context, input: { node: string }): Promise<OutputOf<typeof c.lineage>> {
  const graph = declaredByContent(deps);
  await declaredByRows(deps, ctx, graph);
  await addConsumers(deps, ctx, graph, input.node);
  const known = graph.titles.has(input.node) || graph.edges.some((e) => e.from === input.node || e.to === input.node);
  if (!known) graph.titles.set(input.node, await standsAlone(deps, ctx, input.node));
  const down = reach(graph.edges, input.node, 'from');
  const within = new Set([input.node, ...down, ...reach(graph.edges, input.node, 'to')].slice(0, nodesMax));
  const nodeOf = (id: string): { id: string; kind: string; title: string } => ({ id, kind: id.slice(0, id.indexOf(':')), title: graph.titles.get(id) ?? id.slice(id.indexOf(':') + 1) });
  return { nodes: [...within].map(nodeOf), edges: graph.edges.filter((e) => within.has(e.from) && within.has(e.to)), impact: down.filter((id) => !id.startsWith('field:')).map(nodeOf) };
}

/** For pipelines, services, open sets: their edges, as a whole, replace what they declared before. */
export async function declareEdges(ctx: Context, declaredBy: string, edges: readonly Edge[]): Promise<void> {
  await ctx.tx.query('delete from catalogue.edge where declared_by = $1', [declaredBy]);
  for (const e of edges) ctx.tx.insert('catalogue.edge', { declared_by: declaredBy, from_node: e.from, to_node: e.to, how: e.how, at: ctx.now.toISOString() });
}

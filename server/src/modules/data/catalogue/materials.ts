import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { findEntry } from './entry-queries.ts';
import { errors } from './errors.ts';
import { searchKind } from './index-entries.ts';
import { cataloguedItems, type ItemMaterial } from './item-materials.ts';
import { ownOrganisation } from './own-organisation.ts';

interface SourceRow {
  item_id: string;
  material_id: string;
  entry_id: string;
  state: 'proposed' | 'ready' | 'free';
  title: string;
  provider_name: string;
  number: string | null;
  version: number;
}

const sources = (ctx: Pick<Context, 'tx'>): Promise<SourceRow[]> => ctx.tx.query<SourceRow>(
  `select s.item_id, s.material_id, s.entry_id, s.state, e.title, e.provider_name, d.number, s.version
   from catalogue.material_source s join catalogue.entry e on e.id = s.entry_id left join catalogue.material_decision d on d.id = s.decision_id`);
const key = (itemId: string, materialId: string): string => `${itemId}/${materialId}`;

/** 免提交率 over the published items: fetched by the item itself, or freed by a decision. */
export async function freeRate(deps: CatalogueDeps, ctx: Pick<Context, 'tx'>): Promise<{ all: number; free: number; rate: number }> {
  const freed = new Set((await sources(ctx)).filter((s) => s.state === 'free').map((s) => key(s.item_id, s.material_id)));
  const all = cataloguedItems(deps).flatMap((i) => i.materials);
  const free = all.filter((m) => m.spared || freed.has(key(m.itemId, m.materialId))).length;
  return { all: all.length, free, rate: all.length === 0 ? 0 : Math.round((free / all.length) * 1000) / 1000 };
}

/** 材料 ↔ 数据来源: what each material could be taken from, and how far its matching has come. */
export async function listMaterials(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.listMaterials>): Promise<OutputOf<typeof c.listMaterials>> {
  const known = new Map((await sources(ctx)).map((s) => [key(s.item_id, s.material_id), s]));
  const wanted = cataloguedItems(deps).filter((i) => input.itemId === undefined || i.id === input.itemId).flatMap((i) => i.materials);
  const materials: OutputOf<typeof c.listMaterials>['materials'] = [];
  for (const m of wanted) {
    const s = known.get(key(m.itemId, m.materialId));
    materials.push({
      itemId: m.itemId, item: m.item, materialId: m.materialId, material: m.material, spared: m.spared, state: s?.state ?? 'unmatched', entryId: s?.entry_id ?? null, source: s?.title ?? null, sourceProvider: s?.provider_name ?? null,
      decision: s?.number ?? null, version: s?.version ?? 0, proposals: s === undefined && !m.spared && input.itemId !== undefined ? await proposalsFor(deps, ctx, m) : [],
    });
  }
  return { materials, ...(await freeRate(deps, ctx)) };
}

/** Entries whose words are the material's, the best three. */
async function proposalsFor({ search }: CatalogueDeps, ctx: Context, m: ItemMaterial): Promise<{ entryId: string; title: string; provider: string }[]> {
  const found = await search.query(ctx, { text: m.material.replace(/（.*?）|复印件|原件|证明|材料/g, '').slice(0, 40) || m.material, kinds: [searchKind], limit: 3 });
  const rows = await ctx.tx.query<{ id: string; title: string; provider_name: string }>('select id, title, provider_name from catalogue.entry where id = any ($1)', [found.hits.map((h) => h.ref)]);
  return rows.map((r) => ({ entryId: r.id, title: r.title, provider: r.provider_name }));
}

/** Confirms a source: ready when the entry can be shared and is mounted, else proposed until it is. */
export async function matchMaterial(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.matchMaterial>): Promise<OutputOf<typeof c.matchMaterial>> {
  if (!cataloguedItems(deps).some((i) => i.id === input.itemId && i.materials.some((m) => m.materialId === input.materialId))) throw errors.materialUnknown();
  const entry = await findEntry(ctx.tx, input.entryId);
  if (entry === undefined || entry.state !== 'published') throw errors.unknown();
  const mounted = (await ctx.tx.maybe('select 1 from catalogue.mount where entry_id = $1 and ended_at is null limit 1', [entry.id])) !== undefined;
  const state = mounted && entry.sharing !== 'none' ? 'ready' : 'proposed';
  const written = await ctx.tx.maybe<{ version: number }>(
    `insert into catalogue.material_source as s (item_id, material_id, entry_id, state, note, by_name, updated_at) select $1, $2, $3, $4, $5, $6, $7 where $8 = 0 or exists (select from catalogue.material_source where item_id = $1 and material_id = $2)
     on conflict (item_id, material_id) do update set entry_id = excluded.entry_id, state = excluded.state, note = excluded.note, by_name = excluded.by_name, decision_id = null, version = s.version + 1, updated_at = excluded.updated_at
       where s.version = $8 returning version`, [input.itemId, input.materialId, entry.id, state, input.note, ctx.actor.name, ctx.now, input.version]);
  if (written === undefined) throw errors.stale({ version: (await ctx.tx.maybe<{ version: number }>('select version from catalogue.material_source where item_id = $1 and material_id = $2', [input.itemId, input.materialId]))?.version ?? 0 });
  return { state, version: written.version };
}

/** 规范性文件: from now on these materials are not asked for; its text names each with its source. */
export async function freeMaterials(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.freeMaterials>): Promise<OutputOf<typeof c.freeMaterials>> {
  const issuer = ownOrganisation(deps, ctx);
  if ((await ctx.tx.maybe('select 1 from catalogue.material_decision where number = $1', [input.number])) !== undefined) throw errors.numberTaken({ number: input.number });
  const items = new Map(cataloguedItems(deps).flatMap((i) => i.materials).map((m) => [key(m.itemId, m.materialId), m]));
  const known = new Map((await sources(ctx)).map((s) => [key(s.item_id, s.material_id), s]));
  const lines = input.materials.map(({ itemId, materialId }, i) => {
    const material = items.get(key(itemId, materialId));
    if (material === undefined) throw errors.materialUnknown();
    const source = known.get(key(itemId, materialId));
    if (source === undefined || source.state === 'proposed') throw errors.sourceNotReady({ material: material.material });
    return `${i + 1}. “${material.item}”的“${material.material}”，由${source.provider_name}“${source.title}”共享取得。`;
  });
  const text = [`${input.title}`, input.number, '下列申请材料可以通过数据共享取得，自发布之日起不再要求申请人提交：', ...lines, issuer.name].join('\n');
  const digest = createHash('sm3').update(text).digest('hex');
  const id = ctx.newId();
  ctx.tx.insert('catalogue.material_decision', { id, number: input.number, title: input.title, body: text, digest, issued_by: issuer.id, issuer_name: issuer.name, issued_at: ctx.now.toISOString() });
  await ctx.tx.flush();
  await ctx.tx.query(
    `update catalogue.material_source s set state = 'free', decision_id = $1, version = s.version + 1, updated_at = $2 from jsonb_to_recordset($3::jsonb) as r("itemId" text, "materialId" text) where s.item_id = r."itemId" and s.material_id = r."materialId"`,
    [id, ctx.now, JSON.stringify(input.materials)]);
  deps.ledger.append(ctx.tx, { kind: 'materials.freed', subject: id, data: { number: input.number, digest, materials: input.materials.length } });
  return { id, digest, body: text };
}

export async function materialDecisions(ctx: Context): Promise<OutputOf<typeof c.materialDecisions>> {
  const rows = await ctx.tx.query<{ id: string; number: string; title: string; issuer_name: string; issued_at: Date; body: string; digest: string }>('select id, number, title, issuer_name, issued_at, body, digest from catalogue.material_decision order by issued_at desc limit 100');
  return { decisions: rows.map((r) => ({ id: r.id, number: r.number, title: r.title, issuer: r.issuer_name, issuedAt: r.issued_at.toISOString(), body: r.body, digest: r.digest })) };
}

/** For the portal: the materials of an item that are 免提交, each with the source that stands for it. */
export async function freedMaterials(ctx: Pick<Context, 'tx'>, itemId: string): Promise<Map<string, { source: string; provider: string; decision: string }>> {
  const rows = await ctx.tx.query<{ material_id: string; title: string; provider_name: string; number: string }>(
    `select s.material_id, e.title, e.provider_name, d.number from catalogue.material_source s join catalogue.entry e on e.id = s.entry_id join catalogue.material_decision d on d.id = s.decision_id where s.item_id = $1 and s.state = 'free'`, [itemId]);
  return new Map(rows.map((r) => [r.material_id, { source: r.title, provider: r.provider_name, decision: r.number }]));
}

import { createHash } from 'node:crypto';
import { registerKind } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { CatalogueDeps } from './deps.ts';
import type { Grade, InformationItem } from './contract-entry.ts';
import { reindex } from './index-entries.ts';
import { resourceCatalogueKind } from './kinds.ts';
import { nextCode } from './resource-code.ts';
import { proposalColumns, proposalDigest, type EntryProposal } from './write-entry.ts';

interface Declared {
  code: string;
  provider: string;
  proposal: EntryProposal;
  origin: 'content' | 'register';
  register: string | null;
}

/** 数据局 of the province answers for registers that no body has claimed yet. */
const unclaimedClass = '302900';

/** Entries that content declares: catalogues of the bodies, and one for every register that none of them names. */
function declared({ content, organisation }: CatalogueDeps): Declared[] {
  const catalogues = content.list(resourceCatalogueKind);
  const entries = catalogues.flatMap((c) => c.value.entries.map(({ code, register, ...proposal }): Declared => ({ code, provider: c.value.provider, proposal, origin: 'content', register: register ?? null })));
  const claimed = new Set(entries.map((e) => e.register));
  const keeper = catalogues.find((c) => organisation(c.value.provider)?.function === 'digital-government') ?? catalogues[0];
  if (keeper === undefined) return entries;
  const codes = entries.map((e) => e.code);
  for (const register of content.list(registerKind).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (claimed.has(register.id)) continue;
    const code = nextCode(unclaimedClass, codes);
    codes.push(code);
    entries.push({ code, provider: keeper.value.provider, origin: 'register', register: register.id, proposal: registerProposal(register.value) });
  }
  return entries;
}

type Register = ReturnType<typeof registerKind.schema.parse>;
const itemTypeOf = (type: string): InformationItem['type'] => (type === 'date' ? 'D' : /time|instant/.test(type) ? 'T' : /number$|integer|decimal|money/.test(type) && type !== 'identity-number' ? 'N' : type === 'boolean' ? 'B' : type === 'geometry' ? 'G' : 'C');
const gradeOf = (f: Register['fields'][number]): Grade => (f.sensitive ? 'general-4' : f.mask !== undefined && f.mask !== 'none' ? 'general-2' : 'general-1');

/** A register nobody catalogued yet: shared on conditions until its keeper says otherwise. */
function registerProposal(d: Register): EntryProposal {
  const personal = d.subjects.length > 0 || d.fields.some((f) => f.sensitive);
  const title = textIn(d.title, 'zh');
  const names = new Set<string>();
  const items = d.fields.map((f): InformationItem => {
    const plain = textIn(f.title, 'zh');
    const name = names.has(plain) ? `${plain}（${f.id}）` : plain;
    names.add(name);
    return { name, type: itemTypeOf(f.type), element: f.id, sensitive: f.sensitive, grade: gradeOf(f) };
  });
  return {
    title: title.length < 2 ? `${title}登记簿` : title, summary: d.description === undefined ? `登记簿“${title}”` : textIn(d.description, 'zh'), format: 'database', keywords: [], items,
    sharing: d.open && !personal ? { type: 'unconditional', ways: ['interface', 'table'] } : { type: 'conditional', ways: ['interface', 'verification'], condition: '限于履行法定职责所必需', basis: '《政务数据共享条例》' },
    opening: d.open && !personal ? { type: 'unconditional' } : { type: 'none', basis: '《中华人民共和国政府信息公开条例》第十五条' }, updateCycle: 'irregular', related: [],
  };
}

const upsertSql = `
  with r as (select * from jsonb_to_recordset($1::jsonb) as r(id uuid, code text, title text, provider text, provider_name text, division text, summary text, format text, keywords text[], items jsonb, sharing text, sharing_condition text,
      sharing_ways text[], sharing_basis text, opening text, opening_condition text, opening_basis text, update_cycle text, related text[], grade text, origin text, digest text)),
  written as (
    insert into catalogue.entry as e (id, code, title, provider, provider_name, division, summary, format, keywords, items, sharing, sharing_condition, sharing_ways, sharing_basis, opening, opening_condition, opening_basis,
      update_cycle, related, grade, origin, digest, state, published_on, updated_at)
    select r.*, 'published', $2::date, $3::timestamptz from r
    on conflict (code) do update set title = excluded.title, provider = excluded.provider, provider_name = excluded.provider_name, division = excluded.division, summary = excluded.summary, format = excluded.format,
      keywords = excluded.keywords, items = excluded.items, sharing = excluded.sharing, sharing_condition = excluded.sharing_condition, sharing_ways = excluded.sharing_ways, sharing_basis = excluded.sharing_basis,
      opening = excluded.opening, opening_condition = excluded.opening_condition, opening_basis = excluded.opening_basis, update_cycle = excluded.update_cycle, related = excluded.related, grade = excluded.grade,
      digest = excluded.digest, version = e.version + 1, updated_at = excluded.updated_at
    where e.origin in ('content', 'register') and e.digest <> excluded.digest
    returning e.*)
  insert into catalogue.entry_version (entry_id, version, at, by_name, change, snapshot)
  select id, version, $3, '内容包', 'content', to_jsonb(written) - 'data_updated_at' - 'data_rows' - 'updated_at' from written`;

const mountSql = `
  insert into catalogue.mount (id, entry_id, kind, target, title, mounted_at, by_name)
  select r.id, e.id, 'table', r.register, r.title, $2, '内容包'
  from jsonb_to_recordset($1::jsonb) as r(id uuid, code text, register text, title text) join catalogue.entry e on e.code = r.code
  where not exists (select from catalogue.mount m where m.entry_id = e.id and m.kind = 'table' and m.target = r.register)`;

/** Brings the table in line with the content; what was changed at the desk stays as the desk has it. */
export async function syncContent(deps: CatalogueDeps, ctx: Context): Promise<void> {
  const all = declared(deps);
  const rows = all.map((d) => {
    const provider = deps.organisation(d.provider);
    return {
      id: idOf(d.code), code: d.code, provider: d.provider, provider_name: provider?.name ?? d.provider, division: provider?.division ?? '', ...proposalColumns(d.proposal), origin: d.origin,
      digest: proposalDigest(d.proposal, d.provider),
    };
  });
  await ctx.tx.query(upsertSql, [JSON.stringify(rows), dayInChina(ctx.now), ctx.now]);
  const mounts = all.flatMap((d) => (d.register === null ? [] : [{ id: idOf(`${d.code}#${d.register}`), code: d.code, register: d.register, title: textIn(deps.content.get(registerKind, d.register).value.title, 'zh') }]));
  await ctx.tx.query(mountSql, [JSON.stringify(mounts), ctx.now]);
}

/** Counts rows of mounted registers and when they last changed. */
export async function refreshFacts(deps: CatalogueDeps, ctx: Context): Promise<void> {
  const mounts = await ctx.tx.query<{ entry_id: string; target: string }>("select entry_id, target from catalogue.mount where kind = 'table' and ended_at is null");
  for (const m of mounts) {
    const facts = await deps.registerFacts(ctx, m.target);
    await ctx.tx.query('update catalogue.entry set data_rows = $2, data_updated_at = $3 where id = $1 and (data_rows, data_updated_at) is distinct from ($2::bigint, $3::timestamptz)', [m.entry_id, facts.rows, facts.updatedAt]);
  }
}

export async function startCatalogue(deps: CatalogueDeps, asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>): Promise<void> {
  await asSystem(async (ctx) => {
    await syncContent(deps, ctx);
    await refreshFacts(deps, ctx);
  });
  await asSystem((ctx) => reindex(deps, ctx));
}

/** The same code has the same id wherever the content is loaded. */
function idOf(code: string): string {
  const hex = createHash('sm3').update(`catalogue:${code}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { admittedBy, wayIn } from './access.ts';
import { licenceOf } from './ckan-package.ts';
import { namesOfCodes } from './code-names.ts';
import type { Cell, OpenColumn } from './columns.ts';
import type * as c from './contract.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { operators, queryRows, type RowFilter } from './query-rows.ts';
import type { Check } from './release-checks.ts';
import { facetKinds, searchSets as search } from './search-sets.ts';
import { buildsOf, downloadPath, formats, getBuild, getOpenSet, releasesOf, resourceId, type OpenBuild, type SetRow } from './sets.ts';
import type { UseCounter } from './use-counter.ts';

export const checkView = (ctx: Pick<Context, 'locale'>, check: Check): { id: string; passed: boolean; words: string } => ({ id: check.id, passed: check.passed, words: check[ctx.locale] });
export const columnView = (ctx: Pick<Context, 'locale'>, column: OpenColumn): OutputOf<typeof c.getSet>['columns'][number] => ({
  id: column.id, title: textIn(column.title, ctx.locale), type: column.type, standard: column.standard ?? null, unit: column.unit ?? null, filled: column.filled ?? 0, codes: (column.codes ?? []).map((x) => ({ code: x.code, name: textIn(x.name, ctx.locale) })),
});
/** What released a set where nobody did. */
const ofTheHouse: Record<string, string> = { 内容包: 'content pack', 内容发布: 'publication of the content', 定期更新: 'regular renewal', 首次发布审核: 'approval of the first release' };
export const releaseView = (ctx: Pick<Context, 'locale'>, r: Awaited<ReturnType<typeof releasesOf>>[number]): OutputOf<typeof c.getSet>['releases'][number] => {
  const by = (name: string): string => (ctx.locale === 'en' ? ofTheHouse[name] : undefined) ?? name;
  return { version: r.version, at: r.at.toISOString(), digest: r.digest, rows: r.rows, proposedBy: by(r.proposed_by_name), approvedBy: by(r.approved_by_name), note: r.note, entryId: r.entry_id };
};

function summary(deps: OpenDeps, ctx: Context, s: SetRow, build: OpenBuild): OutputOf<typeof c.searchSets>['sets'][number] {
  const theme = policyOf(deps).themes.find((t) => t.id === s.theme);
  return {
    name: s.name, title: textIn(s.definition.title, ctx.locale), description: textIn(s.definition.description, ctx.locale), organisation: organisationName(deps, ctx, s), theme: s.theme, themeTitle: theme === undefined ? s.theme : textIn(theme.title, ctx.locale), formats: s.formats,
    cycle: s.cycle, tags: s.tags, rows: build.rows, version: s.current_version, conditional: s.access === 'conditional', issuedAt: s.issued_at!.toISOString(), modifiedAt: s.modified_at!.toISOString(),
  };
}
export const organisationName = (deps: OpenDeps, ctx: Pick<Context, 'locale'>, s: Pick<SetRow, 'organisation' | 'organisation_name'>): string => (ctx.locale === 'en' ? deps.organisation(s.organisation)?.englishName : undefined) ?? s.organisation_name;

export async function searchSets(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.searchSets>): Promise<OutputOf<typeof c.searchSets>> {
  const { q, sort, limit, offset, department: organisation, ...others } = input;
  const wanted = { organisation, ...others };
  const filters = facetKinds.flatMap((kind) => (wanted[kind] === undefined ? [] : [{ kind, values: [wanted[kind]] }]));
  const found = await search(ctx.tx, { q, sort, limit, offset, filters });
  const builds = new Map((await buildsOf(ctx.tx, found.sets.map((s) => s.current_build!))).map((b) => [b.id, b]));
  const { themes } = policyOf(deps);
  const names = (list: { id: string; count: number }[], title: (id: string) => string): { id: string; title: string; count: number }[] => list.map((f) => ({ ...f, title: title(f.id) }));
  return {
    sets: found.sets.map((s) => summary(deps, ctx, s, builds.get(s.current_build!)!)), total: found.total, by: found.by,
    facets: {
      theme: names(found.facets.theme, (id) => textIn(themes.find((t) => t.id === id)?.title ?? id, ctx.locale)),
      department: names(found.facets.organisation, (id) => organisationName(deps, ctx, { organisation: id, organisation_name: deps.organisation(id)?.name ?? id })),
      format: names(found.facets.format, (id) => (id in formats ? formats[id as keyof typeof formats].ckan : id)), cycle: names(found.facets.cycle, (id) => id), tag: names(found.facets.tag, (id) => id),
    },
  };
}

export async function getSet(deps: OpenDeps, use: UseCounter, ctx: Context, input: ParsedInputOf<typeof c.getSet>): Promise<OutputOf<typeof c.getSet>> {
  const s = await getOpenSet(ctx.tx, input.name);
  const build = await getBuild(ctx.tx, s.current_build);
  use.note(s.name, 'view', ctx.now);
  const licence = licenceOf(policyOf(deps), s.definition.licence);
  const cells = build.rows * build.columns.length;
  return {
    ...summary(deps, ctx, s, build), id: s.id, titles: { zh: textIn(s.definition.title, 'zh'), en: textIn(s.definition.title, 'en') }, standard: s.definition.standard ?? null, note: s.definition.note === undefined ? null : textIn(s.definition.note, ctx.locale),
    period: s.definition.period ?? null, entry: s.definition.entry ?? null, licence: { title: textIn(licence.title, ctx.locale), url: licence.url }, digest: build.digest, bytes: build.bytes, columns: build.columns.map((x) => columnView(ctx, x)),
    checks: build.checks.map((x) => checkView(ctx, x)), completeness: cells === 0 ? 1 : build.columns.reduce((sum, x) => sum + (x.filled ?? 0), 0) / cells, chart: s.definition.chart ?? null, geometry: s.formats.includes('geojson'), access: await wayIn(ctx, s),
    resources: s.formats.map((f) => ({ id: resourceId(s.name, f), format: formats[f].ckan, mediaType: formats[f].mediaType, path: downloadPath(s.name, f), bytes: f === 'csv' ? build.bytes : null })),
    releases: (await releasesOf(ctx.tx, s.name)).filter((r) => r.version >= s.versions_from).map((r) => releaseView(ctx, r)), use: await use.totals(ctx.tx, s.name),
  };
}

const isCell = (v: unknown): v is Cell => v === null || ['string', 'number', 'boolean'].includes(typeof v);

/** `[{ field, op, value }]` as text: the query builder's own form. */
export function readFilters(text: string): RowFilter[] {
  const refuse = (): never => {
    throw errors.filterInvalid({ zh: '须为 [{ field, op, value }]', en: 'it must be [{ field, op, value }]' });
  };
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return refuse();
  }
  if (!Array.isArray(given)) return refuse();
  return given.map((f: unknown): RowFilter => {
    const { field, op = 'eq', value } = (typeof f === 'object' && f !== null ? f : refuse()) as { field?: unknown; op?: unknown; value?: unknown };
    if (typeof field !== 'string' || !(operators as readonly unknown[]).includes(op) || !(Array.isArray(value) ? value.every(isCell) : isCell(value))) return refuse();
    return { field, op: op as RowFilter['op'], value: value as Cell | Cell[] };
  });
}

export async function findRows(deps: OpenDeps, use: UseCounter, ctx: Context, input: ParsedInputOf<typeof c.findRows>): Promise<OutputOf<typeof c.findRows>> {
  const s = await getOpenSet(ctx.tx, input.name);
  use.noteAccess(await admittedBy(ctx, s, undefined), ctx.now);
  const build = await getBuild(ctx.tx, s.current_build);
  const sort = input.sort === undefined || input.sort === '' ? [] : [{ field: input.sort.replace(/^-/, ''), descending: input.sort.startsWith('-') }];
  const { rows, total } = await queryRows(ctx.tx, build, { filters: readFilters(input.filters), q: input.q, sort, limit: input.limit, offset: input.offset });
  use.note(s.name, 'api', ctx.now);
  const label = build.columns.find((x) => /name$/i.test(x.id))?.id ?? build.columns[0]!.id;
  const plain = rows.map((r) => { const { geometry: _long, ...rest } = r.data; return rest; });
  return {
    total, version: s.current_version, rows: plain, names: namesOfCodes(deps, ctx, s.definition, build.columns, plain),
    shapes: input.geometry ? rows.filter((r) => r.geometry !== null).map((r) => ({ key: r.key, label: String(r.data[label] ?? r.key), geometry: r.geometry })) : [],
  };
}

export async function statistics(deps: OpenDeps, use: UseCounter, ctx: Context): Promise<OutputOf<typeof c.statistics>> {
  const all = await ctx.tx.one<{ sets: number; rows: number; organisations: number }>("select count(*)::int as sets, coalesce(sum(b.rows), 0)::bigint as rows, count(distinct s.organisation)::int as organisations from open.set s join open.build b on b.id = s.current_build where s.state <> 'withdrawn'");
  const themes = await ctx.tx.query<{ id: string; count: number }>("select theme as id, count(*)::int as count from open.set where state <> 'withdrawn' and current_build is not null group by 1 order by 2 desc, 1");
  const top = await use.top(ctx.tx, 10);
  const titles = new Map((await ctx.tx.query<{ name: string; definition: SetRow['definition'] }>('select name, definition from open.set where name = any ($1)', [top.map((t) => t.set)])).map((r) => [r.name, textIn(r.definition.title, ctx.locale)]));
  const requests = await ctx.tx.one<{ open: number; answered: number }>("select count(*) filter (where state = 'open')::int as open, count(*) filter (where state <> 'open')::int as answered from open.request");
  const known = policyOf(deps).themes;
  return { sets: all.sets, rows: Number(all.rows), organisations: all.organisations, use: await use.totals(ctx.tx), themes: themes.map((t) => ({ ...t, title: textIn(known.find((k) => k.id === t.id)?.title ?? t.id, ctx.locale) })), top: top.map((t) => ({ name: t.set, title: titles.get(t.set) ?? t.set, times: t.times })), requests };
}

import type { ReadTx } from '#kernel/db';
import { CkanError } from './ckan-error.ts';
import { jsonValue, optionalText, textList, wholeNumber, type CkanInput } from './ckan-input.ts';
import { organizationCode, organizationName, type CkanHouse } from './ckan-package.ts';
import { packagesOf } from './ckan-packages.ts';
import { searchListed, type SetSearch } from './search-sets.ts';
import { formats, type Format } from './sets.ts';

type Narrow = Pick<SetSearch, 'theme' | 'organisation' | 'format' | 'cycle' | 'tag'>;

const formatOf = (word: string): string => (Object.keys(formats) as Format[]).find((f) => formats[f].ckan.toLowerCase() === word.toLowerCase()) ?? word.toLowerCase();
const formatWord = (id: string): string => (Object.hasOwn(formats, id) ? formats[id as Format].ckan : id.toUpperCase());

/** `organization:x groups:"y" tags:z res_format:CSV`, joined by blanks or AND: what clients filter by; other fields find nothing, as in CKAN. */
export function readFilterQuery(fq: string): Narrow & { nothing?: true } {
  const found: Narrow & { nothing?: true } = {};
  if (fq.length > 2000) throw CkanError.validation('fq', 'Too long');
  for (const part of fq.matchAll(/(\+|-)?(\w+):(?:"([^"]*)"|\(([^)]*)\)|(\S+))/g)) {
    const value = (part[3] ?? part[4] ?? part[5] ?? '').replaceAll('"', '').replace(/\s+OR\s.*$/, '');
    if (part[1] === '-') continue;
    if (part[2] === 'organization') found.organisation = organizationCode(value);
    else if (part[2] === 'groups' || part[2] === 'theme') found.theme = value;
    else if (part[2] === 'tags') found.tag = value;
    else if (part[2] === 'res_format') found.format = formatOf(value);
    else if (part[2] === 'frequency') found.cycle = value;
    else if (part[2] !== 'state' && part[2] !== 'dataset_type' && part[2] !== 'type' && part[2] !== 'capacity' && part[2] !== 'private') found.nothing = true;
  }
  return found;
}

const sorts: Record<string, SetSearch['sort']> = {
  'score desc, metadata_modified desc': 'relevance', 'score desc': 'relevance', 'relevance asc, metadata_modified desc': 'relevance', 'metadata_modified desc': 'modified', 'metadata_modified asc': 'modified-asc', 'name asc': 'name', 'name desc': 'name-desc',
  'title_string asc': 'title', 'title_string desc': 'title-desc', 'title asc': 'title', 'title desc': 'title-desc', name: 'name',
};

/** package_search: 1,000 packages at the most, as in CKAN. */
export async function packageSearch(house: CkanHouse, tx: ReadTx, input: CkanInput): Promise<Record<string, unknown>> {
  const q = optionalText(input, 'q', 4000) ?? '';
  const filterTexts = [optionalText(input, 'fq', 4000) ?? '', ...(textList(input, 'fq_list') ?? [])];
  const inQ = /^\w+:/.test(q) ? readFilterQuery(q) : {};
  const narrow = Object.assign({}, inQ, ...filterTexts.map(readFilterQuery)) as ReturnType<typeof readFilterQuery>;
  const rows = wholeNumber(input, 'rows', 10, 1000);
  const start = wholeNumber(input, 'start', 0, 1_000_000);
  const sortText = optionalText(input, 'sort', 200);
  const sort = sortText === undefined ? undefined : sorts[sortText.trim().toLowerCase().replace(/\s+/g, ' ')];
  if (sortText !== undefined && sort === undefined) throw CkanError.validation('sort', 'Cannot sort by this');
  const text = q === '*:*' || /^\w+:/.test(q) ? '' : q;
  const { nothing, ...wanted } = narrow;
  const found = nothing === true ? undefined : await searchListed(tx, { ...wanted, q: text, sort, limit: rows, offset: start });
  const wantedFacets = jsonValue(input, 'facet.field');
  const facetFields = Array.isArray(wantedFacets) ? wantedFacets.map(String).slice(0, 10) : [];
  const items = (name: string): { name: string; display_name: string; count: number }[] => {
    const of = found?.facets;
    if (of === undefined) return [];
    if (name === 'organization') return of.organisation.map((o) => ({ name: organizationName(o.id), display_name: found?.listed.find((s) => s.organisation === o.id)?.organisation_name ?? o.id, count: o.count }));
    if (name === 'groups') return of.theme.map((t) => ({ name: t.id, display_name: String(house.policy.themes.find((x) => x.id === t.id)?.title ?? t.id), count: t.count }));
    if (name === 'tags') return of.tag.map((t) => ({ name: t.id, display_name: t.id, count: t.count }));
    if (name === 'res_format') return of.format.map((f) => ({ name: formatWord(f.id), display_name: formatWord(f.id), count: f.count }));
    return [];
  };
  const facets = facetFields.map((title) => ({ title, items: items(title) }));
  return {
    count: found?.total ?? 0, sort: sortText ?? 'score desc, metadata_modified desc', facets: Object.fromEntries(facets.map((f) => [f.title, Object.fromEntries(f.items.map((i) => [i.name, i.count]))])),
    search_facets: Object.fromEntries(facets.map((f) => [f.title, f])), results: await packagesOf(house, tx, found?.listed.map((s) => s.name) ?? []),
  };
}

import type { ReadTx } from '#kernel/db';
import { CkanError } from './ckan-error.ts';
import { flag, jsonValue, optionalText, textList, wholeNumber, type CkanInput } from './ckan-input.ts';
import { organizationCode, organizationName, zh, type CkanHouse } from './ckan-package.ts';
import { packagesOf } from './ckan-packages.ts';
import { organisationNames, searchListed, type FacetKind, type SetFilter, type SetSearch } from './search-sets.ts';
import { formats, type Format } from './sets.ts';

interface Narrow { filters: SetFilter[]; text: string; nothing: boolean }

const formatOf = (word: string): string => (Object.keys(formats) as Format[]).find((f) => formats[f].ckan.toLowerCase() === word.toLowerCase()) ?? word.toLowerCase();
const formatWord = (id: string): string => (Object.hasOwn(formats, id) ? formats[id as Format].ckan : id.toUpperCase());

const same = (w: string): string => w;
const kinds = new Map<string, { kind: FacetKind; read: (word: string) => string; write: (id: string) => string }>(Object.entries({
  organization: { kind: 'organisation', read: organizationCode, write: organizationName },
  groups: { kind: 'theme', read: same, write: same }, theme: { kind: 'theme', read: same, write: same },
  tags: { kind: 'tag', read: same, write: same }, frequency: { kind: 'cycle', read: same, write: same }, res_format: { kind: 'format', read: formatOf, write: formatWord },
}));
const ofEverySet = new Set(['state', 'dataset_type', 'type', 'capacity', 'private']);
const ofTexts = new Set(['title', 'notes', 'text']);

/** `organization:x groups:("y" OR z) -tags:z res_format:CSV`, joined by blanks or AND: what clients filter by; other fields find nothing, as in CKAN. */
export function readFilterQuery(fq: string): Narrow {
  const found: Narrow = { filters: [], text: '', nothing: false };
  if (fq.length > 2000) throw CkanError.validation('fq', 'Too long');
  for (const [, sign, field = '', quoted, list, bare] of fq.matchAll(/(\+|-|\bNOT\s+)?(\w+):(?:"([^"]*)"|\(([^)]*)\)|(\[[^\]]*\]|\S+))/g)) {
    const values = (list === undefined ? [quoted ?? bare ?? ''] : [...list.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '').filter((v) => v !== 'OR' && v !== 'AND')).filter((v) => v !== '').slice(0, 50);
    if (values.length === 0 || values.includes('*') || values.includes('[* TO *]')) continue;
    const known = kinds.get(field);
    const not = sign !== undefined && sign !== '+';
    // several words joined by AND, or by nothing, must all hold
    if (known !== undefined) found.filters.push(...(list !== undefined && !/\bOR\b/.test(list) && !not ? values.map((v) => [v]) : [values]).map((some) => ({ kind: known.kind, values: some.map(known.read), not })));
    else if (ofTexts.has(field) && !not) found.text += ` ${values.join(' ')}`;
    else if (!ofEverySet.has(field) && !not) found.nothing = true;
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
  const fielded = /^[+-]?\w+:/.test(q);
  const narrow = [...(fielded ? [q] : []), ...filterTexts].map(readFilterQuery);
  const rows = wholeNumber(input, 'rows', 10, 1000);
  const start = wholeNumber(input, 'start', 0, 1_000_000);
  const sortText = optionalText(input, 'sort', 200);
  const sort = sortText === undefined ? undefined : sorts[sortText.trim().toLowerCase().replace(/\s+/g, ' ')];
  if (sortText !== undefined && sort === undefined) throw CkanError.validation('sort', 'Cannot sort by this');
  const wantedFacets = flag(input, 'facet', true) ? jsonValue(input, 'facet.field') : undefined;
  const facetFields = Array.isArray(wantedFacets) ? wantedFacets.map(String).slice(0, 10) : [];
  const shown = String(input['facet.limit'] ?? '') === '-1' ? undefined : wholeNumber(input, 'facet.limit', 50, 1000);
  const text = [fielded || q === '*:*' ? '' : q, ...narrow.map((n) => n.text)].join(' ').trim();
  const found = narrow.some((n) => n.nothing) ? undefined : await searchListed(tx, { q: text, filters: narrow.flatMap((n) => n.filters), sort, limit: rows, offset: start, facets: facetFields.flatMap((f) => kinds.get(f)?.kind ?? []) });
  const names = facetFields.includes('organization') ? await organisationNames(tx, found?.facets.organisation.map((o) => o.id) ?? []) : new Map<string, string>();
  const titleOf = (field: string, id: string): string => (field === 'organization' ? (names.get(id) ?? id) : field === 'groups' ? zh(house.policy.themes.find((t) => t.id === id)?.title ?? id) : kinds.get(field)!.write(id));
  const items = (field: string): { name: string; display_name: string; count: number }[] => {
    const known = kinds.get(field);
    return known === undefined || found === undefined ? [] : found.facets[known.kind].slice(0, shown).map(({ id, count }) => ({ name: known.write(id), display_name: titleOf(field, id), count }));
  };
  const facets = facetFields.map((title) => ({ title, items: items(title) }));
  return {
    count: found?.total ?? 0, sort: sortText ?? 'score desc, metadata_modified desc', facets: Object.fromEntries(facets.map((f) => [f.title, Object.fromEntries(f.items.map((i) => [i.name, i.count]))])),
    search_facets: Object.fromEntries(facets.map((f) => [f.title, f])), results: await packagesOf(house, tx, found?.names ?? []),
  };
}

import type { ReadTx } from '#kernel/db';
import { datastoreSearch, findResource } from './ckan-datastore.ts';
import { CkanError } from './ckan-error.ts';
import { flag, neededText, optionalText, wholeNumber, type CkanInput } from './ckan-input.ts';
import { foreignResources } from './ckan-foreign.ts';
import { ckanField, ckanGroup, ckanOrganization, ckanResources, ckanTag, organizationName, type CkanHouse } from './ckan-package.ts';
import { packagesOf } from './ckan-packages.ts';
import { packageSearch } from './ckan-search.ts';
import { foreignWith } from './foreign-listing.ts';
import { labelTotal, organisationNames, searchListed, valuesOfKind, type FacetKind } from './search-sets.ts';
import { idOf, isUuid } from './sets.ts';

type Action = (house: CkanHouse, tx: ReadTx, input: CkanInput) => Promise<unknown>;

const packageOf: Action = async (house, tx, input) => {
  const id = neededText(input, 'id', 'name_or_id');
  const names = (await tx.query<{ name: string }>(`select s.name from open.listing s where ${isUuid(id) ? 's.id' : 's.name'} = $1`, [id])).map((r) => r.name);
  const [found] = await packagesOf(house, tx, names);
  if (found === undefined) throw CkanError.notFound();
  return found;
};
const valuesMax = 10_000;
const organisations = async (tx: ReadTx): Promise<{ organisation: string; organisation_name: string; n: number }[]> => {
  const found = await valuesOfKind(tx, 'organisation', valuesMax);
  const names = await organisationNames(tx, found.map((o) => o.value));
  return found.map((o) => ({ organisation: o.value, organisation_name: names.get(o.value) ?? o.value, n: o.sets })).toSorted((x, y) => x.organisation_name.localeCompare(y.organisation_name, 'zh'));
};
/** The first thousand packages that carry a value. */
const packagesWith: (...args: [...Parameters<Action>, ...([FacetKind, string])]) => Promise<unknown> = async (house, tx, _input, kind, value) =>
  packagesOf(house, tx, (await searchListed(tx, { filters: [{ kind, values: [value] }], sort: 'name', limit: 1000, offset: 0 })).names);

/** CKAN Action API v3: what reads. What writes is not offered: sets are made, checked and approved at the desk. */
export const actions: Readonly<Record<string, { help: string; act: Action }>> = {
  site_read: { help: 'Return ``True``.', act: async () => true },
  status_show: { help: 'Return a dictionary with information about the site configuration.', act: async (house) => ({ ckan_version: '2.11.0', site_url: house.url, site_description: '', site_title: '公共数据开放', error_emails_to: null, locale_default: 'zh_Hans_CN', extensions: ['datastore', 'dcat'] }) },
  help_show: { help: 'Return the help string for a particular API action.\n\n:param name: Action function name', act: async (_house, _tx, input) => {
    const found = actions[neededText(input, 'name')];
    if (found === undefined) throw CkanError.notFound();
    return found.help;
  } },
  package_list: { help: 'Return a list of the names of the site’s datasets (packages).\n\n:param limit: :type limit: int\n:param offset: :type offset: int', act: async (_house, tx, input) => {
    const limit = wholeNumber(input, 'limit', 10_000, 10_000);
    return (await tx.query<{ name: string }>('select s.name from open.listing s order by s.name limit $1 offset $2', [limit, wholeNumber(input, 'offset', 0, 1_000_000)])).map((r) => r.name);
  } },
  current_package_list_with_resources: { help: 'Return a list of the site’s datasets and their resources.', act: async (house, tx, input) => (await packageSearch(house, tx, { rows: wholeNumber(input, 'limit', 1000, 1000), start: wholeNumber(input, 'offset', 0, 1_000_000), sort: 'metadata_modified desc' }))['results'] },
  package_show: { help: 'Return the metadata of a dataset (package) and its resources.\n\n:param id: the id or name of the dataset', act: packageOf },
  package_search: { help: 'Searches for packages satisfying a given search criteria.\n\n:param q, fq, sort, rows, start, facet.field', act: packageSearch },
  package_autocomplete: { help: 'Return a list of datasets (packages) that match a string.', act: async (house, tx, input) => {
    const found = await packageSearch(house, tx, { q: optionalText(input, 'q', 200) ?? '', rows: wholeNumber(input, 'limit', 10, 100) });
    return (found['results'] as { name: string; title: string }[]).map((p) => ({ name: p.name, title: p.title, match_field: 'title', match_displayed: p.title }));
  } },
  resource_show: { help: 'Return the metadata of a resource.\n\n:param id: the id of the resource', act: async (house, tx, input) => {
    const id = neededText(input, 'id');
    const found = await findResource(tx, id);
    const resources = found === undefined ? (await foreignWith(tx, id)).flatMap(foreignResources) : ckanResources(house, found.set, found.build);
    const resource = resources.find((r) => r['id'] === id);
    if (resource === undefined) throw CkanError.notFound();
    return resource;
  } },
  resource_search: { help: 'Searches for resources satisfying a given search criteria.\n\n:param query: ``{field}:{term}``, field one of name, format, description, url', act: async (house, tx, input) => {
    const terms = [input['query']].flat().filter((t) => t !== undefined).map((t) => /^(name|format|description|url|hash):(.{1,200})$/s.exec(String(t)));
    if (terms.length === 0 || terms.length > 10 || terms.some((t) => t === null)) throw CkanError.validation('query', 'Must be <field>:<value>');
    const names = (await tx.query<{ name: string }>('select s.name from open.listing s order by s.name limit 5000')).map((r) => r.name);
    const all = (await packagesOf(house, tx, names)).flatMap((p) => p['resources'] as Record<string, unknown>[]).filter((r) => terms.every((t) => String(r[t![1]!] ?? '').toLowerCase().includes(t![2]!.toLowerCase())));
    const offset = wholeNumber(input, 'offset', 0, 1_000_000);
    return { count: all.length, results: all.slice(offset, offset + wholeNumber(input, 'limit', 1000, 1000)) };
  } },
  organization_list: { help: 'Return a list of the names of the site’s organizations.\n\n:param all_fields: return dictionaries instead of names', act: async (_house, tx, input) => (await organisations(tx)).map((o) => (flag(input, 'all_fields', false) ? ckanOrganization(o, o.n) : organizationName(o.organisation))) },
  organization_show: { help: 'Return the details of a organization.\n\n:param id: the id or name of the organization', act: async (house, tx, input) => {
    const id = neededText(input, 'id');
    const found = (await organisations(tx)).find((o) => organizationName(o.organisation) === id.toLowerCase() || idOf(`organisation:${o.organisation}`) === id);
    if (found === undefined) throw CkanError.notFound();
    return { ...ckanOrganization(found, found.n), ...(flag(input, 'include_datasets', false) ? { packages: await packagesWith(house, tx, input, 'organisation', found.organisation) } : {}), users: [], groups: [], tags: [] };
  } },
  group_list: { help: 'Return a list of the names of the site’s groups.', act: async (house, tx, input) => (await valuesOfKind(tx, 'theme', valuesMax)).flatMap(({ value, sets }) => {
    const known = house.policy.themes.find((t) => t.id === value);
    return known === undefined ? [] : [flag(input, 'all_fields', false) ? ckanGroup(known, sets) : value];
  }) },
  group_show: { help: 'Return the details of a group.\n\n:param id: the id or name of the group', act: async (house, tx, input) => {
    const id = neededText(input, 'id');
    const theme = house.policy.themes.find((t) => t.id === id || idOf(`theme:${t.id}`) === id);
    const sets = theme === undefined ? 0 : await labelTotal(tx, 'all', `theme:${theme.id}`);
    if (theme === undefined || sets === 0) throw CkanError.notFound();
    return { ...ckanGroup(theme, sets), ...(flag(input, 'include_datasets', false) ? { packages: await packagesWith(house, tx, input, 'theme', theme.id) } : {}), users: [], groups: [], tags: [] };
  } },
  tag_list: { help: 'Return a list of the site’s tags.\n\n:param query: a tag name query to search for', act: async (_house, tx, input) => {
    const query = optionalText(input, 'query', 100)?.toLowerCase();
    const names = (await valuesOfKind(tx, 'tag', valuesMax)).map((r) => r.value).filter((t) => query === undefined || t.toLowerCase().includes(query));
    return flag(input, 'all_fields', false) ? names.map(ckanTag) : names;
  } },
  tag_show: { help: 'Return the details of a tag.\n\n:param id: the name or id of the tag', act: async (house, tx, input) => {
    const id = neededText(input, 'id');
    const found = (await labelTotal(tx, 'all', `tag:${id}`)) > 0 ? id : (await valuesOfKind(tx, 'tag', valuesMax)).find((t) => idOf(`tag:${t.value}`) === id)?.value;
    if (found === undefined) throw CkanError.notFound();
    return { ...ckanTag(found), ...(flag(input, 'include_datasets', false) ? { packages: await packagesWith(house, tx, input, 'tag', found) } : {}) };
  } },
  license_list: { help: 'Return the list of licenses available for datasets on the site.', act: async (house) => house.policy.licences.map((l) => ({ id: l.id, title: typeof l.title === 'string' ? l.title : l.title.zh, url: l.url, status: 'active', is_okd_compliant: false })) },
  datastore_search: { help: 'Search a DataStore resource.\n\n:param resource_id, filters, q, distinct, limit, offset, fields, sort, include_total, records_format', act: datastoreSearch },
  datastore_info: { help: 'Returns detailed metadata about a resource.\n\n:param id: the id of the resource', act: async (_house, tx, input) => {
    const found = await findResource(tx, neededText(input, 'id', 'resource_id'));
    if (found === undefined) throw CkanError.notFound();
    return { meta: { id: found.set.id, count: found.build.rows, table_type: 'BASE TABLE', aliases: [found.set.name] }, fields: found.build.columns.map((c) => ({ ...ckanField(c), schema: { native_type: c.type, notnull: c.filled === found.build.rows, is_index: false } })) };
  } },
  datastore_search_sql: { help: 'Not offered here: questions are typed (datastore_search).', act: async () => {
    throw CkanError.denied('datastore_search_sql takes SQL text and is not offered; use datastore_search');
  } },
};

import { textIn, type Text } from '#kernel/i18n';
import type { OpenPolicy } from './open-set-kind.ts';
import { downloadPath, formats, idOf, resourceId, type OpenBuild, type SetRow } from './sets.ts';
import type { OpenColumn } from './columns.ts';

/** CKAN's shapes of our nouns: set → package, format → resource, body → organization, theme → group. */
export interface CkanHouse {
  url: string;
  policy: OpenPolicy;
  /** Refuses the rows of a set that is open on condition to those who have no grant. */
  admit?: (set: SetRow) => Promise<void>;
}

const isSource = (code: string): boolean => code.length === 36;
/** A body by its credit code; a source of foreign sets by its id. */
export const organizationName = (code: string): string => `${isSource(code) ? 'source' : 'org'}-${code.toLowerCase()}`;
export const organizationCode = (name: string): string => (/^source-/i.test(name) ? name.slice(7).toLowerCase() : name.replace(/^org-/i, '').toUpperCase());
export const licenceOf = (policy: OpenPolicy, id: string | undefined): OpenPolicy['licences'][number] => policy.licences.find((l) => l.id === id) ?? policy.licences[0]!;
export const zh = (text: Text | undefined): string => (text === undefined ? '' : textIn(text, 'zh'));
/** CKAN writes moments without a zone, in UTC. */
export const ckanMoment = (at: Date | null): string | null => (at === null ? null : at.toISOString().replace('Z', '000'));

const ckanTypes: Record<OpenColumn['type'], string> = { text: 'text', integer: 'int', decimal: 'numeric', money: 'numeric', boolean: 'bool', date: 'date', timestamp: 'timestamp' };
export const ckanField = (c: OpenColumn): Record<string, unknown> => ({ id: c.id, type: ckanTypes[c.type], info: { label: zh(c.title), label_en: textIn(c.title, 'en'), notes: [c.standard, c.unit].filter((x) => x !== undefined).join(' '), type_override: '' } });

export const ckanOrganization = (s: Pick<SetRow, 'organisation' | 'organisation_name'>, packages?: number): Record<string, unknown> => ({
  id: idOf(`organisation:${s.organisation}`), name: organizationName(s.organisation), title: s.organisation_name, display_name: s.organisation_name, type: 'organization', description: '', image_url: '', image_display_url: '', created: null,
  is_organization: true, approval_status: 'approved', state: 'active', num_followers: 0, ...(packages === undefined ? {} : { package_count: packages, extras: [{ key: isSource(s.organisation) ? 'harvest_source_id' : 'credit_code', value: s.organisation }] }),
});
export const ckanGroup = (theme: OpenPolicy['themes'][number], packages?: number): Record<string, unknown> => ({
  id: idOf(`theme:${theme.id}`), name: theme.id, title: zh(theme.title), display_name: zh(theme.title), type: 'group', description: textIn(theme.title, 'en'), image_url: '', image_display_url: '', is_organization: false, approval_status: 'approved',
  state: 'active', ...(packages === undefined ? {} : { package_count: packages }),
});
export const ckanTag = (name: string): Record<string, unknown> => ({ id: idOf(`tag:${name}`), name, display_name: name, state: 'active', vocabulary_id: null });

export function ckanResources(house: CkanHouse, s: SetRow, build: OpenBuild): Record<string, unknown>[] {
  return s.formats.map((format, position) => ({
    id: resourceId(s.name, format), package_id: s.id, name: `${s.title}.${format}`, description: zh(s.definition.description), format: formats[format].ckan, mimetype: formats[format].mediaType, url: house.url + downloadPath(s.name, format), url_type: 'datastore',
    resource_type: null, position, state: 'active', datastore_active: true, size: format === 'csv' ? build.bytes : null, hash: format === 'csv' ? build.digest : '', hash_algorithm: format === 'csv' ? 'SM3' : '',
    created: ckanMoment(s.issued_at), last_modified: ckanMoment(s.modified_at), metadata_modified: ckanMoment(s.modified_at), cache_url: null, cache_last_updated: null, mimetype_inner: null,
  }));
}

export function ckanPackage(house: CkanHouse, s: SetRow, build: OpenBuild): Record<string, unknown> {
  const licence = licenceOf(house.policy, s.definition.licence);
  const theme = house.policy.themes.find((t) => t.id === s.theme);
  const resources = ckanResources(house, s, build);
  return {
    id: s.id, name: s.name, title: s.title, notes: zh(s.definition.description), url: `${house.url}/open/sets/${s.name}`, type: 'dataset', state: 'active', private: false, isopen: s.access === 'unconditional', version: String(s.current_version),
    author: s.organisation_name, author_email: null, maintainer: zh(house.policy.publisher.name), maintainer_email: house.policy.publisher.email, creator_user_id: null,
    license_id: licence.id, license_title: zh(licence.title), license_url: licence.url, owner_org: idOf(`organisation:${s.organisation}`), organization: ckanOrganization(s), groups: theme === undefined ? [] : [ckanGroup(theme)],
    tags: s.tags.map(ckanTag), num_tags: s.tags.length, resources, num_resources: resources.length, metadata_created: ckanMoment(s.issued_at), metadata_modified: ckanMoment(s.modified_at),
    extras: [
      { key: 'frequency', value: s.cycle }, { key: 'theme', value: s.theme }, { key: 'access_rights', value: s.access }, { key: 'digest_sm3', value: build.digest }, { key: 'rows', value: String(build.rows) },
      { key: 'title_en', value: textIn(s.definition.title, 'en') }, ...(s.definition.entry === undefined ? [] : [{ key: 'identifier', value: s.definition.entry }]), ...(s.definition.period === undefined ? [] : [{ key: 'temporal', value: s.definition.period }]),
      ...(s.definition.standard === undefined ? [] : [{ key: 'conforms_to', value: s.definition.standard }]),
    ],
    relationships_as_subject: [], relationships_as_object: [],
  };
}

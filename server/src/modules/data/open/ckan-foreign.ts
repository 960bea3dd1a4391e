import { ckanMoment, ckanOrganization, ckanTag } from './ckan-package.ts';
import { foreignResourceId, type ListedForeign } from './foreign-listing.ts';

/** Its files stay where they are: nothing of them is in our datastore. */
export function foreignResources(f: ListedForeign): Record<string, unknown>[] {
  return f.files.map((file, position) => ({
    id: foreignResourceId(f.iri, file.url), package_id: f.id, name: file.title ?? `${f.title} ${position + 1}`, description: '', format: file.format?.toUpperCase() ?? '', mimetype: null, url: file.url, url_type: null, resource_type: null, position, state: 'active', datastore_active: false,
    size: null, hash: '', created: ckanMoment(f.first_at), last_modified: null, metadata_modified: ckanMoment(f.seen_at), cache_url: null, cache_last_updated: null, mimetype_inner: null,
  }));
}

/** 外部数据集 as a package: its source is its organization; publisher, address and source stand in the extras that CKAN's own harvesters write. */
export function foreignPackage(f: ListedForeign): Record<string, unknown> {
  const resources = foreignResources(f);
  const organization = ckanOrganization({ organisation: f.harvest_id, organisation_name: f.source_title });
  return {
    id: f.id, name: f.name, title: f.title, notes: f.description, url: f.page ?? f.iri, type: 'dataset', state: 'active', private: false, isopen: false, version: null, author: f.publisher, author_email: null, maintainer: f.publisher, maintainer_email: null, creator_user_id: null,
    license_id: 'notspecified', license_title: f.licence === null ? 'License not specified' : f.licence, license_url: f.licence, owner_org: organization['id'], organization, groups: [], tags: f.keywords.map(ckanTag), num_tags: f.keywords.length, resources, num_resources: resources.length,
    metadata_created: ckanMoment(f.first_at), metadata_modified: ckanMoment(f.changed_on === null ? f.first_at : new Date(f.changed_on)),
    extras: [
      { key: 'guid', value: f.iri }, { key: 'uri', value: f.iri }, ...(f.publisher === null ? [] : [{ key: 'publisher_name', value: f.publisher }]), { key: 'harvest_source_id', value: f.harvest_id }, { key: 'harvest_source_title', value: f.source_title },
      { key: 'harvest_source_url', value: f.source_url }, { key: 'harvested_at', value: f.seen_at.toISOString() }, { key: 'harvest_chain', value: JSON.stringify(f.chain) },
    ],
    relationships_as_subject: [], relationships_as_object: [],
  };
}

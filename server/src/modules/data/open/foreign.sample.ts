import type { CkanHouse } from './ckan-package.ts';
import type { ListedForeign } from './foreign-listing.ts';

/** A set that this house has from a second one, which has it from a third. */
export const datasetsElsewhere: { house: CkanHouse; set: ListedForeign } = {
  house: { url: 'https://here.example', policy: { licences: [], themes: [] } as never },
  set: {
    name: 'harvested-0123456789abcdef', id: '00000000-0000-8000-a000-000000000000', iri: 'https://third.example/sets/wells', chain: ['https://third.example/catalog', 'https://second.example/catalog'], title: '水井 "清单"', description: '全部水井，\n逐口。', publisher: '水利局', keywords: ['水', '井'],
    page: 'https://third.example/page', licence: 'https://creativecommons.org/licenses/by/4.0/', changed_on: '2026-02-03', files: [{ title: '表', format: 'CSV', url: 'https://third.example/w.csv' }, { title: null, format: null, url: 'https://third.example/w' }],
    harvest_id: '01935000-0000-7000-8000-000000000001', source_title: '第二平台', source_url: 'https://second.example/catalog.ttl', first_at: new Date('2026-11-22T00:00:00Z'), seen_at: new Date('2026-11-23T00:00:00Z'),
  },
};

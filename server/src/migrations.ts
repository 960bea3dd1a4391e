import type { MigrationSource } from '#kernel/db';

/** Who brings tables, lowest first: a folder without migrations is passed over. */
const owners = [
  'kernel',
  ...['jobs', 'files', 'ledger', 'access'].map((e) => `engines/${e}`),
  ...['records', 'forms', 'signing', 'messages', 'search', 'places', 'exchange'].map((e) => `engines/${e}`),
  ...['cases', 'indicators'].map((e) => `engines/${e}`),
  ...['services', 'capabilities', 'security', 'office'].map((m) => `modules/${m}`),
  ...['designers', 'opening', 'docking'].map((part) => `modules/capabilities/${part}`),
  ...['collection', 'quality', 'catalogue', 'sharing', 'cascade', 'open', 'development', 'trading', 'enterprise', 'privacy', 'visualisation', 'protection', 'assessment', 'libraries'].map((part) => `modules/data/${part}`),
];

export const migrationSources: MigrationSource[] = owners.map((owner) => ({ owner, folder: new URL(`./${owner}/migrations/`, import.meta.url) }));

import type { MigrationSource } from '#kernel/db';

/** Who brings tables, lowest first: a folder without migrations is passed over. */
const owners = [
  'kernel',
  ...['jobs', 'files', 'ledger', 'access'].map((e) => `engines/${e}`),
  ...['records', 'forms', 'signing', 'messages', 'search'].map((e) => `engines/${e}`),
  'engines/cases',
  ...['services', 'data', 'capabilities', 'security', 'office'].map((m) => `modules/${m}`),
];

export const migrationSources: MigrationSource[] = owners.map((owner) => ({ owner, folder: new URL(`./${owner}/migrations/`, import.meta.url) }));

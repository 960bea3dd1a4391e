import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** A folder of `NNNN-name.sql` files that belong to one engine or module. */
export interface MigrationSource {
  owner: string;
  folder: URL;
}

/**
 * Runs what has not run yet, forward only, in the order of the sources; one process at a time (advisory lock).
 * A landed migration that was edited is refused by name.
 */
export async function migrate(url: string, sources: readonly MigrationSource[], told: (line: string) => void = () => {}): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7192553)');
    await client.query('create schema if not exists kernel');
    await client.query('create table if not exists kernel.migration (owner text, name text, digest text not null, applied_at timestamptz not null default now(), primary key (owner, name))');
    const landed = new Map<string, string>();
    for (const row of (await client.query<{ owner: string; name: string; digest: string }>('select owner, name, digest from kernel.migration')).rows) landed.set(`${row.owner}/${row.name}`, row.digest);
    for (const source of sources) {
      for (const name of sqlFiles(source.folder)) {
        const sql = readFileSync(new URL(name, source.folder), 'utf8');
        const digest = createHash('sha256').update(sql).digest('hex');
        const before = landed.get(`${source.owner}/${name}`);
        if (before === digest) continue;
        if (before !== undefined) throw new Error(`migration ${source.owner}/${name} was changed after it landed: add a new one instead`);
        await apply(client, source.owner, name, sql, digest);
        told(`${source.owner}/${name}`);
      }
    }
  } finally {
    await client.end();
  }
}

function sqlFiles(folder: URL): string[] {
  try {
    return readdirSync(fileURLToPath(folder)).filter((f) => /^\d{4}-[a-z0-9-]+\.sql$/.test(f)).sort();
  } catch {
    return [];
  }
}

async function apply(client: pg.Client, owner: string, name: string, sql: string, digest: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into kernel.migration (owner, name, digest) values ($1, $2, $3)', [owner, name, digest]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${owner}/${name}: ${(error as Error).message}`, { cause: error });
  }
}

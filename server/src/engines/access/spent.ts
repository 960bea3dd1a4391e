import { createHash } from 'node:crypto';
import { system } from '#kernel/context';
import type { Part } from './dependencies.ts';

/** Uses something up that counts once (a challenge, a ticket); false when it was used before. Forgotten once it would have expired. */
export async function spend({ db }: Pick<Part, 'db'>, what: string, until: Date): Promise<boolean> {
  const rows = await db.write(system, (tx) => tx.query('insert into access.spent (digest, expires_at) values ($1, $2) on conflict do nothing returning 1', [createHash('sha256').update(what).digest(), until]));
  return rows.length > 0;
}

import type { ContentReader } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Records } from '#engines/records';
import type { Clock } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Signer } from './psi/envelope.ts';

export interface Privacy {
  db: Pick<Db, 'read' | 'write'>;
  clock: Clock;
  ids: Ids;
  content: Pick<ContentReader, 'find' | 'list'>;
  records: Pick<Records, 'list' | 'maskFor' | 'definition'>;
  ledger: Ledger;
  jobs: Jobs;
  /** Name, signing key and certificate of this house. */
  house: Signer & { name: string; publicKey: Uint8Array };
  /** Makes and reads the marks in exports. */
  markKey: Uint8Array;
  organisation: (creditCode: string) => { name: string; division: string } | undefined;
}

export const asHouse = <T>({ db, clock, ids }: Privacy, use: (ctx: Context) => Promise<T>): Promise<T> =>
  db.write(system, (tx) => use({ tx, actor: system, now: clock.now(), newId: ids, locale: 'zh', requestId: 'privacy' }));

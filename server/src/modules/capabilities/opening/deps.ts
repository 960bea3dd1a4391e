import type { Access } from '#engines/access';
import type { ContentReader, WorkingCalendar } from '#engines/content';
import type { Documents } from '#engines/documents';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Messages } from '#engines/messages';
import type { Places } from '#engines/places';
import type { Records } from '#engines/records';
import type { Signing, Trust } from '#engines/signing';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { OutputOf } from '#kernel/contract';
import type { verifyLicence } from './contract-operations.ts';

/** What the opened capabilities are made of. */
export interface Opening {
  db: Pick<Db, 'read' | 'write'>;
  clock: Clock;
  ids: Ids;
  access: Pick<Access, 'findMachine' | 'machines'>;
  content: Pick<ContentReader, 'find' | 'list'>;
  documents: Documents<Trust>;
  jobs: Pick<Jobs, 'handleOutside' | 'schedule'>;
  ledger: Pick<Ledger, 'append' | 'receipt'>;
  messages: Pick<Messages, 'plan'>;
  places: Pick<Places, 'at' | 'layer'>;
  records: Pick<Records, 'lookUp'>;
  signing: Signing;
  calendar: () => WorkingCalendar;
  organisation: (creditCode: string) => { name: string; division: string } | undefined;
  partyByCode: (code: string) => Promise<{ id: string } | undefined>;
  verifyLicence: (ctx: Context, input: { code: string }) => Promise<OutputOf<typeof verifyLicence>>;
}

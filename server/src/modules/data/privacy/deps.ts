import type { ContentReader, WorkingCalendar } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { FieldCrypto, Records } from '#engines/records';
import type { Clock } from '#kernel/clock';
import type { Db } from '#kernel/db';
import type { Locale } from '#kernel/i18n';
import type { Ids } from '#kernel/ids';
import type { Line } from '../cascade/index.ts';
import type { Signer } from './psi/envelope.ts';

export interface Privacy {
  db: Pick<Db, 'read' | 'write'>;
  clock: Clock;
  ids: Ids;
  content: Pick<ContentReader, 'find' | 'get' | 'list'>;
  calendar: () => WorkingCalendar;
  records: Pick<Records, 'list' | 'find' | 'get' | 'check' | 'correct' | 'maskFor' | 'maskOf' | 'definition'>;
  /** Seals what persons say about their facts. */
  crypto: FieldCrypto;
  ledger: Ledger;
  jobs: Jobs;
  exchange: Pick<Exchange, 'orderErasure' | 'erasures'>;
  /** Name, signing key and certificate of this house. */
  house: Signer & { name: string; publicKey: Uint8Array };
  /** Makes and reads the marks in exports. */
  markKey: Uint8Array;
  /** Houses that the exchange has joined; agreements go to them and come from them. */
  line: Line;
  divisionName: (digits: string, locale: Locale) => string;
  organisation: (creditCode: string) => { name: string; englishName: string; division: string } | undefined;
}

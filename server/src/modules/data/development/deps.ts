import type { Analysis } from '#engines/analysis';
import type { Cases } from '#engines/cases';
import type { Content, WorkingCalendar } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Messages } from '#engines/messages';
import type { Records } from '#engines/records';
import type { Rules } from '#engines/rules';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Edge } from '../catalogue/lineage.ts';

/** What the development of data is made of. */
export interface Development {
  db: Pick<Db, 'write'>;
  clock: Clock;
  ids: Ids;
  analysis: Analysis;
  cases: Pick<Cases, 'registerFunction'>;
  content: Pick<Content, 'find' | 'list'>;
  exchange: Pick<Exchange, 'putService' | 'findService' | 'grant' | 'withdraw' | 'meter'>;
  files: Files;
  jobs: Jobs;
  ledger: Pick<Ledger, 'append'>;
  messages: Pick<Messages, 'plan'>;
  records: Pick<Records, 'snapshot' | 'loadLines' | 'definition' | 'check' | 'maskOf'>;
  rules: Pick<Rules, 'compile' | 'namesIn'>;
  calendar: () => WorkingCalendar;
  declareEdges: (ctx: Context, declaredBy: string, edges: readonly Edge[]) => Promise<void>;
  /** Name of an organisation by its credit code, of a division by its digits. */
  nameOf: (code: string) => string | undefined;
  organisation: (creditCode: string) => { name: string; englishName?: string } | undefined;
  partyOf: (partyId: string) => Promise<{ code: string; name: string } | undefined>;
}

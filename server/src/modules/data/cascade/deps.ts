import type { OrganisationDefinition } from '#engines/access';
import type { Cases, WorkingDays } from '#engines/cases';
import type { Content } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Records } from '#engines/records';
import type { Clock } from '#kernel/clock';
import { ownTransaction, type Context } from '#kernel/context';
import type { JoinedHouse } from './line.ts';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';

export interface CascadeDeps {
  db: Db;
  clock: Clock;
  ids: Ids;
  cases: Cases;
  content: Content;
  exchange: Exchange;
  jobs: Jobs;
  ledger: Pick<Ledger, 'append'>;
  records: Records;
  calendar: () => WorkingDays;
  publicUrl: string;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  failed: (error: unknown) => void;
  /** 联合计算协议: what another house says of agreements, in the transaction of its place in the inbox. */
  agreement: (ctx: Context, from: JoinedHouse, body: unknown) => Promise<void>;
}

/** A transaction of the house's own in the name of a peer, for what came over its line. */
export const asPeer = <T>(deps: Pick<CascadeDeps, 'db' | 'clock' | 'ids'>, name: string, use: (ctx: Context) => Promise<T>): Promise<T> => ownTransaction(deps, use, { name });

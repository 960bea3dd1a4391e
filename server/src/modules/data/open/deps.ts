import type { OrganisationDefinition } from '#engines/access';
import type { Analysis } from '#engines/analysis';
import type { WorkingDays } from '#engines/cases';
import type { Content } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Places } from '#engines/places';
import type { Records } from '#engines/records';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Http } from '#kernel/http';
import { openPolicyKind, type OpenPolicy } from './open-set-kind.ts';

export interface OpenDeps {
  db: Db;
  http: Http;
  clock: Clock;
  newId: () => string;
  content: Pick<Content, 'find' | 'list'>;
  records: Pick<Records, 'snapshot' | 'definition' | 'maskFor'>;
  places: Pick<Places, 'layer' | 'list'>;
  analysis: Pick<Analysis, 'write' | 'query' | 'remove'>;
  jobs: Jobs;
  exchange: Pick<Exchange, 'orderErasure' | 'erasures' | 'receiveReceipt'>;
  ledger: Pick<Ledger, 'append'>;
  calendar: () => WorkingDays;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  /** Who applies, as the registers name her. */
  partyName: (partyId: string) => Promise<string | undefined>;
  /** Of significant digits; undefined where no division has them. */
  divisionName: (digits: string) => string | undefined;
  /** Opens an ordinary writing transaction as the house, for jobs. */
  asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>;
  /** The house's own address, without a slash at its end. */
  publicUrl: string;
}

export function policyOf({ content }: Pick<OpenDeps, 'content'>): OpenPolicy {
  const [policy] = content.list(openPolicyKind);
  if (policy === undefined) throw new Error('no open-policy in the content');
  return policy.value;
}

import type { OrganisationDefinition } from '#engines/access';
import type { ContentReader } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Jobs } from '#engines/jobs';
import type { Analysis } from '#engines/analysis';
import type { Ledger } from '#engines/ledger';
import type { Messages } from '#engines/messages';
import type { FieldCrypto, Records } from '#engines/records';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Collection } from '../collection/index.ts';
import type { SealingDeps } from '../sealed-by-both.ts';
import { errors } from './errors.ts';

export interface Enterprise extends SealingDeps {
  db: Pick<Db, 'read' | 'write'>;
  clock: Clock;
  ids: Ids;
  content: Pick<ContentReader, 'find' | 'list'>;
  exchange: Pick<Exchange, 'findService' | 'grant' | 'withdraw' | 'meter' | 'useOfGrants' | 'registerMember' | 'members' | 'keysOf'>;
  jobs: Pick<Jobs, 'plan' | 'handle' | 'schedule'>;
  ledger: Pick<Ledger, 'append' | 'receipt'>;
  messages: Pick<Messages, 'plan'>;
  records: Pick<Records, 'held' | 'dispose' | 'rowsToArchive'>;
  analysis: Pick<Analysis, 'remove'>;
  crypto: FieldCrypto;
  /** 归集: the firm's interface becomes a source of it. */
  collection: Collection;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  organisations: () => readonly OrganisationDefinition[];
  partyOf: (partyId: string) => Promise<{ code: string; name: string; kind: string; division: string | null } | undefined>;
  partyByCode: (code: string) => Promise<{ id: string; name: string; kind: string; division: string | null } | undefined>;
}

/** The company for whom somebody acts. */
export async function companyOf(o: Pick<Enterprise, 'partyOf'>, ctx: Context): Promise<{ id: string; code: string; name: string }> {
  const party = ctx.actor.partyId === null ? undefined : await o.partyOf(ctx.actor.partyId);
  if (ctx.actor.kind !== 'citizen' || party?.kind !== 'company') throw errors.companyOnly();
  return { id: ctx.actor.partyId!, code: party.code, name: party.name };
}

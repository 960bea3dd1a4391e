import type { Cases } from '#engines/cases';
import type { ContentReader } from '#engines/content';
import type { Documents } from '#engines/documents';
import type { Exchange } from '#engines/exchange';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Messages } from '#engines/messages';
import type { Rules } from '#engines/rules';
import type { Search } from '#engines/search';
import type { Signing, Trust } from '#engines/signing';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import { dataMarketKind, type DataMarket } from './data-market-kind.ts';
import { errors } from './errors.ts';

export interface Trading {
  db: Pick<Db, 'read' | 'write'>;
  clock: Clock;
  ids: Ids;
  cases: Pick<Cases, 'registerFunction'>;
  content: Pick<ContentReader, 'find' | 'list'>;
  documents: Documents<Trust>;
  exchange: Pick<Exchange, 'findService' | 'services' | 'grant' | 'withdraw' | 'meter' | 'useOfGrants' | 'members' | 'keysOf'>;
  files: Pick<Files, 'getMeta' | 'share' | 'storeBytes'>;
  jobs: Pick<Jobs, 'plan' | 'handle' | 'schedule'>;
  ledger: Pick<Ledger, 'append'>;
  messages: Pick<Messages, 'plan'>;
  search: Pick<Search, 'index' | 'remove' | 'rebuild' | 'query'>;
  rules: Pick<Rules, 'holds'>;
  signing: Signing;
  organisation: (creditCode: string) => { name: string; englishName?: string; division: string } | undefined;
  partyOf: (partyId: string) => Promise<{ code: string; name: string; kind: string; division: string | null } | undefined>;
  /** 合同专用章 of a side: what it keeps, or in an example place one that is made. */
  sealOf: (ctx: Context, side: { code: string; name: string; division: string }) => Promise<{ id: string } | undefined>;
  /** 授权运营协议 in force of a party, by the number of its case. */
  agreementInForce: (ctx: Context, partyId: string, number: string) => Promise<boolean>;
}

/** 用途代码 that calls of a service that was bought repeat. */
export const purposeCode = 'data-trade';

export function marketOf(o: Pick<Trading, 'content'>): DataMarket {
  const found = o.content.list(dataMarketKind)[0];
  if (found === undefined) throw errors.noMarket();
  return found.value;
}

/** The company for whom somebody acts. */
export async function companyOf(o: Trading, ctx: Context): Promise<{ id: string; code: string; name: string }> {
  const party = ctx.actor.partyId === null ? undefined : await o.partyOf(ctx.actor.partyId);
  if (ctx.actor.kind !== 'citizen' || party?.kind !== 'company') throw errors.companyOnly();
  return { id: ctx.actor.partyId!, code: party.code, name: party.name };
}

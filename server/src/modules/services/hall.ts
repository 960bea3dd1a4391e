import type { Access, PartyIdentity } from '#engines/access';
import type { Cases } from '#engines/cases';
import type { Content, Publishing } from '#engines/content';
import type { Documents } from '#engines/documents';
import type { Files } from '#engines/files';
import type { Forms } from '#engines/forms';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Messages } from '#engines/messages';
import type { Process } from '#engines/process';
import type { Records } from '#engines/records';
import type { Rules } from '#engines/rules';
import type { Search } from '#engines/search';
import type { Signing } from '#engines/signing';
import type { Trust } from '#engines/signing';
import type { WorkingDays } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { Catalogue } from './items/catalogue.ts';

/** What the service hall works with: the engines, and the catalogue over the content. */
export interface Hall {
  access: Access;
  cases: Cases;
  catalogue: Catalogue;
  content: Content;
  documents: Documents<Trust>;
  files: Files;
  forms: Forms;
  jobs: Jobs;
  ledger: Ledger;
  messages: Messages;
  process: Process;
  records: Records;
  rules: Rules;
  search: Search;
  signing: Signing;
  calendar: () => WorkingDays;
  /** A transaction of the house's own, beyond the sight of who asks. */
  asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>;
  /** The issuer's active seal; an example place makes a missing one in its sandbox. */
  findSeal: (ctx: Context, organisation: string) => Promise<{ id: string } | undefined>;
  /** Name and code of a party: credit code, or identity number opened for this purpose. */
  partyOf: (partyId: string) => Promise<PartyIdentity | undefined>;
  partyByCode: (code: string) => Promise<PartyIdentity | undefined>;
  /** Where citizens reach the portal: in QR codes and messages. */
  publicUrl: string;
  /** Item versions published at the desk become content. */
  publishing: Publishing;
  /** Folder of the pack in which they lie. */
  publishedFolder: string;
  /** 免提交材料 of an item: what stands for each, by the decision that freed it; the data catalogue answers. */
  freedMaterials?: (ctx: Pick<Context, 'tx'>, itemId: string) => Promise<ReadonlyMap<string, { source: string; provider: string; decision: string }>>;
}

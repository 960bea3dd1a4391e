import type { Access } from '#engines/access';
import type { Cases } from '#engines/cases';
import type { ContentReader } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Rules } from '#engines/rules';
import type { Clock } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';

export interface Docking {
  db: Pick<Db, 'read' | 'write'>;
  clock: Clock;
  ids: Ids;
  access: Pick<Access, 'findMachine'>;
  cases: Pick<Cases, 'registerFunction' | 'load'>;
  content: Pick<ContentReader, 'find' | 'list'>;
  crypto: { seal(text: string): Uint8Array; open(bytes: Uint8Array): string };
  jobs: Pick<Jobs, 'handleOutside' | 'handle' | 'plan' | 'schedule'>;
  ledger: Pick<Ledger, 'append'>;
  rules: Pick<Rules, 'evaluate' | 'holds'>;
  partyOf: (partyId: string) => Promise<{ code: string; name: string; kind: 'person' | 'company' } | undefined>;
  /** Of the house alone: who is who in which system follows from it. */
  subjectKey: Uint8Array;
  /** Whether this house may connect to a host: the place's list says so. */
  mayReach: (host: string) => boolean;
}

/** Whether the actor's body manages a docking: then its matters are seen wherever they belong. */
export const managesDocking = (ctx: Pick<Context, 'actor'>, d: { manager: string }): boolean => ctx.actor.permissions.has('docking.manage') && ctx.actor.organisations.includes(d.manager);

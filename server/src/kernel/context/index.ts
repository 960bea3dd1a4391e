import type { Tx } from '../db/index.ts';
import type { Locale } from '../i18n/index.ts';

export type ActorKind = 'anonymous' | 'citizen' | 'officer' | 'machine' | 'system';

/** Who acts, for whom, and how far she sees. Bound to the database session when a transaction opens. */
export interface Actor {
  readonly kind: ActorKind;
  readonly accountId: string | null;
  /** The person who sits there. */
  readonly personId: string | null;
  /** For whom she acts: herself, her company, or the one who gave her a mandate (委托). */
  readonly partyId: string | null;
  /** Credit codes of an officer's organisations. */
  readonly organisations: readonly string[];
  /** Significant digits of the divisions in an officer's scope: '22', '2201', '220102'. */
  readonly divisions: readonly string[];
  /** 属地: significant digits of the divisions whose data she sees, `divisions` among them; those alone when not given. */
  readonly territories?: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** For display and trace. */
  readonly name: string;
}

const nobody = { accountId: null, personId: null, partyId: null, organisations: [], divisions: [], permissions: new Set<string>() };
export const anonymous: Actor = { ...nobody, kind: 'anonymous', name: '访客' };
export const system: Actor = { ...nobody, kind: 'system', name: '系统' };

/** What every use case gets first: one transaction, the actor, the clock's time, ids. */
export interface Context {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Date;
  readonly newId: () => string;
  readonly locale: Locale;
  readonly requestId: string;
}

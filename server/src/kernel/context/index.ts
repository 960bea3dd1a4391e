import type { Clock } from '../clock/index.ts';
import type { Db, Tx } from '../db/index.ts';
import type { Ids } from '../ids/index.ts';
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

/** What the house needs to do something of its own accord. */
export interface HouseParts {
  readonly db: Pick<Db, 'write'>;
  readonly clock: Clock;
  readonly ids: Ids;
}
/** As whom: a name for the trace and for display, and the number of what set it off. */
export interface HouseName {
  readonly name?: string;
  readonly requestId?: string;
}

/** A use case that nobody at a screen asked for: run by the clock, or for what came over a line. */
export const houseContext = ({ clock, ids }: Omit<HouseParts, 'db'>, tx: Tx, { name = system.name, requestId = ids() }: HouseName = {}): Context =>
  ({ tx, actor: { ...system, name }, now: clock.now(), newId: ids, locale: 'zh', requestId });

/** One transaction of the house itself, beyond the sight of whoever asks; `name` where it acts for a neighbour, whose name then stands in the course. */
export const ownTransaction = <T>(parts: HouseParts, use: (ctx: Context) => Promise<T>, name: HouseName = {}): Promise<T> =>
  parts.db.write(system, (tx) => use(houseContext(parts, tx, name)));

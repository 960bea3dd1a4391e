import type { Files } from '#engines/files';
import type { Clock } from '#kernel/clock';
import { system, type Actor, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Admission, Admit } from './admit.ts';
import type { Topics } from './topics.ts';
import type { ReadFor, RegisterSource, Values } from './types.ts';

export interface ServeDeps {
  db: Db;
  clock: Clock;
  ids: Ids;
  files: Pick<Files, 'open'>;
  registers: RegisterSource;
  topics: Topics;
  admit: Pick<Admit, 'admittedNow'>;
}

/** Who reads, under which grant. */
export type Reading = Pick<Admission, 'callId' | 'grant' | 'reference'> & { readonly key: Pick<Admission['key'], 'member'> };

/** Of an admission, what looking up records for it needs. */
export type Asking = Reading & Pick<Admission, 'service' | 'bodyDigest'>;

/** The machine as the person whose data it reads will see it. */
const actorOf = (a: Reading): Actor => ({
  kind: 'machine', accountId: null, personId: null, partyId: null, organisations: [a.key.member.organisation], divisions: [], permissions: new Set(), name: a.key.member.name,
});

/** The grant, not the machine's own scope, says what may be read: the transaction is the house's, the looks are the machine's. */
export const withActor = <T>({ db, clock, ids }: Pick<ServeDeps, 'db' | 'clock' | 'ids'>, a: Reading, use: (ctx: Context) => Promise<T>): Promise<T> =>
  db.read(system, (tx) => use({ tx: tx as Context['tx'], actor: actorOf(a), now: clock.now(), newId: ids, locale: 'zh', requestId: a.callId }));

/** Of a call that the house makes itself, a push 变更推送: behind it its id, for the log; persons read the word. */
export const pushReference = 'push:';

export const readFor = (a: Reading, fields: readonly string[]): ReadFor => ({
  fields, division: a.grant.division,
  purpose: { ...(a.grant.caseId === null ? { duty: `grant:${a.grant.id}` } : { caseId: a.grant.caseId }), text: a.reference === null ? a.grant.purpose : `${a.grant.purpose}（${a.reference.startsWith(pushReference) ? '变更推送' : a.reference}）`.slice(0, 500) },
});

/** The granted fields of a record, masked as granted; nothing else leaves, whatever the source gave. */
export const project = ({ registers }: Pick<ServeDeps, 'registers'>, { service, grant }: Pick<Admission, 'service' | 'grant'>, data: Values): Values => {
  const told: [field: string, value: unknown][] = [];
  for (const f of grant.fields) if (Object.hasOwn(data, f) && data[f] !== undefined) told.push([f, data[f] === null ? null : registers.mask(service.register, f, data[f], grant.masks[f])]);
  return Object.fromEntries(told);
};

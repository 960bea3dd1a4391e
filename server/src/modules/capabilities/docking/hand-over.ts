import { createHash, createHmac, randomBytes } from 'node:crypto';
import { ownTransaction, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { findConnection, getSystem, note } from './connections.ts';
import type * as c from './contract.ts';
import type { Docking } from './deps.ts';
import { dockedSystemKind, type DockedSystem } from './docked-system-kind.ts';
import { errors } from './errors.ts';

/** How long a ticket lets somebody in, in milliseconds: the time of a redirection. */
export const ticketMs = 60_000;

const digestOf = (ticket: string): Buffer => createHash('sm3').update(ticket).digest();

/** 系统内假名: the same party is the same there each time, and somebody else everywhere else; nothing leads back to who she is. */
export const subjectIn = ({ subjectKey }: Pick<Docking, 'subjectKey'>, systemId: string, id: string): string => createHmac('sm3', subjectKey).update(`${systemId}\0${id}`).digest('base64url');

function handoverOf(d: DockedSystem, item: string): { redirectTo: string; handover: NonNullable<DockedSystem['handover']> } {
  if (d.redirectTo === undefined || d.handover === undefined) throw errors.noHandover();
  if (!d.items.includes(item)) throw errors.notDocked({ item });
  return { redirectTo: d.redirectTo, handover: d.handover };
}

/** 告知: where she would go, for which purpose, what is told of her there. */
export function describeHandover(o: Docking, ctx: Context, { system, item }: ParsedInputOf<typeof c.describeHandover>): OutputOf<typeof c.describeHandover> {
  const d = getSystem(o, system);
  const { redirectTo, handover } = handoverOf(d, item);
  return { title: textIn(d.title, ctx.locale), owner: textIn(d.owner, ctx.locale), host: new URL(redirectTo).host, purpose: textIn(handover.purpose, ctx.locale), tells: handover.tells, seconds: ticketMs / 1000 };
}

/** Systems to which an applicant of an item may go over. */
export function listHandoverSystems(o: Docking, ctx: Context, { item }: ParsedInputOf<typeof c.listHandoverSystems>): OutputOf<typeof c.listHandoverSystems> {
  const open = o.content.list(dockedSystemKind).filter(({ value: d }) => d.redirectTo !== undefined && d.handover !== undefined && d.items.includes(item));
  return { systems: open.map(({ id, value: d }) => ({ system: id, title: textIn(d.title, ctx.locale), owner: textIn(d.owner, ctx.locale) })) };
}

/** 跳转交接: she has agreed; an address with a ticket that counts once, soon, there only. A ticket of hers that is still open there is over. */
export async function handOver(o: Docking, ctx: Context, { system, item }: ParsedInputOf<typeof c.handOver>): Promise<OutputOf<typeof c.handOver>> {
  const { redirectTo, handover } = handoverOf(getSystem(o, system), item);
  const { personId, partyId } = ctx.actor;
  const party = partyId === null ? undefined : await o.partyOf(partyId);
  if (personId === null || partyId === null || party === undefined) throw errors.noApplicant();
  if ((await ownTransaction(o, (inside) => findConnection(inside, system)))?.state !== 'active') throw errors.notConnected();
  await ctx.tx.query('update docking.handover set expires_at = $3 where system = $1 and person_id = $2 and taken_at is null and expires_at > $3', [system, personId, ctx.now]);
  const ticket = randomBytes(32).toString('base64url');
  const [id, subject, expiresAt] = [ctx.newId(), subjectIn(o, system, partyId), new Date(ctx.now.getTime() + ticketMs)];
  ctx.tx.insert('docking.handover', {
    id, system, item, person_id: personId, party_id: partyId, party_kind: party.kind, subject, purpose: textIn(handover.purpose, 'zh'), tells: handover.tells, agreed_at: ctx.now.toISOString(), ticket: digestOf(ticket), expires_at: expiresAt.toISOString(),
  });
  o.ledger.append(ctx.tx, { kind: 'docking.handedOver', subject: id, data: { system, item, subject, tells: handover.tells } });
  const url = new URL(redirectTo);
  url.searchParams.set('ticket', ticket);
  return { url: url.href, expiresAt: expiresAt.toISOString() };
}

interface Row { id: string; system: string; item: string; person_id: string; party_id: string; party_kind: 'person' | 'company'; subject: string; purpose: string; tells: ('name' | 'code')[]; agreed_at: Date; expires_at: Date; taken_at: Date | null }
const columns = 'id, system, item, person_id, party_id, party_kind, subject, purpose, tells, agreed_at, expires_at, taken_at';

/** 验票: by the system that the ticket is for, under its own sign-in, once. Every try is in the log. */
export async function redeem(o: Docking, ctx: Context, { system, ticket }: ParsedInputOf<typeof c.redeemHandover>): Promise<OutputOf<typeof c.redeemHandover>> {
  const began = performance.now();
  const d = getSystem(o, system);
  const digest = digestOf(ticket);
  // its account sees nothing of the desk's tables: each step is the house's own, and stands whatever is answered
  const { connection, taken, known } = await ownTransaction(o, async (inside) => {
    const found = await findConnection(inside, system);
    const mine = found?.account_id != null && found.account_id === ctx.actor.accountId && found.state === 'active';
    const row = mine ? await inside.tx.maybe<Row>(`update docking.handover set taken_at = $3 where ticket = $1 and system = $2 and taken_at is null and expires_at > $3 returning ${columns}`, [digest, system, inside.now]) : undefined;
    const there = row ?? (await inside.tx.maybe<Row>(`update docking.handover set refused = refused + 1 where ticket = $1 returning ${columns}`, [digest]));
    if (found !== undefined) note(inside, system, null, 'handover', 'in', { outcome: row === undefined ? 'refused' : 'ok', note: row === undefined ? (there?.taken_at == null ? '票据无效 / not a ticket in force' : '票据重放 / replayed') : null, tookMs: Math.round(performance.now() - began), digest: digest.toString('hex') });
    if (row !== undefined) o.ledger.append(inside.tx, { kind: 'docking.handoverTaken', subject: row.id, data: { system } });
    else if (there?.taken_at != null) o.ledger.append(inside.tx, { kind: 'docking.handoverReplayed', subject: there.id, data: { system } });
    return { connection: mine ? found : undefined, taken: row, known: there };
  });
  if (connection === undefined) throw errors.notYours();
  if (taken === undefined) throw known?.system === system && known.taken_at !== null ? errors.ticketSpent() : errors.ticketOver();
  const party = await o.partyOf(taken.party_id);
  if (party === undefined || d.handover === undefined) throw errors.ticketOver();
  return {
    subject: taken.subject, operator: subjectIn(o, system, taken.person_id), kind: taken.party_kind, item: taken.item, purpose: taken.purpose, agreedAt: taken.agreed_at.toISOString(),
    // what she agreed to, as far as it is still asked for
    ...Object.fromEntries(taken.tells.filter((t) => d.handover!.tells.includes(t)).map((t) => [t, party[t]])),
  };
}

/** Her own: where she went, what she agreed to, whether she arrived. */
export async function listHandovers(o: Docking, ctx: Context): Promise<OutputOf<typeof c.listHandovers>> {
  const rows = await ctx.tx.query<Row>(`select ${columns} from docking.handover order by id desc limit 100`);
  return { handovers: rows.map((r) => ({ id: r.id, system: r.system, title: textIn(getSystem(o, r.system).title, ctx.locale), item: r.item, purpose: r.purpose, tells: r.tells, agreedAt: r.agreed_at.toISOString(), takenAt: r.taken_at?.toISOString() ?? null })) };
}

import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { ActorCache } from './actor-cache.ts';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { checkMandateIntegrity } from './mandate-statement.ts';
import { currentSession } from './sessions.ts';

/** A party for whom a person may act: herself, a company, a principal. */
export interface PartyChoice {
  partyId: string;
  kind: 'person' | 'company';
  /** In full for herself and for companies, masked for other people. */
  name: string;
  /** 本人, 法定代表人, 委托 */
  by: 'self' | 'representative' | 'mandate';
  mandateId: string | null;
  creditCode: string | null;
  /** Service items that a mandate covers; empty: all. */
  items: string[];
}

export async function partiesOf(part: Part, tx: ReadTx, personId: string, now: Date): Promise<PartyChoice[]> {
  const self = await tx.one<{ name: Buffer }>('select name from access.person where id = $1', [personId]);
  const others = await tx.query<PartyChoice>(
    `select c.id as "partyId", 'company' as kind, c.name, 'representative' as by, null::uuid as "mandateId", c.credit_code as "creditCode", '{}'::text[] as items
     from access.company c where c.legal_representative = $1
     union all
     select m.principal_party, p.kind, p.display_name, 'mandate', m.id, c.credit_code, m.items
     from access.mandate m join access.party p on p.id = m.principal_party left join access.company c on c.id = p.id
     where m.agent_person = $1 and m.state = 'active' and $2::date between m.valid_from and m.valid_to
     limit 500`,
    [personId, dayInChina(now)],
  );
  return [{ partyId: personId, kind: 'person', name: part.crypto.open(self.name), by: 'self', mandateId: null, creditCode: null, items: [] }, ...others];
}

/** 切换办事身份: for whom she acts from now on in this session. */
export async function switchParty(part: Part, ctx: Context, cache: ActorCache, partyId: string, mandateId: string | null): Promise<PartyChoice> {
  const session = currentSession(ctx.actor);
  if (ctx.actor.personId === null) throw errors.notYours();
  const choices = await partiesOf(part, ctx.tx, ctx.actor.personId, ctx.now);
  const choice = choices.find((c) => c.partyId === partyId && (mandateId === null || c.mandateId === mandateId));
  if (choice === undefined) throw errors.notYours();
  if (choice.mandateId !== null) await checkMandateIntegrity(part, ctx.tx, choice.mandateId);
  await ctx.tx.query('update access.session set party_id = $2, mandate_id = $3 where id = $1', [session.id, choice.by === 'self' ? null : choice.partyId, choice.mandateId]);
  ctx.tx.afterCommit(cache.clear);
  return choice;
}


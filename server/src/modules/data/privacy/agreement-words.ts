import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type { JoinedHouse } from '../cascade/index.ts';
import { acceptAgreement, bytesOf, confirmAgreement, parsed, verifierOf } from './agreements.ts';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';
import { agreementWord, knowHouse, lineTo, say } from './peers.ts';
import { agreementSchema } from './psi/agreement.ts';

/** So many texts of one house wait for officers at a time. */
const waitingMax = 50;

export interface ProposalRow {
  id: string;
  peer: string;
  text: string;
  peer_signature: string;
  state: 'waiting' | 'signed' | 'refused' | 'withdrawn';
  at: Date;
}

/** What a joined house says of an agreement. Its line has told who speaks; what it may change is its own. */
export async function takeAgreementWord(p: Privacy, ctx: Context, from: JoinedHouse, body: unknown): Promise<void> {
  const word = agreementWord.safeParse(body).data;
  if (word === undefined) throw errors.invalid({ why: 'agreement' });
  switch (word.do) {
    case 'propose':
      return takeProposal(p, ctx, from, word.text, word.signature);
    case 'accept':
      return void (await confirmAgreement(p, ctx, { agreementId: word.id, signature: word.signature }, from.house));
    case 'refuse':
      await ctx.tx.query('update privacy.agreement set ended_at = $3, refused_why = $4 where id = $1 and peer = $2 and initiates and peer_signature is null and ended_at is null', [word.id, from.house, ctx.now, word.why]);
      return void p.ledger.append(ctx.tx, { kind: 'privacy.agreement-refused', subject: word.id, data: { by: from.house } });
    case 'end':
      await ctx.tx.query('update privacy.agreement set ended_at = $3 where id = $1 and peer = $2 and ended_at is null', [word.id, from.house, ctx.now]);
      await ctx.tx.query("update privacy.proposal set state = 'withdrawn', answered_at = $3 where id = $1 and peer = $2 and state = 'waiting'", [word.id, from.house, ctx.now]);
      return void p.ledger.append(ctx.tx, { kind: 'privacy.agreement-ended', subject: word.id, data: { by: from.house } });
  }
}

async function takeProposal(p: Privacy, ctx: Context, from: JoinedHouse, text: string, signature: string): Promise<void> {
  const agreement = agreementSchema.safeParse(parsed(text)).data;
  if (agreement === undefined || agreement.initiator !== from.house || agreement.responder !== p.house.name || Date.parse(agreement.validTo) <= ctx.now.getTime()) throw errors.invalid({ why: 'text' });
  if (!verifierOf(from.publicKey)(bytesOf(text, 'initiator'), Buffer.from(signature, 'base64'))) throw errors.signatureWrong();
  const { waiting, known } = await ctx.tx.one<{ waiting: number; known: boolean }>(
    "select (select count(*)::int from privacy.proposal where peer = $1 and state = 'waiting') as waiting, exists (select from privacy.proposal where id = $2) or exists (select from privacy.agreement where id = $2) as known", [from.house, agreement.id]);
  if (known) throw errors.invalid({ why: agreement.id });
  if (waiting >= waitingMax) throw errors.proposalsMany({ max: waitingMax });
  await knowHouse(p, ctx, from);
  ctx.tx.insert('privacy.proposal', { id: agreement.id, peer: from.house, text, peer_signature: signature, state: 'waiting', at: ctx.now });
  p.ledger.append(ctx.tx, { kind: 'privacy.agreement-proposed', subject: agreement.id, data: { by: from.house, purpose: agreement.purpose, what: agreement.what } });
}

/** 签署或不予签署 a text that came over a line; the other house is told either way. */
export async function answerProposal(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.answerProposal>): Promise<OutputOf<typeof c.answerProposal>> {
  const row = await ctx.tx.maybe<ProposalRow>('select * from privacy.proposal where id = $1 for update', [input.agreementId]);
  if (row === undefined) throw errors.agreementUnknown();
  if (row.state !== 'waiting') throw errors.ended();
  const line = await lineTo(p, ctx, row.peer);
  if (line === undefined) throw errors.lineEnded();
  const { dataset, why } = input;
  if (dataset !== undefined) {
    const { signature } = await acceptAgreement(p, ctx, { text: row.text, signature: row.peer_signature, dataset });
    say(p, ctx, line, { do: 'accept', id: row.id, signature });
  } else if (why !== undefined) {
    say(p, ctx, line, { do: 'refuse', id: row.id, why });
    p.ledger.append(ctx.tx, { kind: 'privacy.agreement-refused', subject: row.id, data: { by: p.house.name } });
  } else throw errors.invalid({ why: 'dataset' });
  await ctx.tx.query('update privacy.proposal set state = $2, why = $3, answered_by = $4, answered_at = $5 where id = $1', [row.id, dataset === undefined ? 'refused' : 'signed', dataset === undefined ? why : null, ctx.actor.name, ctx.now]);
  return { done: true };
}

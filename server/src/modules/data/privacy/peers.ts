import { spkiToPublicKey } from '#engines/signing';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { z } from 'zod';
import type { JoinedHouse } from '../cascade/index.ts';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';

/** This house as others register it; the houses with which it may compute: joined by the exchange, or entered by an officer. */
export async function computingHouse({ house, line }: Privacy, ctx: Context): Promise<OutputOf<typeof c.computingHouse>> {
  const joined = await line.joined(ctx.tx);
  const entered = await ctx.tx.query<{ id: string; url: string }>('select id, url from privacy.peer order by id limit 200');
  return {
    name: house.name, publicKey: Buffer.from(house.publicKey).toString('base64'),
    peers: [...joined.map((j) => ({ id: j.house, url: j.url, name: j.name, joined: true })), ...entered.filter((e) => !joined.some((j) => j.house === e.id)).map((e) => ({ ...e, name: e.id, joined: false }))],
  };
}

/** What one house says of agreements to another; each is done there once (`cascade`, inbox). */
export const agreementWord = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('propose'), text: z.string().max(20_000), signature: z.string().max(400) }),
  z.strictObject({ do: z.literal('accept'), id: z.uuid(), signature: z.string().max(400) }),
  z.strictObject({ do: z.literal('refuse'), id: z.uuid(), why: z.string().max(300) }),
  z.strictObject({ do: z.literal('end'), id: z.uuid() }),
]);
export type AgreementWord = z.infer<typeof agreementWord>;
export const say = (p: Privacy, ctx: Context, to: JoinedHouse, word: AgreementWord): void => p.line.say(ctx, to.peerId, 'agreement', word);

/** The line to a house, which thereby is a peer: its key was compared when it was joined. */
export async function lineTo(p: Privacy, ctx: Context, house: string): Promise<JoinedHouse | undefined> {
  const found = (await p.line.joined(ctx.tx)).find((j) => j.house === house);
  if (found !== undefined) await knowHouse(p, ctx, found);
  return found;
}
export async function knowHouse(p: Privacy, ctx: Context, { house, url, publicKey }: JoinedHouse): Promise<void> {
  if ((await ctx.tx.maybe('select 1 from privacy.peer where id = $1', [house])) !== undefined) return;
  ctx.tx.insert('privacy.peer', { id: house, url, public_key: Buffer.from(publicKey), added_by: ctx.actor.name, at: ctx.now });
  p.ledger.append(ctx.tx, { kind: 'privacy.peer-added', subject: ctx.newId(), data: { peer: house, key: Buffer.from(publicKey).toString('base64') } });
  await ctx.tx.flush();
}

/** The key comes from the other house's own word, by a way that people trust; it is taken as 04‖X‖Y or as SubjectPublicKeyInfo. */
export async function addPeer(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.addPeer>): Promise<{ done: true }> {
  const bytes = Buffer.from(input.publicKey, 'base64');
  const key = bytes.length === 65 && bytes[0] === 4 ? bytes : keyOf(bytes);
  if (key === undefined || input.id === p.house.name) throw errors.invalid({ why: 'publicKey' });
  if ((await ctx.tx.maybe('select 1 from privacy.peer where id = $1', [input.id])) !== undefined) throw errors.invalid({ why: input.id });
  ctx.tx.insert('privacy.peer', { id: input.id, url: input.url, public_key: key, added_by: ctx.actor.name, at: ctx.now });
  p.ledger.append(ctx.tx, { kind: 'privacy.peer-added', subject: ctx.newId(), data: { peer: input.id, key: key.toString('base64') } });
  return { done: true };
}
function keyOf(spki: Uint8Array): Buffer | undefined {
  try {
    return Buffer.from(spkiToPublicKey(spki));
  } catch {
    return undefined;
  }
}

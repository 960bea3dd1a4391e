import type { Agreement, Outcome, PartyRow } from './agreement.ts';
import { hasTwice, newFactor, pointAt, randomOrder } from './blind-points.ts';
import { digestOf, open, seal, type Envelope, type Signer, type Verify } from './envelope.ts';
import { pointBytes } from './hash-to-point.ts';
import { answerSchema, batchPoints, type AnswerBody, type AskBody } from './messages.ts';
import { addCiphers, cipherText, encryptor, readCipher, type PublicKey } from './paillier.ts';
import { ownPoints } from './own-points.ts';
import type { Points } from './point-workers.ts';
import { uniqueRows } from './responder.ts';
import { errors } from '../errors.ts';

export interface InitiatorHouse {
  signer: Signer;
  points: Points;
  peer: Verify;
  now(): Date;
  send(envelope: Envelope): Promise<Envelope>;
}

/** 发起方: learns how many rows met, and of groups what may be shown; never which of its rows did, for they come back in another order. */
export async function computeWith(house: InitiatorHouse, agreement: Agreement, digest: string, run: string, given: readonly PartyRow[]): Promise<Outcome> {
  const rows = uniqueRows(given);
  if (rows.length < agreement.rowsMin) throw errors.setTooSmall({ min: agreement.rowsMin });
  if (rows.length > agreement.rowsMax) throw errors.setTooLarge({ max: agreement.rowsMax });
  let seq = 0;
  const ask = async (body: AskBody): Promise<AnswerBody> => {
    const sent = await seal(house.signer, { ...body, agreement: agreement.id, run, seq, at: house.now().toISOString() });
    const answer = answerSchema.safeParse(open(house.peer, await house.send(sent))).data;
    if (answer === undefined || answer.to !== digestOf(sent.message) || answer.run !== run || answer.seq !== seq) throw errors.peerFailed({ why: 'signature' });
    seq += 1;
    return answer;
  };
  const factor = newFactor();
  const { rows: theirRows, key } = await ask({ do: 'begin', digest, rows: rows.length });
  if (theirRows === undefined || theirRows < agreement.rowsMin || theirRows > agreement.rowsMax || (key !== undefined) !== (agreement.what === 'grouped')) throw errors.peerFailed({ why: 'begin' });

  const order = randomOrder(rows.length);
  const own = ownPoints(house.points, factor, run, Array.from(order, (i) => rows[i]!.id));
  try {
    for (let at = 0; at < rows.length; at += batchPoints) await ask({ do: 'points', points: (await own.take(at, Math.min(at + batchPoints, rows.length))).toString('base64') });
  } finally {
    own.stop();
  }
  const mine = await collect(() => ask({ do: 'theirs-blinded' }), rows.length);
  if (hasTwice(mine)) throw errors.peerFailed({ why: 'theirs-blinded' });
  const met = new Set(Array.from({ length: rows.length }, (_, i) => pointAt(mine, i)));

  const publicKey = key === undefined ? undefined : readKey(key);
  const ciphers: bigint[] = [];
  const seen = new Set<string>();
  let count = 0;
  let [next, got] = [ask({ do: 'own' }), 0];
  for (let more = true; more; ) {
    const answer = await next;
    more = answer.more === true;
    // asked for while this portion is multiplied; whoever answers wrongly ends the run either way
    if (more) (next = ask({ do: 'own' })).catch(() => {});
    const both = await house.points.blind(factor, Buffer.from(answer.points ?? '', 'base64'));
    const n = (both?.length ?? 0) / pointBytes;
    if (both === undefined || n === 0 || (got += n) > theirRows || (publicKey !== undefined && answer.ciphers?.length !== n)) throw errors.peerFailed({ why: 'own' });
    for (let i = 0; i < n; i += 1) {
      const point = pointAt(both, i);
      if (seen.has(point)) throw errors.peerFailed({ why: 'own' });
      seen.add(point);
      if (!met.has(point)) continue;
      count += 1;
      if (publicKey === undefined) continue;
      const cipher = readCipher(answer.ciphers![i]!, publicKey);
      if (cipher === undefined) throw errors.peerFailed({ why: 'cipher' });
      ciphers.push(cipher);
    }
  }
  if (got !== theirRows) throw errors.peerFailed({ why: 'own' });
  const shown = count < agreement.least ? null : count;
  // hidden anew, so that the responder cannot try which of its ciphertexts make up the sum
  const groups = publicKey === undefined || shown === null ? [] : ((await ask({ do: 'add-up', count, cipher: cipherText(addCiphers(publicKey, [...ciphers, encryptor(publicKey)(0n)])) })).groups ?? []);
  await ask({ do: 'end', count: shown });
  return { count: shown, groups, initiatorRows: rows.length, responderRows: theirRows };
}

async function collect(ask: () => Promise<AnswerBody>, rows: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let more = true, got = 0; more; ) {
    const answer = await ask();
    const part = Buffer.from(answer.points ?? '', 'base64');
    got += part.length;
    more = answer.more === true;
    parts.push(part);
    if (part.length === 0 || got > rows * pointBytes || (!more && got !== rows * pointBytes)) throw errors.peerFailed({ why: 'theirs-blinded' });
  }
  return Buffer.concat(parts);
}

function readKey({ n, h }: { n: string; h: string }): PublicKey {
  if (!/^[89a-f][0-9a-f]{511}$/.test(n) || !/^[0-9a-f]{1,1024}$/.test(h)) throw errors.peerFailed({ why: 'key' });
  const modulus = BigInt(`0x${n}`);
  return { n: modulus, nn: modulus * modulus, h: BigInt(`0x${h}`) };
}

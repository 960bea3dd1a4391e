import type { Agreement, Outcome, PartyRow } from './agreement.ts';
import { hasTwice, newFactor, randomOrder, reorder } from './blind-points.ts';
import { digestOf, open, seal, type Envelope, type Signer, type Verify } from './envelope.ts';
import { pack, suppress, unpack } from './grouped-sums.ts';
import { plainId, pointBytes } from './hash-to-point.ts';
import { askSchema, batchCiphers, batchPoints, skewMs, type AnswerBody, type Ask } from './messages.ts';
import { cipherText, decryptCipher, encryptor, newPaillierKey, readCipher, type PaillierKey } from './paillier.ts';
import { ownPoints, type OwnPoints } from './own-points.ts';
import type { Points } from './point-workers.ts';
import { errors } from '../errors.ts';

/** What the responder's house gives: the agreement that both signed, its rows, its memory of runs. */
export interface ResponderHouse {
  signer: Signer;
  points: Points;
  now(): Date;
  /** Undefined unless signed by both and still valid. */
  agreement(id: string): Promise<{ agreement: Agreement; digest: string; peer: Verify } | undefined>;
  /** Takes one of the day's runs; false when none is left or this run was begun before. */
  takeRun(agreement: Agreement, run: string): Promise<boolean>;
  rows(agreement: Agreement): Promise<PartyRow[]>;
  ended(agreement: Agreement, run: string, outcome: Outcome | null, why: string | null): Promise<void>;
}

interface Run {
  agreement: Agreement;
  factor: Uint8Array;
  seq: number;
  theirs: Buffer[];
  theirRows: number;
  received: number;
  shuffled: Buffer | undefined;
  sent: number;
  mine: PartyRow[];
  own: OwnPoints;
  given: number;
  key: PaillierKey | undefined;
  encrypt: ((plain: bigint) => bigint) | undefined;
  groups: Outcome['groups'];
  added: boolean;
  until: number;
}

const runsMax = 8;
const runMs = 3_600_000;
type Reply = Omit<AnswerBody, 'to' | 'run' | 'seq'>;

/** 应答方: multiplies what it gets, gives its own multiplied and in random order; never learns which rows met. A step that is not the next one ends the run. */
export function createResponder(house: ResponderHouse): (envelope: Envelope) => Promise<Envelope> {
  const runs = new Map<string, Run>();

  const forget = (id: string): boolean => {
    runs.get(id)?.own.stop();
    return runs.delete(id);
  };

  async function begin(ask: Ask & { do: 'begin' }, agreement: Agreement, digest: string): Promise<Reply> {
    const { rowsMin, rowsMax } = agreement;
    if (ask.digest !== digest) throw errors.agreementDiffers();
    if (ask.rows < rowsMin) throw errors.setTooSmall({ min: rowsMin });
    if (ask.rows > rowsMax) throw errors.setTooLarge({ max: rowsMax });
    const now = house.now().getTime();
    for (const [id, r] of runs) if (r.until < now) forget(id);
    if (runs.size >= runsMax || !(await house.takeRun(agreement, ask.run))) throw errors.runsUsed();
    const mine = uniqueRows(await house.rows(agreement));
    if (mine.length < rowsMin) throw errors.setTooSmall({ min: rowsMin });
    if (mine.length > rowsMax) throw errors.setTooLarge({ max: rowsMax });
    const shuffled = Array.from(randomOrder(mine.length), (i) => mine[i]!);
    const factor = newFactor();
    const key = agreement.what === 'grouped' ? newPaillierKey() : undefined;
    runs.set(ask.run, {
      agreement, factor, seq: 0, theirs: [], theirRows: ask.rows, received: 0, shuffled: undefined, sent: 0, mine: shuffled, own: ownPoints(house.points, factor, ask.run, shuffled.map((r) => r.id)), given: 0, key, encrypt: key && encryptor(key),
      groups: [], added: false, until: now + runMs,
    });
    return { rows: mine.length, ...(key && { key: { n: key.n.toString(16), h: key.h.toString(16) } }) };
  }

  async function points(run: Run, ask: Ask & { do: 'points' }): Promise<Reply> {
    const batch = Buffer.from(ask.points, 'base64');
    run.received += batch.length / pointBytes;
    if (batch.length === 0 || batch.length > batchPoints * pointBytes || run.received > run.theirRows) throw errors.outOfOrder();
    const blinded = await house.points.blind(run.factor, batch);
    if (blinded === undefined) throw errors.pointsInvalid();
    run.theirs.push(blinded);
    return {};
  }

  /** Only when all have come, and in an order that tells nothing: a count, not a list, can be made of it. */
  function theirsBlinded(run: Run): Reply {
    if (run.received !== run.theirRows) throw errors.outOfOrder();
    if (run.shuffled === undefined) {
      const all = Buffer.concat(run.theirs);
      if (hasTwice(all)) throw errors.pointsInvalid();
      run.shuffled = reorder(all, randomOrder(run.theirRows));
      run.theirs = [];
    }
    const from = run.sent;
    run.sent = Math.min(from + batchPoints, run.theirRows);
    if (from === run.sent) throw errors.outOfOrder();
    return { points: run.shuffled.toString('base64', from * pointBytes, run.sent * pointBytes), more: run.sent < run.theirRows };
  }

  async function own(run: Run): Promise<Reply> {
    if (run.sent !== run.theirRows || run.given === run.mine.length) throw errors.outOfOrder();
    const from = run.given;
    const batch = run.mine.slice(from, from + (run.encrypt === undefined ? batchPoints : batchCiphers));
    run.given += batch.length;
    const blinded = await run.own.take(from, run.given);
    const { encrypt } = run;
    return { points: blinded.toString('base64'), more: run.given < run.mine.length, ...(encrypt && { ciphers: batch.map((r) => cipherText(encrypt(r.group === undefined ? 0n : pack(r.group, r.value ?? 0)))) }) };
  }

  function addUp(run: Run, ask: Ask & { do: 'add-up' }): Reply {
    const cipher = run.key && readCipher(ask.cipher, run.key);
    if (run.key === undefined || cipher === undefined || run.added || run.given !== run.mine.length || ask.count < run.agreement.least) throw errors.outOfOrder();
    run.added = true;
    const sums = unpack(decryptCipher(run.key, cipher), run.agreement.groups.length);
    // more people than were said to have met, or more than there are: not a sum over the meeting of two sets
    if (sums.reduce((n, g) => n + g.count, 0) > Math.min(ask.count, run.mine.length)) throw errors.outOfOrder();
    run.groups = suppress(sums, run.agreement.least);
    return { groups: run.groups };
  }

  async function end(id: string, run: Run, ask: Ask & { do: 'end' }): Promise<Reply> {
    if (run.given !== run.mine.length || (ask.count !== null && (ask.count < run.agreement.least || ask.count > Math.min(run.theirRows, run.mine.length)))) throw errors.outOfOrder();
    forget(id);
    await house.ended(run.agreement, id, { count: ask.count, groups: run.groups, initiatorRows: run.theirRows, responderRows: run.mine.length }, null);
    return {};
  }

  return async (envelope) => {
    // the agreement's name is read before the signature only to find whose key it must be
    const claimed = askSchema.safeParse(parsed(envelope.message)).data;
    const signed = claimed && (await house.agreement(claimed.agreement));
    if (claimed === undefined || signed === undefined) throw errors.agreementUnknown();
    if (open(signed.peer, envelope) === undefined) throw errors.signatureWrong();
    if (Math.abs(Date.parse(claimed.at) - house.now().getTime()) > skewMs) throw errors.clockSkew();
    const told = async (reply: Reply): Promise<Envelope> => seal(house.signer, { to: digestOf(envelope.message), run: claimed.run, seq: claimed.seq, ...reply });
    if (claimed.do === 'begin') {
      if (runs.has(claimed.run) || claimed.seq !== 0) throw errors.outOfOrder();
      return told(await begin(claimed, signed.agreement, signed.digest));
    }
    const run = runs.get(claimed.run);
    if (run === undefined || run.agreement.id !== claimed.agreement || run.until < house.now().getTime()) throw errors.runUnknown();
    try {
      if (claimed.seq !== run.seq + 1) throw errors.outOfOrder();
      run.seq = claimed.seq;
      const reply = claimed.do === 'points' ? await points(run, claimed) : claimed.do === 'theirs-blinded' ? theirsBlinded(run) : claimed.do === 'own' ? await own(run) : claimed.do === 'add-up' ? addUp(run, claimed) : await end(claimed.run, run, claimed);
      return await told(reply);
    } catch (error) {
      if (forget(claimed.run)) await house.ended(run.agreement, claimed.run, null, 'deviated');
      throw error;
    }
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One row an identifier: twice the same would count twice. */
export const uniqueRows = (rows: readonly PartyRow[]): PartyRow[] => [...new Map(rows.filter((r) => r.id.trim() !== '').map((r) => [plainId(r.id), r])).values()];

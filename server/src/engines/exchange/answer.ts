import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Refusal, toProblem } from '#kernel/errors';
import type { Clock } from '#kernel/clock';
import type { Sender } from './admit.ts';
import { answerBase, answerParameters, contentDigest } from './message-signature.ts';
import type { Cryptography, HouseKey } from './types.ts';

/** What a service answers: whole, or part by part. */
export type Answer =
  | { readonly kind: 'whole'; readonly status: number; readonly type: string; readonly body: Buffer; readonly rows: number }
  | {
      readonly kind: 'parts'; readonly status: number; readonly type: string; readonly headers: Readonly<Record<string, string>>; readonly parts: AsyncIterable<Uint8Array>; readonly sums: Sums;
      /** Called where no part may leave: what was opened for them is closed. */
      readonly unread?: () => void;
    };

/** Told while an answer goes out in parts. */
export interface Sums {
  rows: number;
  /** Handed to the reader so far. */
  bytes: number;
  /** `done`, or the code of the refusal that ended it early. */
  outcome: string;
}

export const noSums = (): Sums => ({ rows: 0, bytes: 0, outcome: 'done' });

export const json = (value: unknown, rows = 0, status = 200): Answer => ({ kind: 'whole', status, type: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(value), 'utf8'), rows });

export interface AnswerSigner {
  /** The header fields (or trailers) that sign an answer, tied to its request. */
  sign(sender: Sender, status: number, digest: Uint8Array): Promise<Record<string, string>>;
}

export function createAnswerSigner(deps: { clock: Clock; crypto: Pick<Cryptography, 'hmac'>; house: HouseKey }): AnswerSigner {
  return {
    async sign(sender, status, digest) {
      const { session } = sender;
      const field = contentDigest(digest);
      const parameters = answerParameters(Math.floor(deps.clock.now().getTime() / 1000), session?.id ?? deps.house.keyId, session === undefined ? 'sm2-sm3' : 'hmac-sm3');
      const base = answerBase({ status, contentDigest: field, requestSignature: sender.signature }, parameters);
      const signature = session === undefined ? await deps.house.sign(base) : deps.crypto.hmac(session.secret, base);
      return { 'content-digest': field, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${Buffer.from(signature).toString('base64')}:` };
    },
  };
}

/** Up to here bytes go out in one piece with their head: as text of one byte a character, which Node joins where it would write bytes apart. */
const joinedMax = 65_536;
const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function sendWhole(response: ServerResponse, status: number, type: string, body: Buffer, headers: Record<string, string>): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(status, { ...common, 'content-type': type, 'content-length': body.length, ...headers });
  if (body.length > joinedMax) response.end(body);
  else response.end(body.toString('latin1'), 'latin1');
}

export const problemBody = (refusal: Refusal, request: IncomingMessage, callId: string | undefined): Buffer =>
  Buffer.from(JSON.stringify(toProblem(refusal, /^\s*en/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'zh', callId)), 'utf8');

/**
 * Sends an answer part by part, no faster than its reader reads; resolves with its digest when all parts but the
 * end are out. The end, with the signature as trailers, is the caller's: it waits for the log.
 */
export async function sendParts(response: ServerResponse, answer: Extract<Answer, { kind: 'parts' }>, headers: Record<string, string>): Promise<Buffer> {
  response.writeHead(answer.status, { ...common, 'content-type': answer.type, ...answer.headers, ...headers, trailer: 'Content-Digest, Signature-Input, Signature, Exchange-Outcome' });
  const hash = createHash('sm3');
  const gone = new AbortController();
  const left = (): void => gone.abort();
  response.once('close', left);
  try {
    for await (const part of answer.parts) {
      if (gone.signal.aborted) throw new Error('the reader has gone');
      hash.update(part);
      answer.sums.bytes += part.length;
      if (!response.write(part)) await once(response, 'drain', { signal: gone.signal });
    }
    return hash.digest();
  } finally {
    response.off('close', left);
  }
}

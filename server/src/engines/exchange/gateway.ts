import type { IncomingMessage, ServerResponse } from 'node:http';
import { ownTransaction, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import { addKey, type AdministerDeps } from './administer.ts';
import type { Admission, Admit, Sender } from './admit.ts';
import { json, problemBody, sendParts, sendWhole, type Answer, type AnswerSigner } from './answer.ts';
import { readBody, readObject } from './body.ts';
import type { Call, CallLog } from './call-log.ts';
import { answerErasures } from './answer-erasures.ts';
import type { SignedDirectory } from './directory.ts';
import { errors } from './errors.ts';
import type { ErasureDeps } from './erasures.ts';
import type { RelayPeer } from './peer-client.ts';
import { readPath, type RequestPath } from './request-path.ts';
import { serveBatch } from './serve-batch.ts';
import { serveChanges } from './serve-changes.ts';
import type { ServeDeps } from './serve-deps.ts';
import { serveFile } from './serve-file.ts';
import { servePeer, type Relay } from './serve-peer.ts';
import { serveProxy } from './serve-proxy.ts';
import { serveQuery, serveVerify } from './serve-register.ts';
import { openSession } from './sessions.ts';
import type { Cryptography, Member, Mode } from './types.ts';
import type { Upstreams } from './upstream.ts';

export interface GatewayDeps extends ServeDeps {
  db: Db;
  crypto: Cryptography;
  admit: Admit;
  callLog: CallLog;
  signer: AnswerSigner;
  upstreams: Upstreams;
  administer: AdministerDeps;
  directory: () => Promise<SignedDirectory>;
  relayPeer: RelayPeer;
  peers: PeerHandlers;
  /** Counted here, for the log. */
  load: { underWay: number };
  erasures: Pick<ErasureDeps, 'ledger' | 'hooks'>;
  failed: (error: unknown) => void;
}

/** 网关: everything behind `/exchange/v1/`; answers every request itself, and never throws. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** 级联: what peers say to this house beside calls, and where a grant of ours leads on; given by the cascade once it is there. */
export interface PeerHandlers {
  relay: (grantId: string) => Promise<Relay | undefined>;
  readonly say: Map<PeerWord, (member: Member, body: Record<string, unknown>) => Promise<unknown>>;
}
export type PeerWord = 'messages' | 'reconcile';

const underWayMax = 2_000;
const controlMax = 16 * 1024;
const peerMax = 4 * 1024 * 1024;
const methodOf: Record<Exclude<Mode, 'proxy' | 'peer'>, string> = { verify: 'POST', query: 'POST', batch: 'GET', changes: 'GET', file: 'GET' };
const safe = new Set(['GET', 'HEAD']);

type Control = (deps: GatewayDeps, sender: Sender, request: IncomingMessage) => Promise<Answer>;

const write = <T>(deps: GatewayDeps, sender: Sender, use: (ctx: Context) => Promise<T>): Promise<T> =>
  ownTransaction(deps, use, { name: sender.key.member.name, requestId: sender.callId });

/** What a member does for itself, signed with SM2 by its present key. */
const controls: Readonly<Record<string, Control>> = {
  async session(deps, sender, request) {
    await readBody(request, controlMax, sender.bodyDigest);
    return json(await write(deps, sender, (ctx) => openSession(deps.crypto, ctx, sender)));
  },
  /** 密钥自动更新: the next key, signed for by the present one. */
  async keys(deps, sender, request) {
    const body = readObject(await readBody(request, controlMax, sender.bodyDigest));
    const { publicKey, proof } = body;
    if (typeof publicKey !== 'string' || typeof proof !== 'string') throw errors.bodyInvalid({ why: 'publicKey, proof' });
    const key = await write(deps, sender, (ctx) => addKey(deps.administer, ctx, sender.key.member, { publicKey, proof }, sender.key.id));
    return json({ keyId: key.keyId, validFrom: key.validFrom.toISOString(), validTo: key.validTo.toISOString() });
  },
  /** 删除通知: what the machine still has to delete, and its receipts. */
  async erasures(deps, sender, request) {
    const body = readObject(await readBody(request, controlMax, sender.bodyDigest));
    return json(await write(deps, sender, (ctx) => answerErasures(deps.erasures, ctx, sender.key.member, sender.requestDigest, body)));
  },
  messages: (deps, sender, request) => hear(deps, 'messages', sender, request),
  reconcile: (deps, sender, request) => hear(deps, 'reconcile', sender, request),
};

/** 报文: only from a house that joined; a message is known by its id, so that one that comes twice counts once. */
async function hear(deps: GatewayDeps, word: PeerWord, sender: Sender, request: IncomingMessage): Promise<Answer> {
  const handle = deps.peers.say.get(word);
  if (sender.key.member.kind !== 'peer' || handle === undefined) throw errors.peerUnknown();
  return json(await handle(sender.key.member, readObject(await readBody(request, peerMax, sender.bodyDigest))));
}

async function serve(deps: GatewayDeps, a: Admission, request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
  const { mode } = a.service;
  if (mode === 'peer') return servePeer(deps.relayPeer, deps.peers.relay, a, request, signal);
  if (mode === 'proxy') return serveProxy(deps, deps.upstreams, a, request.headers, request, signal);
  if (a.method !== methodOf[mode]) throw errors.methodInvalid({ method: a.method });
  if (a.path.rest !== '') throw errors.pathInvalid();
  if (mode === 'verify') return serveVerify(deps, a, request);
  if (mode === 'query') return serveQuery(deps, a, request);
  if (mode === 'batch') return serveBatch(deps, a);
  return mode === 'changes' ? serveChanges(deps, a) : serveFile(deps, a);
}

const isAdmission = (s: Sender): s is Admission => 'grant' in s;

function callOf(sender: Sender, phase: Call['phase'], outcome: string, sums: { rows: number; bytes: number; digest: Uint8Array | null }): Call {
  const admission = isAdmission(sender) ? sender : undefined;
  return {
    id: sender.callId, phase, at: sender.at, memberId: sender.key.member.id, organisation: sender.key.member.organisation, keyId: sender.key.id, grantId: admission?.grant.id ?? null, service: sender.path.service,
    method: sender.method, path: sender.path.path, purpose: admission?.grant.purposeCode ?? null, reference: sender.reference, outcome, rows: sums.rows, bytes: sums.bytes, tookMs: Math.round(performance.now() - sender.began),
    requestDigest: sender.requestDigest, answerDigest: sums.digest,
  };
}

const nothing = { rows: 0, bytes: 0, digest: null };

export function createGateway(deps: GatewayDeps): Gateway {
  const { admit, callLog, signer, crypto, load } = deps;

  /** The first row of a call: brings the nonce, and is the point where a grant that ended anywhere stops it. */
  const noteFirst = (sender: Sender, call: Call): Promise<void> =>
    callLog.note({ call, nonce: sender.nonce, revision: sender.revision, stillAdmitted: () => (isAdmission(sender) ? admit.stillAdmitted(sender) : admit.senderStands(sender)) });

  const deliver = async (response: ServerResponse, sender: Sender, answer: Answer, begun: boolean): Promise<void> => {
    if (answer.kind === 'whole') {
      const digest = crypto.sm3(answer.body);
      const call = callOf(sender, 'ended', 'done', { rows: answer.rows, bytes: answer.body.length, digest });
      const [headers] = await Promise.all([signer.sign(sender, answer.status, digest), begun ? callLog.note({ call }) : noteFirst(sender, call)]);
      return sendWhole(response, answer.status, answer.type, answer.body, { 'exchange-call': sender.callId, ...headers });
    }
    if (!begun) {
      await noteFirst(sender, callOf(sender, 'begun', 'done', nothing)).catch((error: unknown) => {
        answer.unread?.();
        throw error;
      });
    }
    let digest: Buffer;
    try {
      digest = await sendParts(response, answer, { 'exchange-call': sender.callId });
    } catch (error) {
      // its head is out: the log says how it ended, the reader sees a broken answer
      await callLog.note({ call: callOf(sender, 'ended', error instanceof Refusal ? error.code : 'exchange.brokenOff', { ...answer.sums, digest: null }) });
      response.destroy();
      return;
    }
    await callLog.note({ call: callOf(sender, 'ended', answer.sums.outcome, { ...answer.sums, digest }) });
    response.addTrailers({ ...(await signer.sign(sender, answer.status, digest)), 'exchange-outcome': answer.sums.outcome });
    response.end();
  };

  const refuse = async (request: IncomingMessage, response: ServerResponse, sender: Sender | undefined, error: unknown, begun: boolean): Promise<void> => {
    if (!(error instanceof Refusal)) deps.failed(error);
    if (response.destroyed) return;
    if (response.headersSent) return void response.destroy();
    const refusal = error instanceof Refusal ? error : errors.busy();
    const body = problemBody(refusal, request, sender?.callId);
    // nothing was exchanged: the row may follow
    if (sender !== undefined && refusal.code !== 'exchange.replayed' && refusal.code !== 'exchange.notLogged') void callLog.note({ call: callOf(sender, 'ended', refusal.code, nothing), ...(begun ? {} : { nonce: sender.nonce }) }).catch(() => {});
    const headers = sender === undefined ? {} : await signer.sign(sender, refusal.status, crypto.sm3(body));
    // a body that nobody reads any more is not waited for
    sendWhole(response, refusal.status, 'application/problem+json; charset=utf-8', body, { ...headers, ...(request.complete ? {} : { connection: 'close' }) });
  };

  const run = async (request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> => {
    let sender: Sender | undefined;
    let begun = false;
    try {
      const path: RequestPath = readPath(request.url ?? '');
      const method = request.method ?? 'GET';
      if (path.service === 'directory' && method === 'GET' && path.rest === '') return sendWhole(response, 200, 'application/json; charset=utf-8', Buffer.from(JSON.stringify(await deps.directory()), 'utf8'), {});
      const control = path.rest === '' && Object.hasOwn(controls, path.service) ? controls[path.service] : undefined;
      if (control !== undefined && method !== 'POST') throw errors.methodInvalid({ method });
      sender = await admit.sender(method, path, request.headers, control === undefined);
      if (control !== undefined) {
        if (sender.alg !== 'sm2-sm3') throw errors.signatureWrong();
        await noteFirst(sender, callOf(sender, 'begun', 'done', nothing));
        begun = true;
        return await deliver(response, sender, await control(deps, sender, request), begun);
      }
      const admission = await admit.grant(sender, request.headers);
      sender = admission;
      if (admission.service.mode === 'proxy' && !safe.has(method)) {
        // what a provider is told to do is in the log before it is told
        await noteFirst(admission, callOf(admission, 'begun', 'done', nothing));
        begun = true;
      }
      await deliver(response, admission, await serve(deps, admission, request, signal), begun);
    } catch (error) {
      await refuse(request, response, sender, error, begun);
    }
  };

  return async (request, response) => {
    const gone = new AbortController();
    // an answer that went out whole needs no abort, which makes an error with its stack
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    if (load.underWay >= underWayMax) return refuse(request, response, undefined, errors.busy(), false);
    load.underWay++;
    try {
      await run(request, response, gone.signal);
    } catch (error) {
      deps.failed(error);
      response.destroy();
    } finally {
      load.underWay--;
    }
  };
}

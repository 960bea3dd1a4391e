import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '#kernel/clock';
import { dayInChina } from '#kernel/clock';
import { system } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { CallLog } from './call-log.ts';
import { errors } from './errors.ts';
import { revisionOf } from './exchange-queries.ts';
import { createNonceMemory, createRates } from './limits.ts';
import { readContentDigest, readSignature, readSignatureInput, signatureBase, type Algorithm } from './message-signature.ts';
import type { Registry } from './registry.ts';
import type { RequestPath } from './request-path.ts';
import type { Cryptography, Grant, Key, Service, Session } from './types.ts';

/** Between the caller's clock and ours, either way, in seconds. */
export const skewMax = 300;

/** A request whose sender is known: its signature was right, in time and new. */
export interface Sender {
  readonly callId: string;
  readonly at: Date;
  /** Of members, keys, services and grants when it was admitted. */
  readonly revision: number;
  /** performance.now() at arrival. */
  readonly began: number;
  readonly method: string;
  readonly path: RequestPath;
  readonly key: Key;
  readonly session: Session | undefined;
  readonly alg: Algorithm;
  readonly nonce: { readonly scope: string; readonly value: string };
  /** Base64, as it came: the answer's signature covers it. */
  readonly signature: string;
  /** SM3 of what was signed and the signature: what the log keeps of the request. */
  readonly requestDigest: Buffer;
  /** SM3 that the body must have; undefined where there is none. */
  readonly bodyDigest: Buffer | undefined;
  readonly reference: string | null;
}

/** A sender who may use the service that she named. */
export interface Admission extends Sender {
  readonly service: Service;
  readonly grant: Grant;
}

export interface AdmitDeps {
  db: Pick<Db, 'read'>;
  clock: Clock;
  ids: Ids;
  crypto: Pick<Cryptography, 'sm3' | 'hmac' | 'verify'>;
  registry: Registry;
  callLog: Pick<CallLog, 'usedToday' | 'setUsed'>;
}

const bodiless = new Set(['GET', 'HEAD', 'DELETE']);
const referenceShape = /^[\u0021-\u007e]{1,100}$/;
const same = (a: Uint8Array, b: Uint8Array): boolean => {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length && i < b.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
};
const one = (headers: IncomingHttpHeaders, name: string): string | undefined => (typeof headers[name] === 'string' ? headers[name] : undefined);

export interface Admit {
  /** Who sent this: signature, clock, nonce. */
  sender(method: string, path: RequestPath, headers: IncomingHttpHeaders, needsGrant: boolean): Promise<Sender>;
  /** Whether she may: service, grant, purpose, rate, quota. */
  grant(sender: Sender, headers: IncomingHttpHeaders): Promise<Admission>;
  /** Asked again before an answer goes out when anything has changed: key, grant and service as they are now. */
  stillAdmitted(admission: Admission): Promise<void>;
  /** The same, by what the database says now: for long answers, which no row of the log follows for a while. */
  admittedNow(admission: Admission): Promise<void>;
  senderStands(sender: Sender): Promise<void>;
}

export function createAdmit({ db, clock, ids, crypto, registry, callLog }: AdmitDeps): Admit {
  const nowMs = (): number => clock.now().getTime();
  const nonces = createNonceMemory(2 * skewMax * 1000, nowMs);
  const rate = createRates(() => performance.now());

  const standing = (key: Key | undefined, now: Date): Key => {
    if (key === undefined || key.endedAt !== null || key.member.endedAt !== null || now < key.validFrom || now >= key.validTo) throw errors.keyUnknown();
    return key;
  };

  const admitted = async (sender: Sender, grantId: string, purpose: string | undefined): Promise<{ service: Service; grant: Grant }> => {
    const now = clock.now();
    const grant = await registry.grant(grantId);
    const { organisation, id } = sender.key.member;
    if (grant === undefined || grant.service !== sender.path.service || grant.organisation !== organisation || (grant.memberId !== null && grant.memberId !== id) || now < grant.validFrom) throw errors.grantUnknown();
    const end = grant.endedAt ?? grant.validTo;
    if (now >= end) throw errors.grantEnded({ at: end.toISOString() });
    if (purpose !== undefined && purpose !== grant.purposeCode) throw errors.purposeDiffers({ purpose: grant.purposeCode });
    const service = await registry.service(grant.service);
    if (service === undefined) throw errors.serviceUnknown({ service: grant.service });
    if (service.state !== 'active') throw errors.serviceSuspended({ service: service.id });
    return { service, grant };
  };

  const senderStands = async (sender: Sender): Promise<void> => void standing(await registry.key(sender.key.id), clock.now());

  const stillAdmitted = async (admission: Admission): Promise<void> => {
    await senderStands(admission);
    await admitted(admission, admission.grant.id, undefined);
  };

  const withinLimits = async (grant: Grant): Promise<void> => {
    const seconds = rate(grant.id, grant.ratePerSecond);
    if (seconds > 0) throw errors.tooFast({ seconds });
    let used = callLog.usedToday(grant.id);
    if (used === undefined) {
      const row = await db.read(system, (tx) => tx.maybe<{ calls: number }>('select calls from exchange.meter where grant_id = $1 and day = $2', [grant.id, dayInChina(clock.now())]));
      used = row?.calls ?? 0;
    }
    if (used >= grant.dailyQuota) throw errors.quotaUsed({ quota: grant.dailyQuota });
    callLog.setUsed(grant.id, used + 1);
  };

  return {
    async sender(method, path, headers, needsGrant) {
      const began = performance.now();
      const revision = registry.revision();
      const inputHeader = one(headers, 'signature-input');
      const signatureHeader = one(headers, 'signature');
      if (inputHeader === undefined || signatureHeader === undefined) throw errors.signatureMissing();
      const input = readSignatureInput(inputHeader);
      const signature = readSignature(signatureHeader);
      const reference = one(headers, 'exchange-reference');
      if (reference !== undefined && !referenceShape.test(reference)) throw errors.signatureMalformed({ why: 'Exchange-Reference' });
      const hasBody = !bodiless.has(method);
      const needed = ['@method', '@path', '@query', ...(hasBody ? ['content-digest'] : []), ...(needsGrant ? ['exchange-grant', 'exchange-purpose'] : []), ...(reference === undefined ? [] : ['exchange-reference'])];
      const missing = needed.find((c) => !input.components.includes(c));
      if (missing !== undefined) throw errors.signatureIncomplete({ component: missing });
      const now = clock.now();
      if (Math.abs(now.getTime() / 1000 - input.created) > skewMax) throw errors.clockSkew({ seconds: skewMax, now: now.toISOString() });
      const session = input.alg === 'hmac-sm3' ? await registry.session(input.keyid) : undefined;
      if (input.alg === 'hmac-sm3' && (session === undefined || now >= session.validTo)) throw errors.keyUnknown();
      // the session's key as it stands now, not as it stood when the session was read
      const key = standing(await registry.key(session?.key.id ?? input.keyid), now);
      const base = signatureBase(input.components, (c) => {
        if (c === '@method') return method;
        if (c === '@path') return path.path;
        if (c === '@query') return path.query;
        const value = one(headers, c);
        if (value === undefined) throw errors.signatureIncomplete({ component: c });
        return value.trim();
      }, input.parameters);
      const good = session === undefined ? crypto.verify(base, signature, key.publicKey) : same(crypto.hmac(session.secret, base), signature);
      if (!good) throw errors.signatureWrong();
      if (!nonces.take(input.keyid, input.nonce)) throw errors.replayed();
      const digestHeader = one(headers, 'content-digest');
      return {
        callId: ids(), at: now, revision, began, method, path, key, session, alg: input.alg, nonce: { scope: input.keyid, value: input.nonce }, signature: signatureHeader.slice(6, -1), reference: reference ?? null,
        requestDigest: crypto.sm3(base, signature), bodyDigest: hasBody && digestHeader !== undefined ? readContentDigest(digestHeader) : undefined,
      };
    },
    async grant(sender, headers) {
      const { service, grant } = await admitted(sender, one(headers, 'exchange-grant') ?? '', one(headers, 'exchange-purpose') ?? '');
      await withinLimits(grant);
      return { ...sender, service, grant };
    },
    stillAdmitted,
    async admittedNow(admission) {
      registry.sync(await db.read(system, revisionOf));
      await stillAdmitted(admission);
    },
    senderStands,
  };
}

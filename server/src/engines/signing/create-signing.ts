import type { Context } from '#kernel/context';
import { addTrusted, createTrust, ensureAuthority, issueCertificate, revokeCertificate, toCertificateView, type CertificateView, type IssueRequest } from './authority.ts';
import type { Trust } from './certificate-chain.ts';
import { createSoftwareDevice, type SigningDevice } from './device.ts';
import { errors } from './errors.ts';
import { createFieldCipher, type FieldCipher, type MasterKeys } from './field-encryption.ts';
import { applySeal, changeSeal, getSeal, makeSeal, toSealView, type SealApplication, type SealView } from './seals.ts';
import { authorityRows, certificatesEnding, certificatesOf, findCertificate, findSealContent, listSeals, lockMaking, sealActions, sealUses, type SealState, type SealUseRow } from './signing-queries.ts';
import { verifySignedData, type SignedDataVerification } from './signed-data.ts';
import { sealDigest, sealerOf, signBytes, signDigestAsSignedData, signerOf, type SealDigestRequest, type Sealer } from './use-seal.ts';
import type { Verification } from './verification.ts';
import { verifyBytes, type SignedBytes } from './verify-bytes.ts';
import { verifySeal, verifySealSignature, type Originals, type SealSignatureVerification, type SealVerification } from './verify-seal.ts';

export interface SigningSettings {
  /** 32 bytes or more each, by version from 1; fields and software keys are encrypted under the highest. */
  masterKeys: MasterKeys;
  /** A certified module; the software device when absent. */
  device?: SigningDevice;
}

const PAGE_MAX = 200;

/** The face of signing: keys, certificates, seals, signatures. Authorisation beyond the seal's own organisation is the modules'. */
export interface Signing {
  readonly device: SigningDevice;
  /** Encrypts fields at rest and makes their look-up values. */
  readonly fields: FieldCipher;
  /** The sandbox authorities of a place, made once. */
  ensureAuthority(ctx: Context, place: string): Promise<{ created: boolean }>;
  /** Trusts an authority that is not ours: a licensed one's root or intermediate, as DER. */
  addTrusted(ctx: Context, der: Uint8Array): Promise<CertificateView>;
  issueCertificate(ctx: Context, request: IssueRequest): Promise<CertificateView>;
  revokeCertificate(ctx: Context, request: { certificateId: string; reason: string }): Promise<void>;
  getCertificate(ctx: Context, id: string): Promise<CertificateView>;
  certificatesOf(ctx: Context, organisation: string): Promise<CertificateView[]>;
  /** Roots, issuing authorities and seal-making centres, revoked ones too: what somebody needs who verifies by himself. */
  authorities(ctx: Context): Promise<CertificateView[]>;
  /** Valid certificates that end within `days` from now: for the alarm. */
  certificatesEnding(ctx: Context, days: number): Promise<CertificateView[]>;

  applySeal(ctx: Context, application: SealApplication): Promise<SealView>;
  makeSeal(ctx: Context, request: { sealId: string; version: number }): Promise<SealView>;
  changeSeal(ctx: Context, change: { sealId: string; version: number; action: 'activate' | 'suspend' | 'cancel'; reason: string }): Promise<SealView>;
  /** Apply, make and activate in one go: for seeding an example place. Gives the active seal of the kind when there is one. */
  ensureSeal(ctx: Context, application: SealApplication): Promise<SealView>;
  getSeal(ctx: Context, id: string): Promise<SealView>;
  /** The newest seal of an organisation (and kind) that is active and within its validity now. */
  findActiveSeal(ctx: Context, organisation: string, kind?: string): Promise<SealView | undefined>;
  listSeals(ctx: Context, filter: { organisation?: string; kind?: string; state?: SealState; after?: string; limit?: number }): Promise<SealView[]>;
  /** The seal as DER (Seal.esl of OFD) and its picture as PNG of 42 mm. */
  sealContent(ctx: Context, id: string): Promise<{ der: Uint8Array; picture: Uint8Array }>;
  sealActions(ctx: Context, id: string): ReturnType<typeof sealActions>;
  /** Use log, newest first; row-level security shows an organisation its own. */
  sealUses(ctx: Context, sealId: string, page?: { after?: string; limit?: number }): Promise<SealUseRow[]>;

  sealDigest(ctx: Context, request: SealDigestRequest): Promise<Uint8Array>;
  /** Seals many digests with one seal; refuses at once what may not be used now. */
  sealerOf(ctx: Context, sealId: string): Promise<Sealer>;
  signBytes(ctx: Context, request: { certificateId: string; message: Uint8Array }): Promise<{ signature: Uint8Array; certificate: Uint8Array }>;
  /** Signs many messages (raw r‖s); whether the certificate may is looked at now only: ask again before long. */
  signerOf(ctx: Context, certificateId: string): Promise<(message: Uint8Array) => Promise<Uint8Array>>;
  signDigestAsSignedData(ctx: Context, request: { certificateId: string; digest: Uint8Array }): Promise<Uint8Array>;

  /** Roots, authorities and revocations of this place. */
  trust(ctx: Context): Promise<Trust>;
  verifySeal(ctx: Context, der: Uint8Array): Promise<SealVerification>;
  verifySealSignature(ctx: Context, der: Uint8Array, originals: Originals): Promise<SealSignatureVerification>;
  verifySignedData(ctx: Context, der: Uint8Array, digest: Uint8Array): Promise<SignedDataVerification>;
  /** SM2 signature (raw or DER) over bytes with a certificate that must be trusted and in force now. */
  verifyBytes(ctx: Context, signed: SignedBytes): Promise<Verification>;
}

export function createSigning(settings: SigningSettings): Signing {
  const device = settings.device ?? createSoftwareDevice(settings.masterKeys);
  const trust = createTrust();
  const limited = (limit = 50): number => Math.min(Math.max(1, Math.floor(limit)), PAGE_MAX);
  const findActiveSeal: Signing['findActiveSeal'] = async (ctx, organisation, kind) => {
    const [seal] = await listSeals(ctx.tx, { organisation, ...(kind === undefined ? {} : { kind }), state: 'active', validAt: ctx.now, limit: 1 });
    return seal && toSealView(seal);
  };
  return {
    device,
    fields: createFieldCipher(settings.masterKeys),
    ensureAuthority: (ctx, place) => ensureAuthority(ctx, device, place),
    addTrusted,
    issueCertificate: (ctx, request) => issueCertificate(ctx, device, request),
    revokeCertificate: (ctx, { certificateId, reason }) => revokeCertificate(ctx, certificateId, reason),
    async getCertificate(ctx, id) {
      const row = await findCertificate(ctx.tx, id);
      if (!row) throw errors.certificateUnknown({ id });
      return toCertificateView(row);
    },
    certificatesOf: async (ctx, organisation) => (await certificatesOf(ctx.tx, organisation)).map(toCertificateView),
    authorities: async (ctx) => (await authorityRows(ctx.tx)).map(toCertificateView),
    certificatesEnding: async (ctx, days) => (await certificatesEnding(ctx.tx, ctx.now, new Date(ctx.now.getTime() + days * 86_400_000))).map(toCertificateView),

    applySeal,
    makeSeal: (ctx, request) => makeSeal(ctx, device, request),
    changeSeal,
    async ensureSeal(ctx, application) {
      const find = (): Promise<SealView | undefined> => findActiveSeal(ctx, application.organisation, application.kind);
      const known = await find();
      if (known) return known;
      await lockMaking(ctx.tx);
      const meanwhile = await find();
      if (meanwhile) return meanwhile;
      const applied = await applySeal(ctx, application);
      const made = await makeSeal(ctx, device, { sealId: applied.id, version: applied.version });
      return changeSeal(ctx, { sealId: made.id, version: made.version, action: 'activate', reason: application.reason });
    },
    getSeal: async (ctx, id) => toSealView(await getSeal(ctx, id)),
    findActiveSeal,
    listSeals: async (ctx, { limit, ...filter }) => (await listSeals(ctx.tx, { ...filter, limit: limited(limit) })).map(toSealView),
    async sealContent(ctx, id) {
      const content = await findSealContent(ctx.tx, id);
      if (!content?.der || !content.picture) throw errors.sealUnknown({ id });
      return { der: content.der, picture: content.picture };
    },
    sealActions: (ctx, id) => sealActions(ctx.tx, id),
    sealUses: (ctx, sealId, page) => sealUses(ctx.tx, sealId, page?.after, limited(page?.limit)),

    sealDigest: (ctx, request) => sealDigest(ctx, device, request),
    sealerOf: (ctx, sealId) => sealerOf(ctx, device, sealId),
    signBytes: (ctx, request) => signBytes(ctx, device, request),
    signerOf: (ctx, certificateId) => signerOf(ctx, device, certificateId),
    signDigestAsSignedData: (ctx, request) => signDigestAsSignedData(ctx, device, request),

    trust: (ctx) => trust(ctx.tx),
    verifySeal: async (ctx, der) => verifySeal(der, { at: ctx.now, trust: await trust(ctx.tx) }),
    verifySealSignature: async (ctx, der, originals) => verifySealSignature(der, { ...originals, trust: await trust(ctx.tx) }),
    verifySignedData: async (ctx, der, digest) => verifySignedData(der, digest, { trust: await trust(ctx.tx), at: ctx.now }),
    verifyBytes: async (ctx, signed) => verifyBytes(signed, await trust(ctx.tx), ctx.now),
  };
}

/** Using a seal 用印: sealing a digest, and signing bytes with a certificate's key. Every use is logged in the same transaction. */
import type { Context } from '#kernel/context';
import { getKey } from './authority.ts';
import type { SigningDevice } from './device.ts';
import { errors } from './errors.ts';
import { requireOrganisation, wrongState } from './seals.ts';
import { makeSignedData } from './signed-data.ts';
import { findCertificate, findSealForUse, type CertificateRow, type KeyRow, type UsableSealRow } from './signing-queries.ts';
import { makeSealSignature } from './write-seal.ts';

export interface SealDigestRequest {
  sealId: string;
  /** Where the original stands; for OFD the absolute path of Signature.xml. */
  propertyInfo: string;
  /** SM3 of that original, 32 bytes. */
  digest: Uint8Array;
  /** Why, for the use log: 办件, 公文 … */
  purpose: string;
  caseId?: string;
}

const PURPOSE_MAX = 200;

/** Refuses what 6.2.2 of GM/T 0031 refuses: a seal or certificate that is not in force now. */
function requireUsable(ctx: Context, seal: UsableSealRow, device: SigningDevice): void {
  requireOrganisation(ctx, seal.organisation);
  if (seal.state !== 'active') throw wrongState(seal, 'use');
  if (seal.valid_from === null || seal.valid_to === null || ctx.now < seal.valid_from || ctx.now > seal.valid_to) throw errors.sealExpired({ id: seal.id });
  if (seal.certificate_state !== 'valid') throw errors.certificateUnusable({ id: seal.certificate_id, reason: '已吊销 revoked' });
  if (ctx.now < seal.certificate_from || ctx.now > seal.certificate_to) throw errors.certificateUnusable({ id: seal.certificate_id, reason: '不在有效期 outside its validity' });
  if (seal.device !== device.name) throw errors.keyUnknown({ id: seal.key_id });
  if (seal.key_state !== 'active') throw errors.keyRetired({ id: seal.key_id });
}

/** A seal in somebody's hand, looked up once: for many documents of one issuer. */
export interface Sealer {
  /** Seal.esl of OFD. */
  readonly der: Uint8Array;
  /** Whether it may is judged by what was looked up: whoever keeps a sealer asks for a new one before long. */
  seal(ctx: Context, request: Omit<SealDigestRequest, 'sealId'>): Promise<Uint8Array>;
}

async function getSealForUse(ctx: Context, device: SigningDevice, sealId: string): Promise<UsableSealRow> {
  const seal = await findSealForUse(ctx.tx, sealId);
  if (!seal) throw errors.sealUnknown({ id: sealId });
  requireUsable(ctx, seal, device);
  return seal;
}

export async function sealerOf(ctx: Context, device: SigningDevice, sealId: string): Promise<Sealer> {
  const seal = await getSealForUse(ctx, device, sealId);
  return { der: seal.der, seal: (use, request) => sealWith(use, device, seal, request) };
}

/** SES_Signature (GB/T 38540, V4) over a digest, as DER; the use is logged. */
export async function sealDigest(ctx: Context, device: SigningDevice, request: SealDigestRequest): Promise<Uint8Array> {
  refuseInvalid(request);
  return sealWith(ctx, device, await getSealForUse(ctx, device, request.sealId), request);
}

function refuseInvalid({ propertyInfo, digest, purpose }: Omit<SealDigestRequest, 'sealId'>): void {
  if (digest.length !== 32) throw errors.digestInvalid();
  if (!/^[\x21-\x7e]{1,255}$/.test(propertyInfo)) throw errors.propertyInvalid();
  if (purpose.trim() === '' || purpose.length > PURPOSE_MAX) throw errors.nameInvalid({ max: PURPOSE_MAX });
}

/** Plans only, so that it may run where rows are gathered. */
async function sealWith(ctx: Context, device: SigningDevice, seal: UsableSealRow, request: Omit<SealDigestRequest, 'sealId'>): Promise<Uint8Array> {
  refuseInvalid(request);
  requireUsable(ctx, seal, device);
  const { propertyInfo, digest, purpose } = request;
  const signature = await makeSealSignature(
    { seal: seal.der, certificate: seal.certificate_der, signedAt: ctx.now, dataHash: digest, propertyInfo },
    (message) => device.sign(seal, message),
  );
  const { kind, accountId, name } = ctx.actor;
  ctx.tx.insert('signing.seal_use', {
    id: ctx.newId(), seal_id: seal.id, organisation: seal.organisation, at: ctx.now, actor_kind: kind, account_id: accountId, actor_name: name,
    digest, property_info: propertyInfo, purpose, case_id: request.caseId ?? null,
  }); // prettier-ignore
  return signature;
}

async function certificateForUse(ctx: Context, device: SigningDevice, id: string): Promise<{ row: CertificateRow; key: KeyRow }> {
  const row = await findCertificate(ctx.tx, id);
  if (!row?.key_id) throw errors.certificateUnknown({ id });
  if (row.organisation !== null) requireOrganisation(ctx, row.organisation);
  if (row.state !== 'valid') throw errors.certificateUnusable({ id, reason: '已吊销 revoked' });
  if (ctx.now < row.valid_from || ctx.now > row.valid_to) throw errors.certificateUnusable({ id, reason: '不在有效期 outside its validity' });
  if (row.role !== 'signing') throw errors.certificateUnusable({ id, reason: '不是签名证书 not for signing' });
  return { row, key: await getKey(ctx, device, row.key_id) };
}

/** SM2 signature (raw r‖s, default user id) over bytes with the key of a signing certificate. */
export async function signBytes(ctx: Context, device: SigningDevice, request: { certificateId: string; message: Uint8Array }): Promise<{ signature: Uint8Array; certificate: Uint8Array }> {
  const { row, key } = await certificateForUse(ctx, device, request.certificateId);
  return { signature: await device.sign(key, request.message), certificate: row.der };
}

/** Signs many messages with one certificate: whether it may is looked at now, so whoever keeps the signer asks for a new one before long. */
export async function signerOf(ctx: Context, device: SigningDevice, certificateId: string): Promise<(message: Uint8Array) => Promise<Uint8Array>> {
  const { key } = await certificateForUse(ctx, device, certificateId);
  return (message) => device.sign(key, message);
}

/** SignedData (GB/T 35275) over a digest, for OFD signatures without a seal (type Sign). */
export async function signDigestAsSignedData(ctx: Context, device: SigningDevice, request: { certificateId: string; digest: Uint8Array }): Promise<Uint8Array> {
  if (request.digest.length !== 32) throw errors.digestInvalid();
  const { row, key } = await certificateForUse(ctx, device, request.certificateId);
  return makeSignedData(request.digest, row.der, ctx.now, (message) => device.sign(key, message));
}

/** Our certificate authorities 证书认证机构 and the certificates that they issue, revoke and are trusted by. */
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import { certificateDigest, isSignedBy, nameToText, readCertificate, type Name } from './certificate.ts';
import { equalBytes, type Trust } from './certificate-chain.ts';
import { DerError } from './der.ts';
import type { DeviceKey, SigningDevice } from './device.ts';
import { errors } from './errors.ts';
import { OID } from './oids.ts';
import {
  authorityCertificates, findCertificate, findCertificateByDigest, findIssuer, findKey, lockMaking, retireKey, revocations, revokeCertificateRow, trustState,
  type CertificateRole, type CertificateRow, type KeyRow,
} from './signing-queries.ts';
import { writeCertificate, type CertificateContent, type Issuer } from './write-certificate.ts';

/** What others see of a certificate. */
export interface CertificateView {
  id: string;
  role: CertificateRole;
  organisation: string | null;
  subject: string;
  issuer: string;
  serial: string;
  der: Uint8Array;
  validFrom: Date;
  validTo: Date;
  state: 'valid' | 'revoked';
  revokedAt: Date | null;
  revokedReason: string | null;
}

export interface IssueRequest {
  /** Credit code of the organisation, opaque here; null for a machine or a person. */
  organisation: string | null;
  /** 单位名称, up to 64 characters (X.520). */
  organisationName: string;
  /** CN: name of the seal, the system or the person. */
  commonName: string;
  profile: 'signing' | 'encryption';
  /** 1 to 10; ends with the issuing certificate at the latest. */
  years: number;
}

const NAME_MAX = 64;
const YEARS_MAX = 10;

export const toCertificateView = (row: CertificateRow): CertificateView => ({
  id: row.id, role: row.role, organisation: row.organisation, subject: row.subject, issuer: row.issuer, serial: row.serial, der: row.der,
  validFrom: row.valid_from, validTo: row.valid_to, state: row.state, revokedAt: row.revoked_at, revokedReason: row.revoked_reason,
}); // prettier-ignore

export function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

const wholeSecond = (date: Date): Date => new Date(Math.floor(date.getTime() / 1000) * 1000);

function nameOf(commonName: string, organisationName: string, organisation: string | null): Name {
  for (const name of [commonName, organisationName]) if (name.trim() === '' || [...name].length > NAME_MAX) throw errors.nameInvalid({ max: NAME_MAX });
  return [
    { oid: OID.country, value: 'CN' },
    { oid: OID.organisation, value: organisationName },
    ...(organisation === null ? [] : [{ oid: OID.organisationCode, value: organisation }]),
    { oid: OID.commonName, value: commonName },
  ];
}

export interface StoredKey {
  id: string;
  key: DeviceKey;
}

/** Makes a key on the device and plans its row. */
export async function createKey(ctx: Context, device: SigningDevice): Promise<StoredKey> {
  const key = await device.generate();
  const id = ctx.newId();
  ctx.tx.insert('signing.key', { id, device: device.name, algorithm: 'sm2', handle: key.handle, public_key: key.publicKey, state: 'active', created_at: ctx.now });
  return { id, key };
}

/** The key of this device by its row's id; refuses a retired one. */
export async function getKey(ctx: Context, device: SigningDevice, id: string): Promise<KeyRow> {
  const key = await findKey(ctx.tx, id);
  if (!key || key.device !== device.name) throw errors.keyUnknown({ id });
  if (key.state !== 'active') throw errors.keyRetired({ id });
  return key;
}

interface Issuing {
  subject: Name;
  role: CertificateRole;
  organisation: string | null;
  profile: CertificateContent['profile'];
  years: number;
  pathLength?: number;
}

async function issue(ctx: Context, device: SigningDevice, own: StoredKey, by: { row: CertificateRow; key: DeviceKey } | 'self', wanted: Issuing): Promise<CertificateRow> {
  const notBefore = wholeSecond(ctx.now);
  const end = yearsAfter(notBefore, wanted.years);
  const notAfter = by !== 'self' && by.row.valid_to < end ? by.row.valid_to : end;
  const issuer: Issuer = by === 'self' ? 'self' : readCertificate(by.row.der);
  const signKey = by === 'self' ? own.key : by.key;
  const content: CertificateContent = {
    subject: wanted.subject, publicKey: own.key.publicKey, notBefore, notAfter, profile: wanted.profile,
    ...(wanted.pathLength === undefined ? {} : { pathLength: wanted.pathLength }),
  }; // prettier-ignore
  const der = await writeCertificate(content, issuer, (tbs) => device.sign(signKey, tbs));
  const certificate = readCertificate(der);
  const row: CertificateRow = {
    id: ctx.newId(), key_id: own.id, issuer_id: by === 'self' ? null : by.row.id, role: wanted.role, organisation: wanted.organisation,
    subject: nameToText(certificate.subject), issuer: nameToText(certificate.issuer), serial: certificate.serial, der,
    valid_from: notBefore, valid_to: notAfter, state: 'valid', revoked_at: null, revoked_reason: null,
  }; // prettier-ignore
  ctx.tx.insert('signing.certificate', { ...row, digest: Buffer.from(certificateDigest(certificate), 'hex') });
  return row;
}

async function issuerFor(ctx: Context, device: SigningDevice, role: 'authority' | 'sealMaker'): Promise<{ row: CertificateRow; key: DeviceKey }> {
  const row = await findIssuer(ctx.tx, role, ctx.now);
  if (!row?.key_id) throw errors.authorityMissing();
  return { row, key: await getKey(ctx, device, row.key_id) };
}

/** The seal-making centre 制章中心: its certificate and key. */
export const sealMaker = (ctx: Context, device: SigningDevice): ReturnType<typeof issuerFor> => issuerFor(ctx, device, 'sealMaker');

/**
 * Makes the sandbox authorities of a place once: root, issuing authority below it, seal-making centre below that. A second call,
 * also a simultaneous one, changes nothing. A real place brings certificates of a licensed authority instead.
 */
export async function ensureAuthority(ctx: Context, device: SigningDevice, place: string): Promise<{ created: boolean }> {
  if (await findIssuer(ctx.tx, 'sealMaker', ctx.now)) return { created: false };
  await lockMaking(ctx.tx);
  if (await findIssuer(ctx.tx, 'sealMaker', ctx.now)) return { created: false };
  const step = async (by: Parameters<typeof issue>[3], role: CertificateRole, title: string, rest: Pick<Issuing, 'profile' | 'years' | 'pathLength'>): Promise<{ row: CertificateRow; key: DeviceKey }> => {
    const own = await createKey(ctx, device);
    const row = await issue(ctx, device, own, by, { subject: nameOf(`${place}${title}`, `${place}人民政府`, null), role, organisation: null, ...rest });
    return { row, key: own.key };
  };
  const root = await step('self', 'root', '政务沙箱根证书', { profile: 'authority', years: 20, pathLength: 1 });
  const authority = await step(root, 'authority', '政务沙箱证书认证机构', { profile: 'authority', years: 15, pathLength: 0 });
  await step(authority, 'sealMaker', '电子印章制章中心', { profile: 'signing', years: 12 });
  await ctx.tx.flush();
  return { created: true };
}

/** Issues a certificate with a key of its own on the device. */
export async function issueCertificate(ctx: Context, device: SigningDevice, request: IssueRequest): Promise<CertificateView> {
  if (!Number.isInteger(request.years) || request.years < 1 || request.years > YEARS_MAX) throw errors.validityInvalid({ min: 1, max: YEARS_MAX });
  const by = await issuerFor(ctx, device, 'authority');
  const subject = nameOf(request.commonName, request.organisationName, request.organisation);
  const own = await createKey(ctx, device);
  return toCertificateView(await issue(ctx, device, own, by, { subject, role: request.profile, organisation: request.organisation, profile: request.profile, years: request.years }));
}

/** Revokes a certificate and retires its key; what was signed before stays good. Revoking again is refused. */
export async function revokeCertificate(ctx: Context, certificateId: string, reason: string): Promise<void> {
  const row = await findCertificate(ctx.tx, certificateId);
  if (!row) throw errors.certificateUnknown({ id: certificateId });
  if (!(await revokeCertificateRow(ctx.tx, certificateId, ctx.now, reason))) throw errors.certificateUnusable({ id: certificateId, reason: '已吊销 revoked' });
  if (row.key_id) await retireKey(ctx.tx, row.key_id);
}

/**
 * Brings in the certificate of an authority that is not ours, such as a licensed one (电子认证服务机构): a self-signed one becomes a root,
 * another completes chains. Bringing the same again changes nothing.
 */
export async function addTrusted(ctx: Context, der: Uint8Array): Promise<CertificateView> {
  let certificate;
  try {
    certificate = readCertificate(der);
  } catch (error) {
    if (error instanceof DerError) throw errors.certificateInvalid({ reason: error.message });
    throw error;
  }
  const digest = Buffer.from(certificateDigest(certificate), 'hex');
  const known = await findCertificateByDigest(ctx.tx, digest);
  if (known) return toCertificateView(known);
  if (!certificate.isAuthority || !certificate.publicKey) throw errors.certificateInvalid({ reason: '不是 SM2 认证机构证书 not of an SM2 authority' });
  const root = equalBytes(certificate.subjectDer, certificate.issuerDer);
  if (root && !isSignedBy(certificate, certificate)) throw errors.certificateInvalid({ reason: '自签名不正确 its own signature is wrong' });
  const row: CertificateRow = {
    id: ctx.newId(), key_id: null, issuer_id: null, role: root ? 'root' : 'authority', organisation: null, subject: nameToText(certificate.subject),
    issuer: nameToText(certificate.issuer), serial: certificate.serial, der: Buffer.from(certificate.der), valid_from: certificate.notBefore,
    valid_to: certificate.notAfter, state: 'valid', revoked_at: null, revoked_reason: null,
  }; // prettier-ignore
  ctx.tx.insert('signing.certificate', { ...row, digest });
  await ctx.tx.flush();
  return toCertificateView(row);
}

/** Whom this place trusts: roots, authorities, revocations. Read again only when one of them changed. */
export function createTrust(): (tx: ReadTx) => Promise<Trust> {
  let known: { state: string; trust: Trust } | undefined;
  return async (tx) => {
    const state = await trustState(tx);
    if (known?.state !== state) known = { state, trust: await loadTrust(tx) };
    return known.trust;
  };
}

async function loadTrust(tx: ReadTx): Promise<Trust> {
  const rows = await authorityCertificates(tx);
  const revoked = new Map((await revocations(tx)).map((row) => [row.digest, row.revoked_at]));
  return {
    anchors: rows.filter((row) => row.role === 'root').map((row) => readCertificate(row.der)),
    intermediates: rows.filter((row) => row.role === 'authority').map((row) => readCertificate(row.der)),
    revokedAt: (certificate) => revoked.get(certificateDigest(certificate)),
  };
}

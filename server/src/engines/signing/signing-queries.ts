/** All SQL of signing. */
import { conditionsOf, type ReadTx, type Tx } from '#kernel/db';
import type { DeviceKey } from './device.ts';

export type CertificateRole = 'root' | 'authority' | 'sealMaker' | 'signing' | 'encryption';
/** 申请, 已制作, 启用, 停用, 注销. */
export type SealState = 'applied' | 'made' | 'active' | 'suspended' | 'cancelled';

export interface CertificateRow {
  id: string;
  key_id: string | null;
  issuer_id: string | null;
  role: CertificateRole;
  organisation: string | null;
  subject: string;
  issuer: string;
  serial: string;
  der: Buffer;
  valid_from: Date;
  valid_to: Date;
  state: 'valid' | 'revoked';
  revoked_at: Date | null;
  revoked_reason: string | null;
}

export interface SealRow {
  id: string;
  version: number;
  code: string | null;
  organisation: string;
  organisation_name: string;
  division: string;
  name: string;
  kind: string;
  state: SealState;
  certificate_id: string | null;
  valid_from: Date | null;
  valid_to: Date | null;
  reason: string;
  applied_by: string;
  applied_at: Date;
}

export interface SealUseRow {
  id: string;
  seal_id: string;
  at: Date;
  actor_kind: string;
  account_id: string | null;
  actor_name: string;
  digest: Buffer;
  property_info: string;
  purpose: string;
  case_id: string | null;
}

export interface KeyRow extends DeviceKey {
  id: string;
  device: string;
  state: 'active' | 'retired';
}

const CERTIFICATE = 'id, key_id, issuer_id, role, organisation, subject, issuer, serial, der, valid_from, valid_to, state, revoked_at, revoked_reason';
const SEAL = 'id, version, code, organisation, organisation_name, division, name, kind, state, certificate_id, valid_from, valid_to, reason, applied_by, applied_at';

export const findCertificate = (tx: ReadTx, id: string): Promise<CertificateRow | undefined> =>
  tx.maybe(`select ${CERTIFICATE} from signing.certificate where id = $1`, [id]);

export const findCertificateByDigest = (tx: ReadTx, digest: Uint8Array): Promise<CertificateRow | undefined> =>
  tx.maybe(`select ${CERTIFICATE} from signing.certificate where digest = $1`, [digest]);

export const certificatesOf = (tx: ReadTx, organisation: string): Promise<CertificateRow[]> =>
  tx.query(`select ${CERTIFICATE} from signing.certificate where organisation = $1 order by id desc limit 200`, [organisation]);

/** Certificates that end before `until`, for the alarm of expiry. */
export const certificatesEnding = (tx: ReadTx, from: Date, until: Date): Promise<CertificateRow[]> =>
  tx.query(`select ${CERTIFICATE} from signing.certificate where state = 'valid' and valid_to between $1 and $2 order by valid_to limit 500`, [from, until]);

/** The one that issues now: the newest valid one of its role that we hold the key of. */
export const findIssuer = (tx: ReadTx, role: 'root' | 'authority' | 'sealMaker', at: Date): Promise<CertificateRow | undefined> =>
  tx.maybe(
    `select ${CERTIFICATE} from signing.certificate where role = $1 and key_id is not null and state = 'valid' and valid_from <= $2 and valid_to > $2 order by id desc limit 1`,
    [role, at],
  );

/** 信任链: roots, authorities and the seal-making centre, as anyone who verifies needs them. */
export const authorityRows = (tx: ReadTx): Promise<CertificateRow[]> =>
  tx.query(`select ${CERTIFICATE} from signing.certificate where role in ('root', 'authority', 'sealMaker') order by id limit 200`);

/** Roots and authorities for verification. */
export const authorityCertificates = (tx: ReadTx): Promise<{ role: CertificateRole; der: Buffer }[]> =>
  tx.query(`select role, der from signing.certificate where role in ('root', 'authority') and (role = 'authority' or state = 'valid') order by id`);

/** Changes whenever an authority is added or a certificate revoked: nothing here is ever taken back. */
export const trustState = async (tx: ReadTx): Promise<string> => {
  const row = await tx.one<{ authorities: number; revoked: number; last: Date | null }>(
    `select (select count(*) from signing.certificate where role in ('root', 'authority')) as authorities, count(*) as revoked, max(revoked_at) as last
     from signing.certificate where state = 'revoked'`,
  );
  return `${row.authorities} ${row.revoked} ${row.last?.getTime() ?? 0}`;
};

/** Times of revocation of all certificates ever revoked, by SM3 in hexadecimal. */
export const revocations = (tx: ReadTx): Promise<{ digest: string; revoked_at: Date }[]> =>
  tx.query(`select encode(digest, 'hex') as digest, revoked_at from signing.certificate where state = 'revoked'`);

export const findKey = (tx: ReadTx, id: string): Promise<KeyRow | undefined> =>
  tx.maybe(`select id, device, handle, public_key as "publicKey", state from signing.key where id = $1`, [id]);

/** What is to be made once is made once, whoever asks at the same time: holds until the transaction ends. */
export const lockMaking = async (tx: ReadTx): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('signing.making'))`);
};

export async function nextSealNumber(tx: ReadTx): Promise<number> {
  return (await tx.one<{ number: number }>(`select nextval('signing.seal_number') as number`)).number;
}

export const findSeal = (tx: ReadTx, id: string): Promise<SealRow | undefined> => tx.maybe(`select ${SEAL} from signing.seal where id = $1`, [id]);

export const findSealContent = (tx: ReadTx, id: string): Promise<{ der: Buffer | null; picture: Buffer | null } | undefined> =>
  tx.maybe(`select der, picture from signing.seal where id = $1`, [id]);

export interface UsableSealRow extends SealRow {
  der: Buffer;
  certificate_der: Buffer;
  certificate_state: 'valid' | 'revoked';
  certificate_from: Date;
  certificate_to: Date;
  key_id: string;
  key_state: 'active' | 'retired';
  device: string;
  handle: Buffer;
  publicKey: Buffer;
}

/** A seal with all that sealing needs, in one look. */
export const findSealForUse = (tx: ReadTx, id: string): Promise<UsableSealRow | undefined> =>
  tx.maybe(
    `select ${SEAL.split(', ').map((column) => `seal.${column}`).join(', ')}, seal.der,
       certificate.der as certificate_der, certificate.state as certificate_state, certificate.valid_from as certificate_from, certificate.valid_to as certificate_to,
       key.id as key_id, key.state as key_state, key.device, key.handle, key.public_key as "publicKey"
     from signing.seal
     join signing.certificate on certificate.id = seal.certificate_id
     join signing.key on key.id = certificate.key_id
     where seal.id = $1`,
    [id],
  );

/** Seals of an organisation or of all, newest first; `after` is the last id of the page before. */
export function listSeals(tx: ReadTx, filter: { organisation?: string; kind?: string; state?: SealState; validAt?: Date; after?: string; limit: number }): Promise<SealRow[]> {
  const { where, values, next } = conditionsOf([['organisation = ?', filter.organisation], ['kind = ?', filter.kind], ['state = ?', filter.state], ['id < ?', filter.after], ['valid_from <= ? and valid_to >= ?', filter.validAt]]);
  return tx.query(`select ${SEAL} from signing.seal where ${where} order by id desc limit ${next(filter.limit)}`, values);
}

export function sealUses(tx: ReadTx, sealId: string, after: string | undefined, limit: number): Promise<SealUseRow[]> {
  const { where, values, next } = conditionsOf([['seal_id = ?', sealId], ['id < ?', after]]);
  return tx.query(`select id, seal_id, at, actor_kind, account_id, actor_name, digest, property_info, purpose, case_id from signing.seal_use where ${where} order by id desc limit ${next(limit)}`, values);
}

export const sealActions = (tx: ReadTx, sealId: string): Promise<{ at: Date; action: string; state: SealState; actor_name: string; reason: string }[]> =>
  tx.query(`select at, action, state, actor_name, reason from signing.seal_action where seal_id = $1 order by id limit 500`, [sealId]);

/** Sets what a change of a seal sets; false when its version was not the one expected. */
export async function updateSeal(
  tx: Tx, id: string, version: number,
  change: { state: SealState; code?: string; certificateId?: string; der?: Uint8Array; picture?: Uint8Array; validFrom?: Date; validTo?: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `update signing.seal set version = version + 1, state = $3, code = coalesce($4, code), certificate_id = coalesce($5::uuid, certificate_id),
       der = coalesce($6, der), picture = coalesce($7, picture), valid_from = coalesce($8, valid_from), valid_to = coalesce($9, valid_to)
     where id = $1 and version = $2 returning id`,
    [id, version, change.state, change.code ?? null, change.certificateId ?? null, change.der ?? null, change.picture ?? null, change.validFrom ?? null, change.validTo ?? null],
  );
  return rows.length === 1;
}

export async function revokeCertificateRow(tx: Tx, id: string, at: Date, reason: string): Promise<boolean> {
  const rows = await tx.query(`update signing.certificate set state = 'revoked', revoked_at = $2, revoked_reason = $3 where id = $1 and state = 'valid' returning id`, [id, at, reason]);
  return rows.length === 1;
}

export async function retireKey(tx: Tx, id: string): Promise<void> {
  await tx.query(`update signing.key set state = 'retired' where id = $1`, [id]);
}

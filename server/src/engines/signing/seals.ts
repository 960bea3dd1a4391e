/** Life of a seal: apply 申请 → make 制作 → activate 启用 ⇄ suspend 停用 → cancel 注销. */
import type { Context } from '#kernel/context';
import type { SigningDevice } from './device.ts';
import { issueCertificate, sealMaker, type CertificateView } from './authority.ts';
import { errors } from './errors.ts';
import { drawSeal } from './seal-picture.ts';
import { findSeal, nextSealNumber, updateSeal, type SealRow, type SealState } from './signing-queries.ts';
import { writeSeal } from './write-seal.ts';

export interface SealView {
  id: string;
  version: number;
  /** esID, 14 digits; null until made. */
  code: string | null;
  organisation: string;
  organisationName: string;
  name: string;
  kind: string;
  state: SealState;
  certificateId: string | null;
  validFrom: Date | null;
  validTo: Date | null;
  reason: string;
  appliedBy: string;
  appliedAt: Date;
}

export interface SealApplication {
  /** Credit code, opaque here. */
  organisation: string;
  organisationName: string;
  /** Kind of the seal, open: '公章', '审批专用章', '电子证照专用章' … */
  kind: string;
  /** Six digits of the division that registers the seal. */
  division: string;
  reason: string;
}

const STATES: Record<SealState, { zh: string; en: string }> = {
  applied: { zh: '已申请', en: 'applied for' },
  made: { zh: '已制作', en: 'made' },
  active: { zh: '已启用', en: 'active' },
  suspended: { zh: '已停用', en: 'suspended' },
  cancelled: { zh: '已注销', en: 'cancelled' },
};
const ACTIONS = {
  make: { zh: '制作', en: 'made' },
  activate: { zh: '启用', en: 'activated' },
  suspend: { zh: '停用', en: 'suspended' },
  cancel: { zh: '注销', en: 'cancelled' },
  use: { zh: '使用', en: 'used' },
} as const;
const NEXT: Record<'activate' | 'suspend' | 'cancel', { from: readonly SealState[]; to: SealState }> = {
  activate: { from: ['made', 'suspended'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  cancel: { from: ['applied', 'made', 'active', 'suspended'], to: 'cancelled' },
};
const SEAL_YEARS = 5;
const UNIT_SEAL = 1;

export const toSealView = (row: SealRow): SealView => ({
  id: row.id, version: row.version, code: row.code, organisation: row.organisation, organisationName: row.organisation_name, name: row.name,
  kind: row.kind, state: row.state, certificateId: row.certificate_id, validFrom: row.valid_from, validTo: row.valid_to, reason: row.reason,
  appliedBy: row.applied_by, appliedAt: row.applied_at,
}); // prettier-ignore

export const wrongState = (seal: Pick<SealRow, 'id' | 'state'>, action: keyof typeof ACTIONS): Error =>
  errors.sealState({ id: seal.id, state: STATES[seal.state].zh, stateEn: STATES[seal.state].en, action: ACTIONS[action].zh, actionEn: ACTIONS[action].en });

/** Only the organisation's own officers and the house itself touch a seal; a permission for the route is the module's affair. */
export function requireOrganisation(ctx: Context, organisation: string): void {
  if (ctx.actor.kind !== 'system' && !ctx.actor.organisations.includes(organisation)) throw errors.sealForbidden();
}

export async function getSeal(ctx: Context, id: string): Promise<SealRow> {
  const seal = await findSeal(ctx.tx, id);
  if (!seal) throw errors.sealUnknown({ id });
  return seal;
}

function logAction(ctx: Context, sealId: string, action: string, state: SealState, reason: string): void {
  const { accountId, name } = ctx.actor;
  ctx.tx.insert('signing.seal_action', { id: ctx.newId(), seal_id: sealId, at: ctx.now, action, state, account_id: accountId, actor_name: name, reason });
}

/** Applies for a seal; the picture is drawn already, so that a name that cannot be written is refused here. */
export async function applySeal(ctx: Context, application: SealApplication): Promise<SealView> {
  const { organisation, organisationName, kind, division, reason } = application;
  requireOrganisation(ctx, organisation);
  drawSeal(faceOf(organisationName, kind));
  if (!/^\d{6}$/.test(division)) throw errors.divisionInvalid();
  const row: SealRow = {
    id: ctx.newId(), version: 1, code: null, organisation, organisation_name: organisationName, division, name: `${organisationName}${kind}`, kind, state: 'applied',
    certificate_id: null, valid_from: null, valid_to: null, reason, applied_by: ctx.actor.name, applied_at: ctx.now,
  }; // prettier-ignore
  ctx.tx.insert('signing.seal', { ...row });
  logAction(ctx, row.id, 'apply', 'applied', reason);
  await ctx.tx.flush();
  return toSealView(row);
}

/** 公章 stands for the organisation's own round seal: no line below the star says otherwise. */
const faceOf = (organisation: string, kind: string, code?: string): Parameters<typeof drawSeal>[0] => ({
  organisation, ...(kind === '公章' ? {} : { purpose: kind }), ...(code === undefined ? {} : { code }),
}); // prettier-ignore

/** Makes the seal that was applied for: key and certificate of the signer, picture, GB/T 38540 structure signed by the centre. */
export async function makeSeal(ctx: Context, device: SigningDevice, { sealId, version }: { sealId: string; version: number }): Promise<SealView> {
  const seal = await getSeal(ctx, sealId);
  if (seal.state !== 'applied') throw wrongState(seal, 'make');
  const maker = await sealMaker(ctx, device);
  const certificate: CertificateView = await issueCertificate(ctx, device, {
    organisation: seal.organisation, organisationName: seal.organisation_name, commonName: seal.name, profile: 'signing', years: SEAL_YEARS,
  }); // prettier-ignore
  await ctx.tx.flush();
  const code = `${seal.division}${String(await nextSealNumber(ctx.tx)).padStart(8, '0')}`;
  const drawing = drawSeal(faceOf(seal.organisation_name, seal.kind, code));
  const { validFrom, validTo } = certificate;
  const der = await writeSeal(
    {
      id: code, type: UNIT_SEAL, name: seal.name, certificates: [certificate.der], createdAt: validFrom, validFrom, validTo,
      picture: { type: 'PNG', data: drawing.png, width: drawing.size, height: drawing.size },
    },
    maker.row.der,
    (message) => device.sign(maker.key, message),
  ); // prettier-ignore
  if (!(await updateSeal(ctx.tx, sealId, version, { state: 'made', code, certificateId: certificate.id, der, picture: drawing.png, validFrom, validTo }))) {
    throw errors.sealStale({ version: seal.version });
  }
  logAction(ctx, sealId, 'make', 'made', seal.reason);
  return toSealView({ ...seal, version: version + 1, state: 'made', code, certificate_id: certificate.id, valid_from: validFrom, valid_to: validTo });
}

/** Activates, suspends or cancels a seal. What was sealed before stays good. */
export async function changeSeal(
  ctx: Context, change: { sealId: string; version: number; action: 'activate' | 'suspend' | 'cancel'; reason: string },
): Promise<SealView> {
  const seal = await getSeal(ctx, change.sealId);
  requireOrganisation(ctx, seal.organisation);
  const { from, to } = NEXT[change.action];
  if (!from.includes(seal.state)) throw wrongState(seal, change.action);
  if (!(await updateSeal(ctx.tx, seal.id, change.version, { state: to }))) throw errors.sealStale({ version: seal.version });
  logAction(ctx, seal.id, change.action, to, change.reason);
  return toSealView({ ...seal, version: change.version + 1, state: to });
}

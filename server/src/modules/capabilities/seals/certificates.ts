import { type CertificateView } from '#engines/signing';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { httpErrors } from '#kernel/http';
import type * as c from './contract.ts';
import type { Seals } from './deps.ts';
import { errors } from './errors.ts';

type Certificate = OutputOf<typeof c.issueCertificate>;

const view = (v: CertificateView): Certificate => ({
  id: v.id, role: v.role, organisation: v.organisation, subject: v.subject, issuer: v.issuer, serial: v.serial, validFrom: v.validFrom.toISOString(), validTo: v.validTo.toISOString(), state: v.state,
  revokedAt: v.revokedAt?.toISOString() ?? null, revokedReason: v.revokedReason, der: Buffer.from(v.der).toString('base64'),
});

export async function listCertificates({ signing }: Seals, ctx: Context, input: { organisation?: string | undefined }): Promise<OutputOf<typeof c.listCertificates>> {
  return { certificates: (await signing.certificatesOf(ctx, input.organisation ?? ctx.actor.organisations[0] ?? '')).map(view) };
}

/** 信任链: public, so that a licence or a signature can be verified without asking us. */
export const listAuthorities = async ({ signing }: Seals, ctx: Context): Promise<OutputOf<typeof c.listAuthorities>> => ({ authorities: (await signing.authorities(ctx)).map(view) });

/** A key administrator issues for bodies within her sight only. */
function requireSight(ctx: Context, organisation: string | null): void {
  if (organisation === null || !ctx.actor.organisations.includes(organisation)) throw httpErrors.forbidden();
}

export async function issueCertificate({ signing, ledger, organisation }: Seals, ctx: Context, input: ParsedInputOf<typeof c.issueCertificate>): Promise<Certificate> {
  const known = organisation(input.organisation);
  if (known === undefined) throw errors.organisationUnknown();
  requireSight(ctx, known.id);
  const issued = await signing.issueCertificate(ctx, { organisation: known.id, organisationName: known.name, commonName: input.commonName, profile: input.profile, years: input.years });
  ledger.append(ctx.tx, { kind: 'certificate.issued', subject: issued.id, data: { organisation: known.id, serial: issued.serial, profile: input.profile } });
  return view(issued);
}

export async function revokeCertificate({ signing, ledger }: Seals, ctx: Context, input: ParsedInputOf<typeof c.revokeCertificate>): Promise<Certificate> {
  requireSight(ctx, (await signing.getCertificate(ctx, input.certificateId)).organisation);
  await signing.revokeCertificate(ctx, input);
  ledger.append(ctx.tx, { kind: 'certificate.revoked', subject: input.certificateId, data: { reason: input.reason } });
  return view(await signing.getCertificate(ctx, input.certificateId));
}

/** Certificate chains 证书链 in own code: X509Certificate.verify of node:crypto is false for every SM2 certificate. */
import { isSignedBy, type Certificate, type KeyUsage } from './certificate.ts';

const CHAIN_LENGTH_MAX = 8;

/** Whom a verifier believes, and what it knows of withdrawn certificates. */
export interface Trust {
  /** Roots 信任锚, taken as they are. */
  anchors: readonly Certificate[];
  /** Other authorities' certificates that may complete a chain. */
  intermediates?: readonly Certificate[];
  /** When a certificate was revoked; undefined when it was not (as far as is known). */
  revokedAt?: (certificate: Certificate) => Date | undefined;
}

export type ChainFlaw = 'noAnchor' | 'notAuthority' | 'pathTooLong' | 'usage' | 'unknownCritical' | 'authorityExpired' | 'authorityRevoked';

export interface ChainResult {
  /** From the certificate to its anchor; as far as it went when it failed. */
  path: readonly Certificate[];
  /** Undefined: the chain stands, the certificate's own period and revocation aside. */
  flaw?: ChainFlaw;
}

/**
 * Follows issuers from `certificate` to an anchor: names, signatures, authority flags, path lengths, usages, and the
 * authorities' own validity at `at`. Period and revocation of `certificate` itself are judged by the caller, because a
 * signature made before them stays good (GM/T 0031 6.2.3, step 4).
 */
export function buildChain(certificate: Certificate, trust: Trust, at: Date, usages: readonly KeyUsage[]): ChainResult {
  const path = [certificate];
  if (certificate.unknownCritical.length > 0) return { path, flaw: 'unknownCritical' };
  if (certificate.keyUsage && !usages.some((usage) => certificate.keyUsage?.includes(usage))) return { path, flaw: 'usage' };
  for (let current = certificate; ; ) {
    if (trust.anchors.some((anchor) => equalBytes(anchor.der, current.der))) return { path };
    const named = [...trust.anchors, ...(trust.intermediates ?? [])].filter(
      (candidate) => equalBytes(candidate.subjectDer, current.issuerDer) && !path.includes(candidate),
    );
    const issuer = named.find((candidate) => isSignedBy(current, candidate));
    if (!issuer) return { path, flaw: 'noAnchor' };
    path.push(issuer);
    if (!issuer.isAuthority || (issuer.keyUsage && !issuer.keyUsage.includes('keyCertSign'))) return { path, flaw: 'notAuthority' };
    if (issuer.unknownCritical.length > 0) return { path, flaw: 'unknownCritical' };
    if (path.length > CHAIN_LENGTH_MAX || path.length - 2 > (issuer.pathLength ?? Infinity)) return { path, flaw: 'pathTooLong' };
    if (at < issuer.notBefore || at > issuer.notAfter) return { path, flaw: 'authorityExpired' };
    const revoked = trust.revokedAt?.(issuer);
    if (revoked && revoked <= at) return { path, flaw: 'authorityRevoked' };
    current = issuer;
  }
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

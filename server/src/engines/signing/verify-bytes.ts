import type { Trust } from './certificate-chain.ts';
import { verifyMessage } from './sm2.ts';
import { chainStep, tryReadCertificate, untimely } from './verify-certificate.ts';
import { conclude, failed, passed, type Verification } from './verification.ts';

export interface SignedBytes {
  message: Uint8Array;
  /** Raw r‖s or DER. */
  signature: Uint8Array;
  /** The signer's certificate as DER. */
  certificate: Uint8Array;
}

/** Verifies a bare SM2 signature (default user id) with its certificate at a moment. */
export function verifyBytes({ message, signature, certificate }: SignedBytes, trust: Trust, at: Date): Verification {
  const signer = tryReadCertificate(certificate);
  if (!signer?.publicKey) return conclude([failed('format', '没有可用的 SM2 证书', 'No usable SM2 certificate')]);
  const late = untimely(signer, at, trust);
  return conclude([
    passed('format'),
    verifyMessage(message, signature, signer.publicKey) ? passed('signature') : failed('signature', '签名值不正确', 'The signature value is wrong'),
    chainStep('certificate', signer, trust, at),
    late ? failed('time', late.zh, late.en) : passed('time'),
  ]);
}

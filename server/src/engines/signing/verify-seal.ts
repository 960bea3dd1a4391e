/** Verification of seals and seal signatures, step by step (GM/T 0031 6.1.2 and 6.2.3; GB/T 38540). */
import type { Trust } from './certificate-chain.ts';
import { equalBytes } from './certificate-chain.ts';
import { DerError } from './der.ts';
import { OID } from './oids.ts';
import { readSeal, readSealSignature, type Seal, type SealSignature } from './seal.ts';
import { digestForSm2, verifyMessage } from './sm2.ts';
import { sm3 } from './sm3.ts';
import { chainStep, tryReadCertificate, untimely } from './verify-certificate.ts';
import { conclude, failed, passed, unknown, type Step, type StepName, type Verification } from './verification.ts';

export interface SealVerification extends Verification {
  /** Absent when the bytes are no seal. */
  seal?: Seal;
}

export interface SealSignatureVerification extends Verification {
  signature?: SealSignature;
}

/** Where the original is found. `originalOf` is preferred: it lets the report name products that hash with the Z prefix. */
export interface Originals {
  /** Bytes of the original that propertyInfo names. */
  originalOf?: (propertyInfo: string) => Uint8Array | undefined;
  /** SM3 of that original (32 bytes). */
  hashOf?: (propertyInfo: string) => Uint8Array | undefined;
}

const noTrust: Trust = { anchors: [] };
const formatFailure = (error: unknown): Step => {
  if (!(error instanceof DerError)) throw error;
  return failed('format', `无法解析：${error.message}`, `Cannot be read: ${error.message}`);
};

/** Checks a seal for use at `at`. */
export function verifySeal(der: Uint8Array, options: { at: Date; trust?: Trust }): SealVerification {
  try {
    const seal = readSeal(der);
    return { ...conclude([passed('format'), ...sealSteps(seal, options.at, options.trust ?? noTrust)]), seal };
  } catch (error) {
    return conclude([formatFailure(error)]);
  }
}

function sealSteps(seal: Seal, at: Date, trust: Trust): Step[] {
  const maker = tryReadCertificate(seal.makerCertificate);
  const validity = at >= seal.validFrom && at <= seal.validTo;
  const period = `${seal.validFrom.toISOString().slice(0, 10)} – ${seal.validTo.toISOString().slice(0, 10)}`;
  return [
    valueStep('sealSignature', seal, maker?.publicKey),
    maker ? makerStep(seal, maker, trust) : failed('sealCertificate', '制章者证书无法解析', "The maker's certificate cannot be read"),
    validity ? passed('sealValidity') : failed('sealValidity', `不在印章有效期内（${period}）`, `Outside the validity of the seal (${period})`),
  ];
}

/** The maker's certificate must have stood when the seal was made. */
function makerStep(seal: Seal, maker: NonNullable<ReturnType<typeof tryReadCertificate>>, trust: Trust): Step {
  const late = untimely(maker, seal.createdAt, trust);
  const chain = chainStep('sealCertificate', maker, trust, seal.createdAt);
  return late && chain.outcome !== 'failed' ? failed('sealCertificate', late.zh, late.en) : chain;
}

function valueStep(name: StepName, signed: Pick<Seal, 'algorithm' | 'signedBytes' | 'signature'>, publicKey: Uint8Array | undefined): Step {
  if (signed.algorithm !== OID.sm2WithSm3 && signed.algorithm !== OID.sm2Signature) {
    return failed(name, `不支持的签名算法 ${signed.algorithm}`, `Signature algorithm ${signed.algorithm} is not supported`);
  }
  if (!publicKey) return failed(name, '证书中没有 SM2 公钥', 'The certificate has no SM2 key');
  return verifyMessage(signed.signedBytes, signed.signature, publicKey) ? passed(name) : failed(name, '签名值不正确', 'The signature value is wrong');
}

/** Checks a seal signature against the original. `at` is the signing time that it claims. */
export function verifySealSignature(der: Uint8Array, options: Originals & { trust?: Trust }): SealSignatureVerification {
  let signature: SealSignature;
  try {
    signature = readSealSignature(der);
  } catch (error) {
    return conclude([formatFailure(error)]);
  }
  const trust = options.trust ?? noTrust;
  const { seal, signedAt } = signature;
  const signer = tryReadCertificate(signature.certificate);
  const steps: Step[] = [passed('format'), valueStep('signature', signature, signer?.publicKey)];
  if (!signer) steps.push(failed('certificate', '签名者证书无法解析', "The signer's certificate cannot be read"));
  else steps.push(chainStep('certificate', signer, trust, signedAt ?? signer.notBefore));
  if (!signedAt) steps.push(unknown('time', '签名时间无法读取', 'The signing time cannot be read'));
  else {
    const late = signer && untimely(signer, signedAt, trust);
    steps.push(late ? failed('time', late.zh, late.en) : signer ? passed('time') : unknown('time', '没有可用的证书', 'No usable certificate'));
  }
  steps.push(hashStep(signature, options, signer?.publicKey), listStep(signature));
  steps.push(...sealSteps(seal, signedAt ?? seal.createdAt, trust));
  return { ...conclude(steps), signature };
}

function hashStep(signature: SealSignature, { originalOf, hashOf }: Originals, publicKey: Uint8Array | undefined): Step {
  const original = originalOf?.(signature.propertyInfo);
  const hash = original ? sm3(original) : hashOf?.(signature.propertyInfo);
  if (!hash) return unknown('hash', `没有原文 ${signature.propertyInfo}`, `The original ${signature.propertyInfo} is not at hand`);
  if (equalBytes(hash, signature.dataHash)) return passed('hash');
  if (original && publicKey && equalBytes(digestForSm2(original, publicKey), signature.dataHash)) {
    return passed('hash', { zh: '杂凑值按带公钥（Z 值）的方式计算', en: 'The hash was computed with the SM2 Z prefix' });
  }
  return failed('hash', '原文与签名时不同', 'The original is not what was signed');
}

/** The signer is one of those whom the seal names (GB/T 38540: by certificate, or by its digest). */
function listStep({ seal, certificate }: SealSignature): Step {
  const listed =
    seal.certificates.some((item) => equalBytes(item, certificate)) ||
    (seal.certificateDigests.length > 0 && seal.certificateDigests.some((item) => equalBytes(item.value, sm3(certificate))));
  return listed ? passed('list') : failed('list', '签名者证书不在印章的证书列表中', "The signer's certificate is not in the list of the seal");
}

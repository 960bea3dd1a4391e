/** Steps about a certificate that every kind of signature shares. */
import { nameToText, readCertificate, type Certificate, type KeyUsage } from './certificate.ts';
import { buildChain, type ChainFlaw, type Trust } from './certificate-chain.ts';
import { DerError } from './der.ts';
import { failed, passed, unknown, type Step, type StepName, type Words } from './verification.ts';

const FLAWS: Record<ChainFlaw, Words> = {
  noAnchor: { zh: '没有可信的上级证书', en: 'No trusted authority above it' },
  notAuthority: { zh: '签发者不是证书认证机构', en: 'Its issuer is not an authority' },
  pathTooLong: { zh: '证书链过长', en: 'The chain is too long' },
  usage: { zh: '密钥用法不符', en: 'The key usage does not fit' },
  unknownCritical: { zh: '含有不能识别的关键扩展', en: 'It has a critical extension that is not understood' },
  authorityExpired: { zh: '上级证书不在有效期内', en: 'An authority above it is outside its validity' },
  authorityRevoked: { zh: '上级证书已被吊销', en: 'An authority above it was revoked' },
};

const SIGNING: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation'];

/** The certificate, or undefined for bytes that are none. */
export function tryReadCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Chain, usage and authorities at the time of signing. `unknown` when the only flaw is that no root is trusted. */
export function chainStep(name: StepName, certificate: Certificate, trust: Trust, at: Date): Step {
  const { flaw, path } = buildChain(certificate, trust, at, SIGNING);
  if (flaw === undefined) return passed(name);
  const subject = nameToText(path.at(-1)!.subject);
  const [zh, en] = [`${FLAWS[flaw].zh}：${subject}`, `${FLAWS[flaw].en}: ${subject}`];
  return flaw === 'noAnchor' ? unknown(name, zh, en) : failed(name, zh, en);
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Words when `at` lies outside the certificate's own period or after its revocation; undefined when it is in time. */
export function untimely(certificate: Certificate, at: Date, trust: Trust): Words | undefined {
  if (at < certificate.notBefore || at > certificate.notAfter) {
    const period = `${day(certificate.notBefore)} – ${day(certificate.notAfter)}`;
    return {
      zh: `签名时间 ${day(at)} 不在证书有效期内（${period}）`,
      en: `Signed on ${day(at)}, outside the validity of the certificate (${period})`,
    };
  }
  const revoked = trust.revokedAt?.(certificate);
  if (revoked && revoked <= at) {
    return { zh: `签名前证书已被吊销（${day(revoked)}）`, en: `The certificate had been revoked before (${day(revoked)})` };
  }
  return undefined;
}

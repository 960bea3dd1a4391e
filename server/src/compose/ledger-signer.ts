import type { HeadSigner } from '#engines/ledger';
import { sm3, type CertificateView, type Signing } from '#engines/signing';
import type { Context } from '#kernel/context';

const owner = 'yiwang-ledger';

/** 存证签名: the ledger's heads are signed with a certificate of its own, made once. */
export async function ledgerSigner(signing: Signing, asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>): Promise<HeadSigner> {
  const certificate = await asSystem(async (ctx): Promise<CertificateView> => {
    const [known] = await signing.certificatesOf(ctx, owner);
    return known ?? signing.issueCertificate(ctx, { organisation: owner, organisationName: '一网存证', commonName: '一网存证签名', profile: 'signing', years: 10 });
  });
  return {
    keyName: owner,
    keyId: sm3(certificate.der).subarray(0, 4),
    sign: async (bytes) => (await asSystem((ctx) => signing.signBytes(ctx, { certificateId: certificate.id, message: bytes }))).signature,
  };
}

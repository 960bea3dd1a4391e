import { createSoftwareDevice, drawSeal, makeSealSignature, makeSignedData, readCertificate, verifySealSignature, verifySignedData, writeCertificate, writeSeal, type SealPicture, type Trust } from '#engines/signing';
import { createDocuments } from './create-documents.ts';
import { issueOfd, type Stamp, type StampPlace } from './ofd-stamp.ts';
import type { DocumentMeta, Layout } from './layout.ts';
import { evaluateFeel } from './evaluate.fixture.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
export const signedAt = day('2026-11-22');
export const meta: DocumentMeta = { id: '01934f6e-7b2a-7c11-8d54-3f1c2a9b7e60', createdAt: signedAt, author: '长春市朝阳区市场监督管理局' };

/** An authority, an office's certificate and its seal, for tests: made with the engine `signing`, as main does. */
export const makeIssuer = async (organisation: string, picture?: SealPicture) => {
  const device = createSoftwareDevice(new Map([[1, Buffer.alloc(32, 7)]]));
  const name = (value: string) => [{ oid: '2.5.4.6', value: 'CN' }, { oid: '2.5.4.3', value }];
  const period = { notBefore: day('2026-01-01'), notAfter: day('2031-01-01') };
  const rootKey = await device.generate();
  const root = readCertificate(await writeCertificate({ subject: name('测试根'), publicKey: rootKey.publicKey, profile: 'authority', ...period }, 'self', (tbs) => device.sign(rootKey, tbs)));
  const makeSigner = async (subject: string) => {
    const key = await device.generate();
    const certificate = await writeCertificate({ subject: name(subject), publicKey: key.publicKey, profile: 'signing', ...period }, root, (tbs) => device.sign(rootKey, tbs));
    return { key, certificate, sign: (message: Uint8Array) => device.sign(key, message) };
  };
  const maker = await makeSigner('测试制章者');
  const signer = await makeSigner(organisation);
  const drawing = drawSeal({ organisation });
  const sealDer = await writeSeal(
    {
      id: '22010400000001',
      type: 1,
      name: organisation,
      certificates: [signer.certificate],
      createdAt: day('2026-02-01'),
      validFrom: day('2026-02-01'),
      validTo: day('2030-01-01'),
      picture: picture ?? { type: 'PNG', data: drawing.png, width: drawing.size, height: drawing.size },
    },
    maker.certificate,
    maker.sign,
  );
  const stamp = (places: readonly StampPlace[]): Stamp => ({
    places,
    sealDer,
    signedAt,
    sign: (dataHash, propertyInfo) => makeSealSignature({ seal: sealDer, certificate: signer.certificate, signedAt, dataHash, propertyInfo }, signer.sign),
  });
  const signature = (): Stamp => ({ places: [], signedAt, sign: (digest) => makeSignedData(digest, signer.certificate, signedAt, signer.sign) });
  const trust: Trust = { anchors: [root] };
  return { stamp, signature, trust, sealDer };
};

export const signing = { verifySealSignature, verifySignedData };
export const documents = createDocuments({ evaluate: evaluateFeel, signing });

/** A document with one seal on each anchor of its layout. */
export const sealed = (layout: Layout, issuer: Awaited<ReturnType<typeof makeIssuer>>): Promise<Uint8Array> =>
  issueOfd(layout, meta, [{ name: 'licence', format: 'json', bytes: Buffer.from('{"name":"老街坊"}') }], [issuer.stamp(layout.seals)]);

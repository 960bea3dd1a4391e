export { createSigning, type Signing, type SigningSettings } from './create-signing.ts';
export type { CertificateView, IssueRequest } from './authority.ts';
export type { SealApplication, SealView } from './seals.ts';
export type { SealDigestRequest, Sealer } from './use-seal.ts';
export type { CertificateRole, SealState, SealUseRow } from './signing-queries.ts';

// verification without a database
export { verifySeal, verifySealSignature, type Originals, type SealSignatureVerification, type SealVerification } from './verify-seal.ts';
export { makeSignedData, verifySignedData, type SignedDataVerification } from './signed-data.ts';
export { verifyBytes, type SignedBytes } from './verify-bytes.ts';
export type { Outcome, Step, StepName, Verification, Words } from './verification.ts';
export type { Trust } from './certificate-chain.ts';

// seals and certificates as structures
export { makeSealSignature, writeSeal, type SealContent, type SealSignatureContent, type Sign } from './write-seal.ts';
export { readSeal, readSealSignature, type Seal, type SealPicture, type SealSignature, type SealVersion } from './seal.ts';
export { certificateDigest, nameToText, readCertificate, type Certificate } from './certificate.ts';
export { writeCertificate, type CertificateContent } from './write-certificate.ts';
export { drawSeal, type SealDrawing, type SealFace } from './seal-picture.ts';

// primitives
export { sm3, hmacSm3 } from './sm3.ts';
export { createHmacSm3 } from './short-hmac.ts';
export { DEFAULT_ID, verifyMessage } from './sm2.ts';
export { encryptTo } from './sm2-encryption.ts';
export { sm4Decrypt, sm4Encrypt, type Sm4Mode } from './sm4.ts';
export { publicKeyToSpki, signatureToDer, signatureToRaw, spkiToPublicKey } from './sm2-encoding.ts';
export { createFieldCipher, type FieldCipher, type MasterKeys } from './field-encryption.ts';
export { createSoftwareDevice, type DeviceKey, type SigningDevice } from './device.ts';

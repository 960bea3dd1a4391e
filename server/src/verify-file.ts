import { createDocuments } from '#engines/documents';
import { readCheckpoint, sm3Tree, verifyReceipt } from '#engines/ledger';
import { nameToText, readCertificate, sm3, verifyBytes, verifySeal, verifySealSignature, verifySignedData, type Certificate, type Trust, type Verification } from '#engines/signing';

interface Words {
  zh: string;
  en: string;
}

/** One thing that was checked. `unknown`: could not be judged with what was given. */
export interface Checked {
  name: string;
  title: Words;
  outcome: 'passed' | 'failed' | 'unknown';
  why?: Words;
}

export interface SignatureResult {
  title: Words;
  steps: Checked[];
  facts: Record<string, string>;
}

/** What a file is and whether it stands. `unsigned`: readable, but nothing vouches for it. */
export interface FileResult {
  type: 'receipt' | 'ofd' | 'seal' | 'seal-signature' | 'unknown';
  verdict: 'valid' | 'invalid' | 'unsigned' | 'unreadable';
  /** Every chain leads to a certificate that the verifier trusts. */
  trusted: boolean;
  reason?: Words;
  signatures: SignatureResult[];
}

export interface VerifyOptions {
  /** Certificates that the verifier believes; without them it is told whose signature it is, not whether to believe it. */
  anchors: readonly Certificate[];
  /** What a detached seal signature was made over. */
  original?: Uint8Array;
  /** On what moment a seal is to be in force. */
  at: Date;
}

const unreadable = (zh: string, en: string): FileResult => ({ type: 'unknown', verdict: 'unreadable', trusted: false, reason: { zh, en }, signatures: [] });

/** Tells what a file is by its first bytes and verifies it, offline; never throws on bad input. */
export async function verifyFile(bytes: Uint8Array, options: VerifyOptions): Promise<FileResult> {
  const result = await dispatch(bytes, options);
  // asked to believe only these roots, a signature that leads elsewhere does not stand
  if (options.anchors.length > 0 && result.verdict === 'valid' && !result.trusted) return { ...result, verdict: 'invalid', reason: { zh: '签名者的证书链不通向所给的信任证书', en: 'The signer’s chain does not lead to the trusted certificates given' } };
  return result;
}

async function dispatch(bytes: Uint8Array, options: VerifyOptions): Promise<FileResult> {
  const first = bytes.find((byte) => ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(byte));
  if (first === undefined) return unreadable('文件是空的', 'The file is empty');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return verifyDocument(bytes, options);
  if (first === 0x7b) return verifyReceiptFile(bytes, options);
  if (bytes[0] === 0x30) return verifySealFile(bytes, options);
  return unreadable('不是 OFD 文档、存证回执或电子印章', 'Neither an OFD document nor a ledger receipt nor an electronic seal');
}

const documents = createDocuments<Trust>({
  evaluate: () => {
    throw new Error('a verifier fills in no templates');
  },
  signing: { verifySealSignature, verifySignedData },
});

function verifyDocument(bytes: Uint8Array, { anchors }: VerifyOptions): FileResult {
  const report = documents.verifyOfd(bytes, { trust: { anchors } });
  const signatures = report.signatures.map((s): SignatureResult => ({
    title: { zh: `签名 ${s.id}${s.seal === undefined ? '' : `，印章“${s.seal.name}”`}`, en: `Signature ${s.id}${s.seal === undefined ? '' : `, seal "${s.seal.name}"`}` },
    steps: s.steps,
    facts: { ...(s.signedAt === undefined ? {} : { signedAt: s.signedAt }), ...(s.certificate === undefined ? {} : signerFacts(Buffer.from(s.certificate, 'base64'))), protectedFiles: String(s.references.length) },
  }));
  const reason = report.reason ?? (report.verdict === 'unsigned' ? { zh: '文档可以读取，但没有任何签名，不能证明其真伪', en: 'The document can be read, but it has no signature: nothing vouches for it' } : undefined);
  return { type: 'ofd', verdict: report.verdict, trusted: report.trusted, ...(reason === undefined ? {} : { reason: { zh: reason.zh, en: reason.en } }), signatures };
}

const judged = (type: FileResult['type'], verification: Verification, title: Words, facts: Record<string, string>): FileResult => ({
  type,
  verdict: verification.steps.some((s) => s.outcome === 'failed') ? 'invalid' : 'valid',
  trusted: verification.trusted,
  signatures: [{ title, steps: [...verification.steps], facts }],
});

const formatFails = (verification: Verification): boolean => verification.steps.some((s) => s.name === 'format' && s.outcome === 'failed');

/** 印章 (.esl) or 签章数据 (SignedValue.dat): both are DER, the reading that fits is taken. */
function verifySealFile(bytes: Uint8Array, { anchors, original, at }: VerifyOptions): FileResult {
  const trust: Trust = { anchors };
  const asSeal = verifySeal(bytes, { at, trust });
  if (asSeal.seal !== undefined) {
    const { name, id, validFrom, validTo, makerCertificate } = asSeal.seal;
    return judged('seal', asSeal, { zh: `电子印章“${name}”`, en: `Electronic seal "${name}"` }, { seal: id, validity: `${day(validFrom)} – ${day(validTo)}`, ...signerFacts(makerCertificate) });
  }
  const asSignature = verifySealSignature(bytes, { trust, ...(original === undefined ? {} : { originalOf: () => original }) });
  if (asSignature.signature === undefined || formatFails(asSignature)) return unreadable('DER 内容既不是电子印章也不是签章数据', 'The DER content is neither an electronic seal nor a seal signature');
  const { seal, signedAt, certificate } = asSignature.signature;
  return judged('seal-signature', asSignature, { zh: `签章，印章“${seal.name}”`, en: `Seal signature, seal "${seal.name}"` }, { ...(signedAt === undefined ? {} : { signedAt: signedAt.toISOString() }), ...signerFacts(certificate) });
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** 存证回执文件: a receipt alone, or `{ receipt, certificates }` with the signer's certificate and those above it (DER in base64). */
async function verifyReceiptFile(bytes: Uint8Array, { anchors }: VerifyOptions): Promise<FileResult> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return unreadable('不是合法的 JSON', 'Not valid JSON');
  }
  const wrapped = (value as { receipt?: unknown }).receipt;
  const receipt = wrapped ?? value;
  if (typeof (receipt as { checkpoint?: unknown }).checkpoint !== 'string') return unreadable('JSON 中没有存证回执', 'There is no ledger receipt in this JSON');
  const given = wrapped === undefined ? [] : certificatesIn((value as { certificates?: unknown }).certificates);
  const signers = [...given, ...anchors];
  let chain: Verification | undefined;
  let signer: Certificate | undefined;
  const result = await verifyReceipt(receipt, {
    hash: sm3Tree,
    verifySignature({ keyId, signature }, signed) {
      const found = signers.find((c) => sm3(c.der).subarray(0, 4).equals(keyId));
      if (found === undefined) return false;
      signer = found;
      const at = new Date(readCheckpoint((receipt as { checkpoint: string }).checkpoint)?.at ?? Number.NaN);
      chain = verifyBytes({ message: signed, signature, certificate: found.der }, { anchors, intermediates: given }, at);
      return chain.cryptographicallyGood;
    },
  });
  const steps: Checked[] = result.steps.map((s) => {
    const noSigner = s.name === 'signature' && !s.ok && signer === undefined;
    return {
      name: s.name, title: { zh: s.zh, en: s.en }, outcome: s.ok ? 'passed' : 'failed',
      ...(noSigner ? { why: { zh: '没有签名者的证书：回执文件中未附，也未用 --trust 给出', en: 'The signer’s certificate is neither in the file nor given by --trust' } } : {}),
    };
  });
  for (const s of chain?.steps ?? []) if (s.name === 'certificate' || s.name === 'time') steps.push(s);
  const { entry } = receipt as { entry?: { kind?: unknown; subject?: unknown } };
  return {
    type: 'receipt',
    verdict: steps.every((s) => s.outcome !== 'failed') ? 'valid' : 'invalid',
    trusted: result.ok && chain?.trusted === true,
    signatures: [{ title: { zh: '存证回执', en: 'Ledger receipt' }, steps, facts: { entry: String(entry?.kind), subject: String(entry?.subject), ...(result.headAt === undefined ? {} : { headAt: result.headAt }), ...(signer === undefined ? {} : { signer: nameToText(signer.subject) }) } }],
  };
}

function certificatesIn(list: unknown): Certificate[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, 10).flatMap((text: unknown) => (typeof text === 'string' ? readCertificates(Buffer.from(text, 'base64')) : []));
}

function signerFacts(der: Uint8Array): Record<string, string> {
  const [certificate] = readCertificates(der);
  return certificate === undefined ? {} : { signer: nameToText(certificate.subject) };
}

/** Certificates of a PEM file (any number) or a DER file (one); none when it holds none. */
export function readCertificates(bytes: Uint8Array): Certificate[] {
  const text = Buffer.from(bytes).toString('latin1');
  const pem = [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)].map((m) => Buffer.from(m[1]!, 'base64'));
  return (pem.length > 0 ? pem : [bytes]).flatMap((der) => {
    try {
      return [readCertificate(der)];
    } catch {
      return [];
    }
  });
}

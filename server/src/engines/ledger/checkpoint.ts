import { fromBase64, toBase64 } from './base64.ts';

/**
 * 签名树头 signed tree head, in the text form of C2SP tlog-checkpoint and signed-note:
 *
 *     origin
 *     size
 *     root, base64
 *     time 2026-11-22T05:00:00.000Z
 *
 *     — key name base64(key id, 4 bytes ‖ signature)
 *
 * The signature is over the lines above the empty one, with the last line's end.
 */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Who signs heads: SM2 through the signing engine in production. */
export interface HeadSigner {
  /** Without blanks and plus signs. */
  readonly keyName: string;
  /** 4 bytes that tell this key from others of the name. */
  readonly keyId: Uint8Array;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export interface NoteSignature {
  readonly keyName: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface ReadCheckpoint extends Checkpoint {
  /** What was signed. */
  readonly signed: Uint8Array;
  readonly signatures: readonly NoteSignature[];
}

const encoder = new TextEncoder();
const nameShape = /^[^\s+]{1,100}$/u;
const bytesMax = 16_384;

export async function signCheckpoint(head: Checkpoint, signer: HeadSigner): Promise<string> {
  if (!nameShape.test(signer.keyName) || signer.keyId.length !== 4) throw new RangeError('a head signer has a name without blanks and a key id of 4 bytes');
  if (!/^[^\n]{1,200}$/u.test(head.origin)) throw new RangeError('the origin is one line');
  const text = `${head.origin}\n${head.size}\n${toBase64(head.root)}\ntime ${head.at}\n`;
  const signature = await signer.sign(encoder.encode(text));
  const line = new Uint8Array(4 + signature.length);
  line.set(signer.keyId);
  line.set(signature, 4);
  return `${text}\n— ${signer.keyName} ${toBase64(line)}\n`;
}

/** Undefined when the text is no checkpoint. Other extension lines and further signatures (witnesses) are let pass. */
export function readCheckpoint(note: string): ReadCheckpoint | undefined {
  const end = note.lastIndexOf('\n\n');
  if (note.length > bytesMax || end < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n');
  const root = rootText === undefined ? undefined : fromBase64(rootText);
  const at = extensions.find((line) => line.startsWith('time '))?.slice(5);
  const size = Number(sizeText);
  if (!origin || sizeText === undefined || !/^(0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size) || root?.length !== 32 || at === undefined || extensions.includes('')) return undefined;
  const signatures = note.slice(end + 2, -1).split('\n').map(readSignature);
  if (!signatures.every((s) => s !== undefined)) return undefined;
  return { origin, size, root, at, signed: encoder.encode(text), signatures };
}

function readSignature(line: string): NoteSignature | undefined {
  const [, keyName, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (keyName === undefined || bytes === undefined || bytes.length < 5) return undefined;
  return { keyName, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

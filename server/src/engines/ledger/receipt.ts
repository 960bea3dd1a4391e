import { fromBase64 } from './base64.ts';
import { canonicalJson } from './canonical-json.ts';
import { readCheckpoint, type NoteSignature, type ReadCheckpoint } from './checkpoint.ts';
import { entryBytes, type Entry } from './entry.ts';
import { rootFromInclusion } from './verify-proof.ts';
import type { TreeHash } from './tree-hash.ts';

/** 存证回执: an entry with all that proves it; checked offline by anyone who has the log's public key. */
export interface Receipt {
  readonly version: 1;
  readonly hash: string;
  readonly entry: Entry;
  readonly leafIndex: number;
  readonly treeSize: number;
  /** Hashes in base64, lowest first. */
  readonly path: readonly string[];
  /** The signed tree head. */
  readonly checkpoint: string;
}

export interface ReceiptStep {
  readonly name: 'format' | 'checkpoint' | 'inclusion' | 'signature';
  readonly ok: boolean;
  readonly zh: string;
  readonly en: string;
}

export interface ReceiptVerification {
  readonly ok: boolean;
  readonly steps: readonly ReceiptStep[];
  /** Only when all steps are ok: the time of the signed head. */
  readonly headAt?: string;
}

/** Whether a signature over `signed` is the log's. Says no to keys that it does not know. */
export type VerifyHeadSignature = (signature: NoteSignature, signed: Uint8Array) => boolean | Promise<boolean>;

export interface ReceiptChecker {
  readonly hash: TreeHash;
  readonly verifySignature: VerifyHeadSignature;
  /** When given, heads of other logs are not accepted. */
  readonly origin?: string;
}

const words: Record<ReceiptStep['name'], [ok: [string, string], failed: [string, string]]> = {
  format: [['回执格式正确', 'The receipt is well-formed'], ['回执格式不正确', 'The receipt is not well-formed']],
  checkpoint: [['树头与回执一致', 'The tree head is that of the receipt'], ['树头与回执不一致', 'The tree head is not that of the receipt']],
  inclusion: [['条目在存证树中且未被改动', 'The entry is in the ledger, unaltered'], ['条目不在该存证树中或已被改动', 'The entry is not in this ledger or was altered']],
  signature: [['树头签名有效', "The tree head's signature is valid"], ['树头签名无效', "The tree head's signature is not valid"]],
};

const step = (name: ReceiptStep['name'], ok: boolean): ReceiptStep => {
  const [zh, en] = words[name][ok ? 0 : 1];
  return { name, ok, zh, en };
};

/** Never throws: what is no receipt fails at its first step. */
export async function verifyReceipt(receipt: unknown, checker: ReceiptChecker): Promise<ReceiptVerification> {
  const read = readReceipt(receipt, checker.hash);
  if (read === undefined) return { ok: false, steps: [step('format', false)] };
  const { head, leafIndex, treeSize } = read;
  const root = rootFromInclusion(checker.hash, read.leafHash, leafIndex, treeSize, read.path);
  const steps = [
    step('format', true),
    step('checkpoint', head.size === treeSize && (checker.origin === undefined || head.origin === checker.origin)),
    step('inclusion', root !== undefined && root.every((byte, i) => byte === head.root[i])),
    step('signature', await signedByLog(head, checker.verifySignature)),
  ];
  const ok = steps.every((s) => s.ok);
  return { ok, steps, ...(ok ? { headAt: head.at } : {}) };
}

async function signedByLog(head: ReadCheckpoint, verify: VerifyHeadSignature): Promise<boolean> {
  for (const signature of head.signatures.slice(0, 8)) {
    try {
      if (await verify(signature, head.signed)) return true;
    } catch {
      // a signature that cannot even be read is not the log's
    }
  }
  return false;
}

interface ReadReceipt {
  leafHash: Uint8Array;
  leafIndex: number;
  treeSize: number;
  path: Uint8Array[];
  head: ReadCheckpoint;
}

function readReceipt(value: unknown, hash: TreeHash): ReadReceipt | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, hash: hashName, entry, leafIndex, treeSize, path, checkpoint } = value as Partial<Record<keyof Receipt, unknown>>;
  if (version !== 1 || hashName !== hash.name || typeof leafIndex !== 'number' || typeof treeSize !== 'number' || typeof checkpoint !== 'string' || !Array.isArray(path) || path.length > 64) return undefined;
  const hashes = path.map((p: unknown) => (typeof p === 'string' ? fromBase64(p) : undefined));
  const head = readCheckpoint(checkpoint);
  const leafHash = leafHashOf(entry, hash);
  if (head === undefined || leafHash === undefined || !hashes.every((h) => h !== undefined)) return undefined;
  return { leafHash, leafIndex, treeSize, path: hashes, head };
}

function leafHashOf(entry: unknown, hash: TreeHash): Uint8Array | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { id, at, kind, subject, data } = entry as Partial<Record<keyof Entry, unknown>>;
  if (typeof id !== 'string' || typeof at !== 'string' || typeof kind !== 'string' || typeof subject !== 'string' || data === undefined) return undefined;
  try {
    return hash.leaf(entryBytes({ id, at, kind, subject }, canonicalJson(data)));
  } catch {
    return undefined;
  }
}

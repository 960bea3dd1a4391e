/** The hashes of a Merkle tree of RFC 6962, section 2.1, over any hash function. */
export interface TreeHash {
  /** As written in receipts and checkpoints: 'SM3', 'SHA-256'. */
  readonly name: string;
  /** Of the tree without leaves. */
  empty(): Uint8Array;
  /** H(0x00 ‖ leaf) */
  leaf(bytes: Uint8Array): Uint8Array;
  /** H(0x01 ‖ left ‖ right) */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
}

export function createTreeHash(name: string, hash: (bytes: Uint8Array) => Uint8Array): TreeHash {
  const pair = new Uint8Array(65);
  pair[0] = 1;
  return {
    name,
    empty: () => hash(new Uint8Array(0)),
    leaf(bytes) {
      const prefixed = new Uint8Array(bytes.length + 1);
      prefixed.set(bytes, 1);
      return hash(prefixed);
    },
    node(left, right) {
      pair.set(left, 1);
      pair.set(right, 33);
      return hash(pair);
    },
  };
}

/** Encryption of fields at rest 字段加密: handed in, since keys belong to the engine that signs. */
export interface FieldCrypto {
  seal(text: string): Uint8Array;
  open(bytes: Uint8Array): string;
  /** Keyed look-up value 盲索引: equal texts, equal bytes. */
  blind(text: string): Uint8Array;
}

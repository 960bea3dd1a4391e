import type { FieldCipher } from '#engines/signing';

/** What engines below `signing` ask for, by area: a ciphertext of one area opens in no other. */
export interface AreaCrypto {
  seal(text: string): Uint8Array;
  open(bytes: Uint8Array): string;
  blind(text: string): Uint8Array;
}

export const fieldCrypto = (fields: FieldCipher, area: string): AreaCrypto => ({
  seal: (text) => fields.encrypt(text, area),
  open: (bytes) => fields.decrypt(bytes, area).toString('utf8'),
  blind: (text) => fields.blindIndex(text, area),
});

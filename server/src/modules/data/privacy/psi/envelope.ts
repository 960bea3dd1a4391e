import { sm3 } from '#engines/signing';

/** What goes between two houses: text and the SM2 signature over exactly that text. */
export interface Envelope {
  message: string;
  /** base64 */
  signature: string;
}
export interface Signer {
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
export type Verify = (bytes: Uint8Array, signature: Uint8Array) => boolean;

const bytesOf = (message: string): Buffer => Buffer.from(`yiwang-privacy-v1\n${message}`);

export const seal = async (signer: Signer, body: object): Promise<Envelope> => {
  const message = JSON.stringify(body);
  return { message, signature: Buffer.from(await signer.sign(bytesOf(message))).toString('base64') };
};

/** The body when the signature is the peer's; undefined otherwise. */
export function open(verify: Verify, { message, signature }: Envelope): unknown {
  if (!verify(bytesOf(message), Buffer.from(signature, 'base64'))) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

export const digestOf = (text: string): string => sm3(Buffer.from(text)).toString('hex');

/** Decodes strict UTF-8 (a byte order mark is dropped); undefined for anything else, NUL and other control characters included. */
export function readText(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.test(text) ? undefined : text;
}

/** Decodes strict UTF-8 (a byte order mark is dropped); undefined for anything else, NUL and other control characters included. */
export function readText(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  return /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u.test(text) ? undefined : text;
}

/** A set of node indices as text: five bits a character from `0`, so that JSON needs no escapes and copies it in one piece. */
export function markSeen(seen: string, node: number): string {
  const at = Math.floor(node / 5);
  const padded = seen.length > at ? seen : seen.padEnd(at + 1, '0');
  const bits = (padded.charCodeAt(at) - 48) | (1 << node % 5);
  return padded.slice(0, at) + String.fromCharCode(48 + bits) + padded.slice(at + 1);
}

export const wasSeen = (seen: string, node: number): boolean => {
  const at = Math.floor(node / 5);
  return at < seen.length && (((seen.charCodeAt(at) - 48) >> node % 5) & 1) === 1;
};

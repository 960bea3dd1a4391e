import { errors } from './errors.ts';
import { canonicalType, typeOfName } from './media-type.ts';
import { listed, typeWords } from './type-words.ts';

/** What comes in when a caller names nothing: documents, pictures, sound, video, plain text; no archives, nothing that runs. */
export const acceptedByDefault: readonly string[] = [
  'application/pdf', 'application/ofd', 'image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/tiff', 'image/bmp', 'image/heic',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'application/x-ole-storage',
  'video/mp4', 'video/webm', 'audio/mp4', 'audio/mpeg', 'audio/wav', 'audio/ogg', 'text/plain', 'text/xml',
];

/** What the name's ending and the sender say the content is; often both the same. */
export const claimsOf = (name: string, claimedType: string | undefined): string[] => {
  const claimed = canonicalType(claimedType ?? '');
  const byName = typeOfName(name);
  return [...(claimed === '' || claimed === 'application/octet-stream' ? [] : [claimed]), ...(byName === undefined ? [] : [byName])];
};

/** Kinds that one cannot always tell apart by their bytes. */
const families = [new Set(['text/plain', 'text/xml']), new Set(['video/mp4', 'audio/mp4']), new Set(['video/webm', 'audio/webm']), new Set(['audio/ogg', 'video/ogg'])];
const agree = (claimed: string, found: string): boolean => claimed === found || families.some((f) => f.has(claimed) && f.has(found));

export function checkType(found: string, limits: { accept: ReadonlySet<string>; claims: readonly string[] }): void {
  for (const claimed of limits.claims) if (!agree(claimed, found)) throw errors.typeMismatch({ found: typeWords(found), claimed: typeWords(claimed) });
  if (!limits.accept.has(found)) throw errors.typeRefused({ found: typeWords(found), accepted: listed([...limits.accept]) });
}

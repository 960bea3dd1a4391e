import { createHash } from 'node:crypto';

/**
 * The id of something that content names: the same name gives the same id everywhere (UUIDv8, RFC 9562 5.8).
 * Used for demonstration people and companies, so that registers seeded from the same rows meet the same parties.
 */
export function stableId(kind: string, name: string): string {
  const bytes = createHash('sha256').update(`yiwang:${kind}:${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Party id of a demonstration person, by row id of `persons.csv`. */
export const demonstrationPersonId = (row: string): string => stableId('demonstration-person', row);
/** Party id of a company, by credit code. */
export const companyId = (creditCode: string): string => stableId('company', creditCode);
/** Person id of an officer, by row id of `officers.csv`. */
export const officerPersonId = (row: string): string => stableId('officer', row);
/** Account id by kind and content name. */
export const accountIdOf = (kind: 'citizen' | 'officer' | 'machine', row: string): string => stableId(`account-${kind}`, row);

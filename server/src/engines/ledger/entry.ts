import { canonicalJson, type Json } from './canonical-json.ts';

/** 存证条目: something that happened, at a time, about a subject. */
export interface Entry {
  readonly id: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly data: Json;
}

const encoder = new TextEncoder();

/** The leaf: canonical JSON of the whole entry. `data` is canonical JSON already. */
export const entryBytes = (entry: Omit<Entry, 'data'>, data: string): Uint8Array =>
  encoder.encode(`{"at":${canonicalJson(entry.at)},"data":${data},"id":${canonicalJson(entry.id)},"kind":${canonicalJson(entry.kind)},"subject":${canonicalJson(entry.subject)}}`);

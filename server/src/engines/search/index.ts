import { synonymsKind } from './synonyms-kind.ts';

/** Engine `search` 检索. */
export { createSearch, type Search, type SearchDeps } from './create-search.ts';
export type { Entry } from './entry.ts';
export type { Found, Hit, Query } from './query-entries.ts';
export type { Range } from './highlight.ts';
export type { Rebuilt } from './write-entries.ts';
export { synonymsKind, type Synonyms } from './synonyms-kind.ts';
export { errors as searchErrors } from './errors.ts';

export const searchKinds = [synonymsKind];

import { fieldSourcesKind } from './field-sources-kind.ts';
import { libraryKind } from './library-kind.ts';
import { libraryRulesKind } from './library-rules-kind.ts';
import { tagKind } from './tag-kind.ts';

/** Module `libraries` 数据库: base, theme and special libraries, one source, tags and portraits. */
export { librariesModule } from './module.ts';
export { guardSources } from './guard-sources.ts';
export type { CaseSource, Libraries } from './deps.ts';

export const libraryKinds = [libraryKind, libraryRulesKind, fieldSourcesKind, tagKind];

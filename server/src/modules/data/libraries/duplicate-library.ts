import type { LibraryRules } from './library-rules-kind.ts';

/** A field by all the names that it goes by: its own, its data element's, that one's synonyms. */
export interface NamedField {
  names: readonly string[];
  /** It says whom or what a record is about: identity number, credit code. */
  identifier: boolean;
}
export interface BaseRegister {
  id: string;
  fields: readonly NamedField[];
}

const plain = (text: string): string => text.replace(/[（(].*?[）)]|[\s*＊:：_-]/g, '').toLowerCase();
const fieldNamed = (base: BaseRegister, name: string): NamedField | undefined => base.fields.find((f) => f.names.some((n) => plain(n) === plain(name)));

/** 与基础库重复: keyed by the same identifier, and most of its fields are there already. The one that it repeats most is told. */
export function duplicateOf(bases: readonly BaseRegister[], library: { fields: readonly string[]; key: readonly string[] }, rules: Pick<LibraryRules, 'duplicateShare' | 'duplicateFieldsMin'>): { base: string; shared: string[] } | undefined {
  const found = bases.flatMap((base) => {
    if (!library.key.some((k) => fieldNamed(base, k)?.identifier === true)) return [];
    const shared = library.fields.filter((f) => fieldNamed(base, f) !== undefined);
    return shared.length >= rules.duplicateFieldsMin && shared.length / library.fields.length >= rules.duplicateShare ? [{ base: base.id, shared }] : [];
  });
  return found.toSorted((a, b) => b.shared.length - a.shared.length)[0];
}

/** 关联: base registers whose records it names by their identifier, so that their facts need not be kept twice. */
export const associatesOf = (bases: readonly BaseRegister[], fields: readonly string[]): string[] => bases.filter((base) => fields.some((f) => fieldNamed(base, f)?.identifier === true)).map((base) => base.id);

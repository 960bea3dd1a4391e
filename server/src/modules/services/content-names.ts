import { organisationKind } from '#engines/access';
import type { ContentReader } from '#engines/content';
import { processKind, type Graph } from '#engines/process';
import { textIn, type Locale, type Text } from '#kernel/i18n';
import { legalPapers } from './licences/legal-document.ts';
import { certificateTypeKind, serviceItemKind } from './items/item-definition.ts';
import { lifeEventKind } from './items/life-event-definition.ts';

type Reader = Pick<ContentReader, 'list' | 'packs'>;
const known = new WeakMap<object, ReadonlyMap<string, string>>();

/** Names of bodies, items, certificates, documents and steps, Chinese to English; made once for each load of the content. */
function englishNames(content: Reader): ReadonlyMap<string, string> {
  const packs = content.packs();
  const found = known.get(packs);
  if (found !== undefined) return found;
  const names = new Map<string, string>();
  const add = (name: Text): void => {
    if (typeof name !== 'string' && name.en !== undefined) names.set(name.zh, name.en);
  };
  for (const { compiled } of content.list<unknown, Graph | undefined>(processKind().kind)) for (const node of compiled?.nodes ?? []) add(node.name);
  for (const { id, value } of content.list<{ name: Text }>('document-template')) {
    add(value.name);
    const own = legalPapers.find((paper) => paper.template === id);
    if (own !== undefined && typeof value.name !== 'string') add({ ...value.name, zh: own.name });
  }
  for (const { value } of content.list(certificateTypeKind)) add(value.name);
  for (const { value } of content.list(serviceItemKind)) add(value.name);
  for (const { value } of content.list(lifeEventKind)) add(value.name);
  for (const { value } of content.list(organisationKind)) names.set(value.name, value.englishName);
  known.set(packs, names);
  return names;
}

/** A name that a record or an act keeps as it was written, in the reader's language where the content names it so today. */
export const nameWords = (content: Reader, name: string, locale: Locale): string => (locale === 'en' ? (englishNames(content).get(name) ?? name) : textIn(name, locale));

/** The same in both languages, for what is told in both: messages. */
export function namedText(content: Reader, name: string): Text {
  const en = englishNames(content).get(name);
  return en === undefined ? name : { zh: name, en };
}

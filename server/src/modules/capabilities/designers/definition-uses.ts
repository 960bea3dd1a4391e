import { namesIn, type Graph } from '#engines/process';
import type { Content, Definition } from '#engines/content';
import { textIn, type Locale, type Text } from '#kernel/i18n';
import { designKinds } from './definition-source.ts';

export interface Use {
  kind: string;
  id: string;
  title: string;
}

/** Kinds that name processes, forms or decisions; tables of thousands of rows name none. */
const users = [...designKinds, 'service-item', 'life-event'] as const;

export const titleOf = (d: Definition | undefined, locale: Locale): string => {
  const value = (d?.value ?? {}) as { title?: Text; name?: Text };
  const text = value.title ?? value.name;
  return text === undefined ? (d?.id ?? '') : textIn(text, locale);
};

/** What a definition names: by its kind's references, and for a process what its elements name. */
export function namesOf(content: Content, d: Definition): { kind: string; id: string }[] {
  const compiled = d.kind === 'process' ? (d.compiled as Graph | undefined) : undefined;
  const inProcess = compiled === undefined ? [] : [
    ...namesIn(compiled).filter((n) => n.kind === 'form' || n.kind === 'decision' || n.kind === 'process'),
    ...compiled.nodes.flatMap((n) => (n.task?.checklist === undefined ? [] : [{ kind: 'form', id: n.task.checklist }])),
  ];
  const seen = new Set<string>();
  return [...content.referencesOf(d), ...inProcess].filter(({ kind, id }) => !seen.has(`${kind} ${id}`) && seen.add(`${kind} ${id}`)).map(({ kind, id }) => ({ kind, id }));
}

/** 引用: what a definition names. */
export const usesOf = (content: Content, d: Definition, locale: Locale): Use[] =>
  namesOf(content, d).map(({ kind, id }) => ({ kind, id, title: titleOf(content.kinds().includes(kind) ? content.find(kind, id) : undefined, locale) || id }));

/** 被引用: who names which definition, by `kind id`. */
export function usersOf(content: Content, locale: Locale): Map<string, Use[]> {
  const found = new Map<string, Use[]>();
  for (const kind of users) {
    if (!content.kinds().includes(kind)) continue;
    for (const d of content.list(kind)) {
      for (const named of namesOf(content, d)) {
        const key = `${named.kind} ${named.id}`;
        found.set(key, [...(found.get(key) ?? []), { kind, id: d.id, title: titleOf(d, locale) }]);
      }
    }
  }
  return found;
}

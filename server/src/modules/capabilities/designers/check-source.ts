import { definitionText, type Content, type ContentProblem, type Definition } from '#engines/content';
import type { Context } from '#kernel/context';
import { bounded, published, type DefinitionText, type DesignKind } from './definition-source.ts';

export interface SourceProblem {
  /** Where in the definition (`pages.shop.sections.0`), or the id of the BPMN element. */
  path: string;
  file: string;
  line: number;
  column: number;
  words: string;
}

/** A draft is one definition: more problems than this help nobody. */
const problemsShown = 100;

export interface CheckedSource {
  problems: SourceProblem[];
  /** Compiled, where nothing is wrong. */
  definition: Definition | undefined;
}

/** 校验: exactly what the loader would say of this draft as the next version. */
export async function checkSource(content: Content, ctx: Pick<Context, 'locale'>, kind: DesignKind, id: string, text: DefinitionText): Promise<CheckedSource> {
  const version = (content.versions(kind, id)[0]?.version ?? 0) + 1;
  const { definition, beside } = published(kind, id, version, bounded(text));
  const files = Object.fromEntries(Object.entries(beside).map(([name, file]) => [`${kind}/${name}`, file]));
  const { problems, definitions } = await content.rehearse({ ...files, [`${kind}/${id}.yaml`]: definitionText({ ...definition, kind, id, version }) });
  return { problems: problems.slice(0, problemsShown).map((p) => inWords(p, ctx.locale)), definition: problems.length > 0 ? undefined : definitions[0] };
}

export const inWords = (p: ContentProblem, locale: 'zh' | 'en'): SourceProblem => ({ path: p.path, file: p.file, line: p.line, column: p.column, words: p[locale] });

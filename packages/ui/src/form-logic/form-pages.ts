import { check, type CheckOptions } from './check.ts';
import type { CompiledForm } from './compile-form.ts';
import { holds, settle } from './settle.ts';
import type { Text } from './form.ts';

/** A page of a form as its answers stand. */
export interface PageState {
  id: string;
  title: Text;
  /** Problems of the answers on this page; 0 means that the page is done. */
  problems: number;
}

/** Pages that the answers so far call for, in order; the way through a form follows from data alone. */
export function formPages(compiled: CompiledForm, answers: unknown, options: CheckOptions): PageState[] {
  const { visible, scope } = settle(compiled, answers, options);
  const { problems } = check(compiled, answers, options);
  return compiled.pages
    .filter((page) => holds(page.showIf, scope, options.now))
    .filter((page) => page.sections.some((section) => visible.has(section.section.id) || section.fields.some((field) => visible.has(field.field.id))))
    .map(({ page }) => ({ id: page.id, title: page.title, problems: problems.filter((problem) => problem.page === page.id).length }));
}

/** The page after one; undefined after the last. A page that the answers no longer call for is followed by the next that they do. */
export function nextPage(compiled: CompiledForm, pageId: string, answers: unknown, options: CheckOptions): string | undefined {
  const wanted = new Set(formPages(compiled, answers, options).map((page) => page.id));
  const ids = compiled.pages.map(({ page }) => page.id);
  return ids.slice(ids.indexOf(pageId) + 1).find((id) => wanted.has(id));
}

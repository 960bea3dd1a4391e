import type { Field, Form, Page, Section, Text } from './form.ts';

export interface MergeConflict {
  id: string;
  /** Forms that ask under this id for different things. */
  forms: string[];
}

/**
 * 一件事一张表单: one form of several items' forms. What two forms ask under one id is asked once, by the first; the
 * same id with another type or other rules of value is a conflict, to be solved in content. Pages keep their order;
 * a page whose questions were all asked before falls away.
 */
export function mergeForms(forms: readonly Form[], as: { id: string; version: number; title: Text }): { form: Form; conflicts: MergeConflict[] } {
  const asked = new Map<string, { shape: string; form: string }>();
  const sections = new Set<string>();
  const pageIds = new Set<string>();
  const conflicts: MergeConflict[] = [];

  const isNew = (id: string, shape: string, form: string): boolean => {
    const before = asked.get(id);
    if (!before) asked.set(id, { shape, form });
    else if (before.shape !== shape) conflicts.push({ id, forms: [before.form, form] });
    return !before;
  };

  const mergeSection = (section: Section, form: Form): Section[] => {
    if (section.repeat) return isNew(section.id, JSON.stringify(section.fields.map(shapeOf)), form.id) ? [section] : [];
    const fields = section.fields.filter((field) => isNew(field.id, shapeOf(field), form.id));
    return fields.some((field) => field.type !== 'note') ? [{ ...section, id: unused(section.id, sections), fields }] : [];
  };

  const pages = forms.flatMap((form) =>
    form.pages.flatMap((page): Page[] => {
      const merged = page.sections.flatMap((section) => mergeSection(section, form));
      return merged.length === 0 ? [] : [{ ...page, id: unused(page.id, pageIds), sections: merged }];
    }),
  );
  return { form: { ...as, pages }, conflicts };
}

function unused(id: string, used: Set<string>): string {
  let name = id;
  for (let n = 2; used.has(name); n += 1) name = `${id}_${n}`;
  used.add(name);
  return name;
}

const shapeOf = (field: Field): string => {
  const { label: _label, help: _help, required: _required, showIf: _showIf, ...rest } = field;
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
};

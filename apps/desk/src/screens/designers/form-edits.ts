import type { Field, Form, Page, Section } from '@yiwang/ui/form-logic/form.ts';

/** Where something stands: page; page and section; page, section and field. */
export type Place = readonly [page: number] | readonly [page: number, section: number] | readonly [page: number, section: number, field: number];
export type Part = Page | Section | Field;

const swap = <T>(list: readonly T[], from: number, to: number): T[] => {
  const next = [...list];
  const [moved] = next.splice(from, 1);
  if (moved !== undefined) next.splice(to, 0, moved);
  return next;
};

const changeSections = (form: Form, page: number, change: (sections: Section[]) => Section[]): Form => ({ ...form, pages: form.pages.map((one, at) => (at === page ? { ...one, sections: change(one.sections) } : one)) });
const changeFields = (form: Form, page: number, section: number, change: (fields: Field[]) => Field[]): Form => changeSections(form, page, (sections) => sections.map((one, at) => (at === section ? { ...one, fields: change(one.fields) } : one)));

export function partAt(form: Form, [p, s, f]: Place): Part | undefined {
  const page = form.pages[p];
  const section = s === undefined ? undefined : page?.sections[s];
  return s === undefined ? page : f === undefined ? section : section?.fields[f];
}

/** The same form with another part at a place. */
export function replaceAt(form: Form, [p, s, f]: Place, part: Part): Form {
  if (s === undefined) return { ...form, pages: form.pages.map((one, at) => (at === p ? (part as Page) : one)) };
  if (f === undefined) return changeSections(form, p, (sections) => sections.map((one, at) => (at === s ? (part as Section) : one)));
  return changeFields(form, p, s, (fields) => fields.map((one, at) => (at === f ? (part as Field) : one)));
}

/** A page keeps a section, a section a field: the last one is not removed. */
export function removeAt(form: Form, [p, s, f]: Place): Form {
  const without = <T>(list: T[], at: number): T[] => (list.length > 1 ? list.filter((_, i) => i !== at) : list);
  if (s === undefined) return { ...form, pages: without(form.pages, p) };
  if (f === undefined) return changeSections(form, p, (sections) => without(sections, s));
  return changeFields(form, p, s, (fields) => without(fields, f));
}

/** 拖动 or keys: before the part at `to`, also into another section. */
export function moveTo(form: Form, from: Place, to: Place): Form {
  const [p, s, f] = from;
  if (from.length !== to.length) return form;
  if (s === undefined) return { ...form, pages: swap(form.pages, p, to[0]) };
  const [tp, ts = 0, tf = 0] = to;
  if (f === undefined) {
    if (tp === p) return changeSections(form, p, (sections) => swap(sections, s, ts));
    const section = form.pages[p]?.sections[s];
    if (section === undefined || (form.pages[p]?.sections.length ?? 0) < 2) return form;
    return changeSections(changeSections(form, tp, (sections) => sections.toSpliced(ts, 0, section)), p, (sections) => sections.filter((one) => one !== section));
  }
  if (tp === p && ts === s) return changeFields(form, p, s, (fields) => swap(fields, f, tf));
  const field = form.pages[p]?.sections[s]?.fields[f];
  if (field === undefined || (form.pages[p]?.sections[s]?.fields.length ?? 0) < 2) return form;
  return changeFields(changeFields(form, tp, ts, (fields) => fields.toSpliced(tf, 0, field)), p, s, (fields) => fields.filter((one) => one !== field));
}

/** The place above or below of the same rank in the same parent. */
export const neighbour = (place: Place, by: -1 | 1): Place => place.with(-1, Math.max(0, (place.at(-1) ?? 0) + by)) as unknown as Place;

const idsOf = (form: Form): Set<string> => new Set(form.pages.flatMap((page) => [page.id, ...page.sections.flatMap((section) => [section.id, ...section.fields.map((field) => field.id)])]));

/** `field1`, `field2` …: the first that is free. */
export function freeId(form: Form, prefix: string): string {
  const taken = idsOf(form);
  let n = 1;
  while (taken.has(`${prefix}${n}`)) n += 1;
  return `${prefix}${n}`;
}

/** Adds a field after the one chosen (or at the section's end), a section after the section, a page at the end. */
export function addPart(form: Form, what: 'page' | 'section' | 'field', near: Place, names: { page: string; section: string; field: string }): { form: Form; place: Place } {
  const field: Field = { id: freeId(form, 'field'), type: 'text', label: names.field };
  const section: Section = { id: freeId(form, 'section'), title: names.section, fields: [field] };
  const [p, s = 0, f] = near;
  if (what === 'page') return { form: { ...form, pages: [...form.pages, { id: freeId(form, 'page'), title: names.page, sections: [section] }] }, place: [form.pages.length] };
  if (what === 'section') return { form: changeSections(form, p, (sections) => sections.toSpliced(s + 1, 0, section)), place: [p, s + 1] };
  const end = f === undefined ? (form.pages[p]?.sections[s]?.fields.length ?? 0) : f + 1;
  return { form: changeFields(form, p, s, (fields) => fields.toSpliced(end, 0, field)), place: [p, s, end] };
}

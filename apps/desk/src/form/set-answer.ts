import type { Answers } from '@yiwang/ui/form-logic/form.ts';

/** Answers with one changed; `path` is `fieldId` or `sectionId.row.fieldId`. */
export function setAnswer(answers: Answers, path: string, value: unknown): Answers {
  const [first = '', row, id] = path.split('.');
  if (row === undefined || id === undefined) return { ...answers, [first]: value };
  const rows = Array.isArray(answers[first]) ? [...(answers[first] as unknown[])] : [];
  while (rows.length <= Number(row)) rows.push({});
  rows[Number(row)] = { ...(rows[Number(row)] as object), [id]: value };
  return { ...answers, [first]: rows };
}

export const addRow = (answers: Answers, section: string, shown: number): Answers => {
  const rows = Array.isArray(answers[section]) ? [...(answers[section] as unknown[])] : [];
  while (rows.length < shown) rows.push({});
  return { ...answers, [section]: [...rows, {}] };
};

export const removeRow = (answers: Answers, section: string, at: number): Answers => ({ ...answers, [section]: (Array.isArray(answers[section]) ? (answers[section] as unknown[]) : []).filter((_, index) => index !== at) });

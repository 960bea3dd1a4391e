import { regionDigits, type Answers, type FileAnswer } from '../form-logic/form.ts';
import { isPlainObject } from '../form-logic/plain-object.ts';
import { plainCharacters } from '../identifiers/plain-characters.ts';
import { fieldName, type FieldView, type PageView } from './form-view.ts';
import { allOf, firstOf, type Posted } from './posted.ts';

/** Answers of a draft with what was posted for the fields of one page; answers of other pages stay. */
export function readAnswers(page: PageView, posted: Posted, before: Readonly<Answers>): Answers {
  const answers: Answers = { ...before };
  for (const section of page.sections) {
    if (section.repeat === null) {
      for (const view of section.fields) take(answers, view, posted);
      continue;
    }
    answers[section.id] = section.repeat.rows.map((fields, at) => {
      const old = Array.isArray(before[section.id]) ? (before[section.id] as unknown[])[at] : undefined;
      const row: Answers = isPlainObject(old) ? { ...old } : {};
      for (const view of fields) take(row, view, posted);
      return row;
    });
  }
  return answers;
}

function take(into: Answers, view: FieldView, posted: Posted): void {
  if (view.computed || view.source?.locked || view.field.type === 'note') return;
  const value = readField(view, posted);
  if (value === undefined) delete into[view.field.id];
  else into[view.field.id] = value;
}

/** The answer of one field; undefined when it was left empty. What cannot be read stays as it was typed, for the check to name. */
function readField(view: FieldView, posted: Posted): unknown {
  const { field, path } = view;
  const name = fieldName(path);
  const text = (firstOf(posted.fields[name]) ?? '').trim();
  switch (field.type) {
    case 'date':
      return readDate(posted, name);
    case 'money':
      return text === '' ? undefined : fenOf(text);
    case 'choice':
      if (!field.multiple) return text || undefined;
      return listOrNothing(allOf(posted.fields[name]).filter((code) => code !== ''));
    case 'boolean':
      return text === '' ? undefined : text === 'true';
    case 'region':
      return readRegion(posted, name, regionDigits[field.level]) || undefined;
    case 'address': {
      const region = readRegion(posted, name, regionDigits[field.level]);
      const detail = (firstOf(posted.fields[`${name}:detail`]) ?? '').trim();
      return region === '' && detail === '' ? undefined : { region, detail };
    }
    case 'file': {
      const kept = Array.isArray(view.value) ? (view.value as FileAnswer[]) : [];
      return listOrNothing([...kept, ...(posted.files[name] ?? [])]);
    }
    case 'signature':
      return posted.files[name]?.[0] ?? view.value ?? undefined;
    default:
      return text || undefined;
  }
}

const listOrNothing = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

function readDate(posted: Posted, name: string): string | undefined {
  const [year = '', month = '', day = ''] = ['y', 'm', 'd'].map((part) => plainCharacters(firstOf(posted.fields[`${name}:${part}`]) ?? ''));
  if (year === '' && month === '' && day === '') return undefined;
  return /^\d{4}$/.test(year) && /^\d{1,2}$/.test(month) && /^\d{1,2}$/.test(day) ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : `${year}-${month}-${day}`.slice(0, 30);
}

/** 元 as people type it, in fen; the text itself where it is no amount. */
function fenOf(text: string): number | string {
  const plain = plainCharacters(text).replace(/[,，￥¥\s]/g, '');
  if (!/^\d{1,13}(\.\d{1,2})?$/.test(plain)) return text.slice(0, 60);
  const [yuan = '0', part = ''] = plain.split('.');
  return Number(yuan) * 100 + Number(part.padEnd(2, '0'));
}

/** The deepest level that was chosen and lies within the one above it: a changed province drops the old city. */
function readRegion(posted: Posted, name: string, digits: number): string {
  let region = '';
  for (const level of Object.values(regionDigits)) {
    if (level > digits) break;
    const chosen = firstOf(posted.fields[`${name}:${level}`]) ?? '';
    if (!/^\d+$/.test(chosen) || chosen.length !== level || !chosen.startsWith(region)) break;
    region = chosen;
  }
  return region;
}

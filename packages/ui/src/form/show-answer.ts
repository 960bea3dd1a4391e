import { isPlainObject } from '../form-logic/plain-object.ts';
import type { FieldView } from './form-view.ts';
import { localise } from './localise.ts';
import { formWords, type Locale } from './words.ts';

/** Names of divisions by their digits: what the caller has looked up. */
export type RegionNames = Readonly<Record<string, string>>;

export const showDate = (day: string, locale: Locale): string => {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  if (!year || !month || !date) return day;
  return locale === 'zh' ? `${year}年${month}月${date}日` : `${date} ${new Date(Date.UTC(2000, month - 1, 1)).toLocaleDateString('en-GB', { month: 'long', timeZone: 'UTC' })} ${year}`;
};

/** Fen as yuan with two decimals and groups. */
export const showMoney = (fen: number): string => (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Identity numbers and telephones, masked: 220102********1234. */
export const mask = (text: string): string => (text.length <= 7 ? `${text.slice(0, 1)}${'*'.repeat(Math.max(1, text.length - 1))}` : `${text.slice(0, text.length > 12 ? 6 : 3)}${'*'.repeat(text.length - (text.length > 12 ? 10 : 7))}${text.slice(-4)}`);

/** An answer in words, for summaries; empty when there is none. */
export function showAnswer(view: FieldView, locale: Locale, regions: RegionNames = {}): string {
  const { field, value } = view;
  const words = formWords[locale];
  if (value === null || value === undefined || value === '') return '';
  switch (field.type) {
    case 'date':
      return typeof value === 'string' ? showDate(value, locale) : '';
    case 'money':
      return typeof value === 'number' ? `${showMoney(value)} ${words.yuan}` : String(value);
    case 'number':
      return `${String(value)}${field.unit === undefined ? '' : ` ${localise(field.unit, locale)}`}`;
    case 'boolean':
      return value === true ? words.yes : words.no;
    case 'choice': {
      const codes = Array.isArray(value) ? value : [value];
      return codes.map((code) => view.options.find((option) => option.code === code)?.label ?? String(code)).join(locale === 'zh' ? '、' : ', ');
    }
    case 'region':
      return regionPath(String(value), regions);
    case 'address':
      return isPlainObject(value) ? `${regionPath(String(value['region'] ?? ''), regions)}${locale === 'zh' ? '' : ' '}${String(value['detail'] ?? '')}` : '';
    case 'file':
      return Array.isArray(value) ? value.map((file) => (isPlainObject(file) ? String(file['name']) : '')).join(locale === 'zh' ? '、' : ', ') : '';
    case 'signature':
      return isPlainObject(value) ? String(value['name']) : '';
    case 'identity-number':
      return mask(String(value));
    default:
      return field.sensitive ? mask(String(value)) : String(value);
  }
}

/** 吉林省长春市南关区: names from the top down; digits where a name is not known. */
function regionPath(digits: string, regions: RegionNames): string {
  const names = [2, 4, 6, 9, 12].filter((level) => level <= digits.length).map((level) => regions[digits.slice(0, level)] ?? '');
  return names.join('') || digits;
}

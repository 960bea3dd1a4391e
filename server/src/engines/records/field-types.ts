import { upgradeIdentityNumber, identityNumberFault, isCalendarDay } from '@yiwang/ui/identifiers/identity-number.ts';
import { creditCodeFault } from '@yiwang/ui/identifiers/credit-code.ts';
import { plainCharacters } from '@yiwang/ui/identifiers/plain-characters.ts';
import { isId } from '#kernel/ids';

/** 字段类型 of registers. `division`: significant digits of an administrative division. */
export const fieldTypes = ['text', 'integer', 'decimal', 'date', 'timestamp', 'boolean', 'code', 'division', 'identity-number', 'credit-code', 'phone', 'money', 'json', 'reference'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A value of a record: dates are `YYYY-MM-DD`, moments ISO 8601 in UTC, money is yuan, numbers have 15 digits at the most. */
export type Value = string | number | boolean | object;

export interface Fault {
  zh: string;
  en: string;
}
export type Checked = { ok: true; value: Value } | { ok: false; fault: Fault };

const good = (value: Value): Checked => ({ ok: true, value });
const bad = (zh: string, en: string): Checked => ({ ok: false, fault: { zh, en } });

/** Column type; identifiers compare byte by byte (prefixes use the index), words by the database's collation. */
export const columnTypes: Record<FieldType, string> = {
  text: 'text', integer: 'bigint', decimal: 'numeric', date: 'date', timestamp: 'timestamptz', boolean: 'boolean', json: 'jsonb', reference: 'uuid', money: 'numeric(18,2)',
  code: 'text collate "C"', division: 'text collate "C"', 'identity-number': 'text collate "C"', 'credit-code': 'text collate "C"', phone: 'text collate "C"',
};

/** Kinds of text whose beginning is worth a query: 2201 finds everything in Changchun. */
export const prefixTypes: ReadonlySet<FieldType> = new Set(['code', 'division', 'credit-code']);

/** What can be sealed: only what is written as text. */
export const sealableTypes: ReadonlySet<FieldType> = new Set(['text', 'date', 'code', 'division', 'identity-number', 'credit-code', 'phone']);

const textLengthMax = 20_000;
const jsonLengthMax = 100_000;

type Check = (value: unknown) => Checked;
const text = (check: (text: string) => Checked): Check => (value) => (typeof value === 'string' ? check(value) : bad('应为文字', 'must be a text'));

const numeric = (digitsAfter: number): Check => (value) => {
  const written = typeof value === 'number' ? String(value) : typeof value === 'string' ? plainCharacters(value) : '';
  const match = /^-?(\d{1,15})(?:\.(\d{1,15}))?$/.exec(written);
  if (match === null) return bad('应为数字', 'must be a number');
  if ((match[2] ?? '').length > digitsAfter) return bad(`小数不能超过 ${digitsAfter} 位`, `may have ${digitsAfter} decimals at the most`);
  if (`${match[1]}${match[2] ?? ''}`.replace(/^0+/, '').length > 15) return bad('数字不能超过 15 位', 'may have 15 digits at the most');
  return good(Number(written));
};

const checks: Record<FieldType, Check> = {
  // U+0000 cannot be stored, and lone surrogates are no text
  text: text((t) => (t.length > textLengthMax ? bad('文字过长', 'is too long') : t.includes('\0') || !t.isWellFormed() ? bad('含有无法保存的字符', 'has characters that cannot be kept') : good(t.trim()))),
  integer: numeric(0),
  decimal: numeric(10),
  money: numeric(2),
  date: text((t) => (isCalendarDay(t) ? good(t) : bad('应为日期 YYYY-MM-DD', 'must be a date YYYY-MM-DD'))),
  timestamp: (value) => {
    const at = value instanceof Date ? value : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(value) ? new Date(value) : undefined;
    return at === undefined || Number.isNaN(at.getTime()) ? bad('应为带时区的时间', 'must be a time with its zone') : good(at.toISOString());
  },
  boolean: (value) => (value === true || value === 'true' || value === '是' ? good(true) : value === false || value === 'false' || value === '否' ? good(false) : bad('应为是或否', 'must be true or false')),
  code: text((t) => (/^[\w.:-]{1,40}$/.test(t) ? good(t) : bad('不是代码', 'is no code'))),
  division: text((t) => (/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/.test(t) ? good(t) : bad('应为行政区划有效码', 'must be the significant digits of a division'))),
  'identity-number': text((t) => {
    const plain = plainCharacters(t).toUpperCase();
    const number = plain.length === 15 ? (upgradeIdentityNumber(plain) ?? plain) : plain;
    return identityNumberFault(number) === undefined ? good(number) : bad('不是有效的公民身份号码', 'is no valid identity number');
  }),
  'credit-code': text((t) => {
    const code = plainCharacters(t).toUpperCase();
    return creditCodeFault(code) === undefined ? good(code) : bad('不是有效的统一社会信用代码', 'is no valid credit code');
  }),
  phone: text((t) => {
    const number = plainCharacters(t).replace(/^\+86|[ -]/g, '');
    return /^(1[3-9]\d{9}|0\d{9,11}|\d{7,8}|[48]00\d{7}|1\d{4})$/.test(number) ? good(number) : bad('不是电话号码', 'is no telephone number');
  }),
  json: (value) => {
    const written = JSON.stringify(value);
    return typeof value !== 'object' || value === null || written.length > jsonLengthMax || written.includes('\\u0000') ? bad('应为不超过 100 KB 的结构', 'must be a structure of 100 KB at the most') : good(value);
  },
  reference: text((t) => (isId(t) ? good(t) : bad('应为记录编号', 'must be the id of a record'))),
};

/** Checks a value and brings it into its one written form (a normal form is what look-up and uniqueness compare). */
export const checkValue = (type: FieldType, value: unknown): Checked => checks[type](value);

import { countCharacters, plainCharacters } from '../identifiers/plain-characters.ts';
import { creditCodeFault } from '../identifiers/credit-code.ts';
import { identityNumberFault, isCalendarDay } from '../identifiers/identity-number.ts';
import { formLimits, regionDigits, type Field, type FileAnswer } from './form.ts';
import type { FormProblemCode } from './form-problem.ts';
import { isPlainObject } from './plain-object.ts';

/** What the browser or the server can look up while checking; what is absent is not checked. All answer at once, from what was loaded. */
export interface Lookups {
  codeListHas?(codeList: string, code: string): boolean;
  regionExists?(code: string): boolean;
  registerHas?(register: string, key: string): boolean;
  walletHas?(licenceType: string, identifier: string): boolean;
}

export interface Fault {
  code: FormProblemCode;
  values?: Record<string, string | number>;
}

/** Typing habits mended before anything is checked: full-width characters in numbers, outer blanks, a small x. */
export function normaliseValue(field: Field, value: unknown): unknown {
  if (typeof value !== 'string' || value.length > formLimits.textMax * 2) return value;
  switch (field.type) {
    case 'identity-number':
    case 'credit-code':
      return plainCharacters(value).replace(/[\s-]/g, '').toUpperCase();
    case 'phone':
      return plainCharacters(value).replace(/[\s()]/g, '');
    case 'date':
    case 'region':
      return plainCharacters(value);
    case 'text':
      return value.trim();
    case 'number': {
      const plain = plainCharacters(value);
      return /^-?\d{1,15}(\.\d{1,10})?$/.test(plain) ? Number(plain) : value;
    }
    default:
      return value;
  }
}

/** What is wrong with a value that is not empty, apart from rules over other answers. */
export function faultOf(field: Field, value: unknown, lookups: Lookups, today: string): Fault | undefined {
  switch (field.type) {
    case 'text':
      return textFault(value, field.maxLength ?? (field.multiline ? formLimits.multilineDefault : formLimits.textDefault), field.multiline ?? false, field.pattern);
    case 'number':
      return numberFault(value, field.min, field.max, field.decimals);
    case 'money':
      if (!Number.isSafeInteger(value)) return { code: 'type' };
      return moneyFault(value as number, field.min ?? 0, field.max);
    case 'date':
      if (typeof value !== 'string') return { code: 'type' };
      if (!isCalendarDay(value)) return { code: 'date' };
      if (field.min !== undefined && value < dayOf(field.min, today)) return { code: 'tooSmall', values: { min: dayOf(field.min, today) } };
      if (field.max !== undefined && value > dayOf(field.max, today)) return { code: 'tooLarge', values: { max: dayOf(field.max, today) } };
      return undefined;
    case 'choice':
      return choiceFault(field, value, lookups);
    case 'region':
      return regionFault(value, field.level, lookups);
    case 'address':
      if (!isPlainObject(value) || Object.keys(value).some((key) => key !== 'region' && key !== 'detail')) return { code: 'type' };
      if (typeof value['detail'] !== 'string' || value['detail'].trim() === '') return { code: 'type' };
      return regionFault(value['region'], field.level, lookups) ?? textFault(value['detail'], field.maxLength ?? formLimits.addressDefault, false);
    case 'file':
      return filesFault(field, value);
    case 'signature':
      return isFile(value) ? undefined : { code: 'type' };
    case 'identity-number': {
      if (typeof value !== 'string') return { code: 'type' };
      const fault = identityNumberFault(value, today);
      return fault && { code: ({ length: 'identityLength', characters: 'identityCharacters', date: 'identityDate', future: 'identityDate', region: 'identityCheck', check: 'identityCheck' } as const)[fault] };
    }
    case 'credit-code': {
      if (typeof value !== 'string') return { code: 'type' };
      const fault = creditCodeFault(value);
      return fault && { code: ({ length: 'creditLength', characters: 'creditCharacters', check: 'creditCheck' } as const)[fault] };
    }
    case 'phone':
      if (typeof value !== 'string') return { code: 'type' };
      return /^(?:(?:\+?86-?)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\+\d{6,15})$/.test(value) ? undefined : { code: 'phone' };
    case 'lookup':
      if (!isKey(value)) return { code: 'type' };
      return lookups.registerHas?.(field.register, value) === false ? { code: 'notFound', values: { value: value.slice(0, 60) } } : undefined;
    case 'licence':
      if (!isKey(value)) return { code: 'type' };
      return lookups.walletHas?.(field.licenceType, value) === false ? { code: 'notFound', values: { value: value.slice(0, 60) } } : undefined;
    case 'boolean':
      if (typeof value !== 'boolean') return { code: 'type' };
      return field.mustBeTrue && !value ? { code: 'mustAgree' } : undefined;
    case 'note':
      return { code: 'unknown' };
  }
}

const dayOf = (bound: string, today: string): string => (bound === 'today' ? today : bound);
const isKey = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;

// control characters and lone halves of surrogate pairs can be stored nowhere and hide things from readers
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069]/;

function textFault(value: unknown, max: number, multiline: boolean, pattern?: string): Fault | undefined {
  if (typeof value !== 'string') return { code: 'type' };
  if (value.length > max * 2 || countCharacters(value) > max) return { code: 'tooLong', values: { max } };
  if (unprintable.test(value) || !value.isWellFormed() || (!multiline && /[\r\n]/.test(value))) return { code: 'characters' };
  if (pattern !== undefined && patternOf(pattern)?.test(value) === false) return { code: 'pattern' };
  return undefined;
}

/** The whole text must fit; undefined where the pattern is no regular expression (a form with one is refused at load). */
export function patternOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
}

function numberFault(value: unknown, min?: number, max?: number, decimals?: number): Fault | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return { code: 'type' };
  if (min !== undefined && value < min) return { code: 'tooSmall', values: { min } };
  if (max !== undefined && value > max) return { code: 'tooLarge', values: { max } };
  if (decimals !== undefined && Number(value.toFixed(decimals)) !== value) return { code: 'decimals', values: { max: decimals } };
  return undefined;
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);

function moneyFault(value: number, min: number, max: number | undefined): Fault | undefined {
  if (value < min) return { code: 'tooSmall', values: { min: yuan(min) } };
  if (max !== undefined && value > max) return { code: 'tooLarge', values: { max: yuan(max) } };
  return undefined;
}

function choiceFault(field: Extract<Field, { type: 'choice' }>, value: unknown, lookups: Lookups): Fault | undefined {
  const codes = field.multiple ? value : [value];
  if (!Array.isArray(codes) || !codes.every(isKey)) return { code: 'type' };
  const max = field.maxChoices ?? formLimits.choicesMax;
  if (codes.length > max) return { code: 'tooMany', values: { max } };
  if (new Set(codes).size !== codes.length) return { code: 'option' };
  const { options, codeList } = field;
  if (options) return codes.every((code) => options.some((option) => option.code === code)) ? undefined : { code: 'option' };
  const has = lookups.codeListHas;
  return !has || codeList === undefined || codes.every((code) => has(codeList, code)) ? undefined : { code: 'option' };
}

function regionFault(value: unknown, level: keyof typeof regionDigits, lookups: Lookups): Fault | undefined {
  if (typeof value !== 'string') return { code: 'type' };
  if (!/^\d+$/.test(value) || value.length !== regionDigits[level]) return { code: 'region' };
  return lookups.regionExists?.(value) === false ? { code: 'notFound', values: { value } } : undefined;
}

const isFile = (value: unknown): value is FileAnswer & Record<string, unknown> =>
  isPlainObject(value) &&
  isKey(value['id']) && value['id'] !== '' &&
  typeof value['name'] === 'string' && value['name'].length <= 300 &&
  Number.isSafeInteger(value['bytes']) && (value['bytes'] as number) >= 0 &&
  typeof value['type'] === 'string' && value['type'].length <= 200 &&
  Object.keys(value).length === 4;

function filesFault(field: Extract<Field, { type: 'file' }>, value: unknown): Fault | undefined {
  if (!Array.isArray(value)) return { code: 'type' };
  const max = field.maxFiles ?? formLimits.filesDefault;
  if (value.length > max) return { code: 'tooMany', values: { max } };
  const maxBytes = field.maxBytes ?? formLimits.fileBytesDefault;
  for (const file of value) {
    if (!isFile(file)) return { code: 'type' };
    if (field.accept && !field.accept.some((accepted) => accepts(accepted, file))) return { code: 'fileType', values: { name: file.name } };
    if (file.bytes > maxBytes) return { code: 'fileSize', values: { name: file.name, max: Math.round(maxBytes / 100_000) / 10 } };
  }
  return undefined;
}

/** `accept` as in HTML: `.pdf`, `image/png`, `image/*`. */
const accepts = (accepted: string, file: FileAnswer): boolean => {
  if (accepted.startsWith('.')) return file.name.toLowerCase().endsWith(accepted.toLowerCase());
  return accepted.endsWith('/*') ? file.type.startsWith(accepted.slice(0, -1)) : file.type === accepted;
};

import type { Locale } from '#kernel/i18n';

/** How a value stands in a text: `{issuedOn | date}`. */
export const valueFormats = ['date', 'amount', 'amountWords', 'sequence'] as const;
export type ValueFormat = (typeof valueFormats)[number];

/** A value as text; null and undefined are empty, lists are joined by 、. */
export const formatValue = (value: unknown, format: ValueFormat | undefined, locale: Locale): string => {
  if (value === null || value === undefined || value === '') return '';
  if (format === 'date') return dateText(value, locale);
  if (format === 'amount') return amountText(value);
  if (format === 'amountWords') return amountWords(value);
  if (format === 'sequence') return sequenceText(value);
  if (Array.isArray(value)) return value.map((member) => formatValue(member, undefined, locale)).join(locale === 'zh' ? '、' : ', ');
  if (value instanceof Date) return chinaDay(value);
  if (typeof value === 'boolean') return locale === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  if (typeof value === 'object') {
    const { zh, en } = value as { zh?: unknown; en?: unknown };
    if (typeof zh === 'string') return locale === 'en' && typeof en === 'string' ? en : zh;
    return isoOf(value) ?? '';
  }
  return String(value);
};

const chinaDay = (date: Date): string => new Date(date.getTime() + 8 * 3600_000).toISOString().slice(0, 10);

/** Dates of an expression language come as objects that know their ISO form. */
const isoOf = (value: object): string | undefined => {
  const candidate = value as { toISODate?: () => unknown; toISO?: () => unknown };
  const iso = typeof candidate.toISODate === 'function' ? candidate.toISODate() : typeof candidate.toISO === 'function' ? candidate.toISO() : String(value);
  return typeof iso === 'string' && iso !== '[object Object]' ? iso : undefined;
};

const dateText = (value: unknown, locale: Locale): string => {
  const iso = value instanceof Date ? chinaDay(value) : typeof value === 'object' && value !== null ? (isoOf(value) ?? '') : String(value);
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (match === null) return iso;
  return locale === 'en' ? match[0] : `${match[1]}年${Number(match[2])}月${Number(match[3])}日`;
};

const amountText = (value: unknown): string => {
  const [whole = '0', cents = ''] = Number(value).toFixed(2).split('.');
  return Number.isFinite(Number(value)) ? `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}` : String(value);
};

const digits = '零壹贰叁肆伍陆柒捌玖';
const units = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

/** Money in capital numerals (人民币大写): 1024.50 → 壹仟零贰拾肆元伍角整. Up to 10^15 yuan; beyond, the figure itself. */
export const amountWords = (value: unknown): string => {
  const number = Number(value);
  if (!Number.isFinite(number) || Math.abs(number) >= 1e13) return String(value);
  const cents = Math.round(Math.abs(number) * 100);
  const yuan = Math.floor(cents / 100);
  const jiao = Math.floor(cents / 10) % 10;
  const fen = cents % 10;
  let words = yuan === 0 ? '' : `${wholeWords(yuan)}元`;
  if (jiao > 0) words += `${digits[jiao]}角`;
  else if (fen > 0 && yuan > 0) words += '零';
  words += fen > 0 ? `${digits[fen]}分` : '整';
  if (cents === 0) words = '零元整';
  return (number < 0 ? '负' : '') + words;
};

const wholeWords = (value: number): string => {
  let words = '';
  let zero = false;
  const text = String(value);
  for (let i = 0; i < text.length; i += 1) {
    const place = text.length - 1 - i;
    const digit = Number(text[i]);
    if (digit === 0) zero = true;
    else {
      words += `${zero && words !== '' ? '零' : ''}${digits[digit]}${units[place % 4]}`;
      zero = false;
    }
    if (place % 4 === 0 && place > 0 && /[1-9]/.test(text.slice(Math.max(0, i - 3), i + 1))) words += groups[place / 4];
  }
  return words;
};

/** 1 → 一, 12 → 十二, 120 → 一百二十: for headings and lists, up to 999. */
const sequenceText = (value: unknown): string => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 999) return String(value);
  const names = '零一二三四五六七八九';
  const hundred = Math.floor(number / 100);
  const ten = Math.floor(number / 10) % 10;
  const one = number % 10;
  let words = hundred > 0 ? `${names[hundred]}百` : '';
  if (ten > 0) words += `${ten === 1 && hundred === 0 ? '' : names[ten]}十`;
  else if (hundred > 0 && one > 0) words += '零';
  return one > 0 ? words + names[one] : words;
};

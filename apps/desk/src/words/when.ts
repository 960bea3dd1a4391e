import { currentLanguage } from './start-words.ts';

const zone = 'Asia/Shanghai';
const formats = new Map<string, Intl.DateTimeFormat>();
const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const locale = currentLanguage() === 'en' ? 'en-GB' : 'zh-CN';
  const key = locale + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
};

/** An instant in China: 「11月22日 09:15」, with the year when it is another one. */
export function instantWords(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const thisYear = date.getUTCFullYear() === new Date().getUTCFullYear();
  return format({ ...(thisYear ? {} : { year: 'numeric' }), month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(date);
}

/** To the second, for logs. */
export const exactWords = (instant: string): string => format({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(new Date(instant));

/** A day (YYYY-MM-DD): 「11月22日」. */
export function dayWords(day: string): string {
  const date = new Date(`${day}T00:00:00+08:00`);
  if (Number.isNaN(date.getTime())) return day;
  return format({ ...(date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }), month: 'short', day: 'numeric' }).format(date);
}

/** Of an instant, its day in China. */
export const dayOfWords = (instant: string): string => dayWords(new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10));
export const weekdayWords = (day: string): string => format({ weekday: 'short' }).format(new Date(`${day}T00:00:00+08:00`));

export const numberWords = (n: number, digits = 0): string => new Intl.NumberFormat(currentLanguage() === 'en' ? 'en-GB' : 'zh-CN', { maximumFractionDigits: digits }).format(n);

/** Yuan with jiao and fen: 「1,001.20」. */
export const moneyWords = (yuan: number): string => new Intl.NumberFormat(currentLanguage() === 'en' ? 'en-GB' : 'zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(yuan);

const aboutFrom = 100_000;

/** Rows of a register: from 100,000 on the house knows them to three digits (约). */
export const rowsWords = (n: number): string => (n < aboutFrom ? numberWords(n) : `${currentLanguage() === 'en' ? 'about' : '约'} ${numberWords(Number(n.toPrecision(3)))}`);

/** 入库批次 as people compare it: the end of its id, which no two of a day share. */
export const loadNumber = (id: string): string => id.slice(-12).toUpperCase();

/** A percentage in words; a dash when it is not known. */
export const shareWords = (percent: number | null): string => (percent === null ? '—' : `${numberWords(percent, 1)}%`);

export const bytesWords = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

/** The day in China now, YYYY-MM-DD. */
export const todayInChina = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

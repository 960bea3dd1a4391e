import type { Cell } from './columns.ts';

/** 公式注入: a text that a spreadsheet would run as a formula gets an apostrophe; numbers are never texts. */
const runs = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+(\.\d+)?%?$/;

export const safeText = (text: string): string => (runs.test(text) && !plainNumber.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\n\r]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);

/** A record of RFC 4180 with LF; null is an empty cell. */
export const csvLine = (cells: readonly Cell[], safe = true): string => `${cells.map((c) => (c === null ? '' : typeof c === 'string' ? quoted(safe ? safeText(c) : c) : String(c))).join(',')}\n`;

/** A line of tab-separated values; tabs and ends of lines within a value become blanks. */
export const tsvLine = (cells: readonly Cell[], safe = true): string => `${cells.map((c) => (c === null ? '' : typeof c === 'string' ? (safe ? safeText(c) : c).replace(/[\t\r\n]/g, ' ') : String(c))).join('\t')}\n`;

/** 信息资源代码 (standards.md 1.9): 类 1 digit, 项 2, 目 3, 细目 any, "/", serial of any length. */
export interface ResourceCode {
  /** 类: 1 基础, 2 主题, 3 部门. */
  class: string;
  /** 项. */
  section: string;
  /** 目. */
  group: string;
  /** 细目; may be empty. */
  detail: string;
  serial: string;
}

const form = /^([1-9])(\d{2})(\d{3})([0-9A-Za-z]{0,20})\/([0-9A-Za-z]{1,20})$/;
const serialDigits = 6;

export function parseResourceCode(code: string): ResourceCode | undefined {
  const found = form.exec(code);
  if (found === null) return undefined;
  const [, c, section, group, detail, serial] = found;
  return { class: c!, section: section!, group: group!, detail: detail!, serial: serial! };
}

export const classification = (c: Omit<ResourceCode, 'serial'>): string => `${c.class}${c.section}${c.group}${c.detail}`;
export const formatResourceCode = (c: ResourceCode): string => `${classification(c)}/${c.serial}`;
export const serialOf = (n: number): string => String(n).padStart(serialDigits, '0');

/** The serial after the highest of the same classification; foreign serials that are no numbers do not count. */
export function nextCode(prefix: string, used: readonly string[]): string {
  const numbers = used.filter((code) => code.startsWith(`${prefix}/`)).map((code) => Number(code.slice(prefix.length + 1))).filter((n) => Number.isSafeInteger(n));
  return `${prefix}/${serialOf(Math.max(0, ...numbers) + 1)}`;
}

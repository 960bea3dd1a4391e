import { z } from 'zod';
import { dateSchema, textSchema } from './text-schema.ts';
import { defineKind, type AnyKind } from './types.ts';

/** One code of a list; `parent` is the code above it in a tree. */
const codeSchema = z.strictObject({
  code: z.string().min(1).max(40),
  name: textSchema,
  parent: z.string().optional(),
  note: textSchema.optional(),
  /** Retired: stays readable in old records, may not be chosen. */
  retired: z.boolean().optional(),
});

/** 代码表: codes with names, from a national standard or a rule of the place. */
export const codeListSchema = z.strictObject({
  name: textSchema,
  /** Number of the standard: `GB/T 2261.1-2003`. */
  standard: z.string().optional(),
  note: textSchema.optional(),
  /** 开放代码表: codes outside the list are kept, not refused (other places use their own). */
  open: z.boolean().default(false),
  codes: z.array(codeSchema).min(1).max(20_000),
}).check((ctx) => {
  const seen = new Set<string>();
  ctx.value.codes.forEach(({ code }, i) => {
    if (seen.has(code)) {
      const params = { zh: `代码“${code}”重复`, en: `code "${code}" is there twice` };
      ctx.issues.push({ code: 'custom', input: code, path: ['codes', i, 'code'], params });
    }
    seen.add(code);
  });
  ctx.value.codes.forEach(({ parent }, i) => {
    if (parent === undefined || seen.has(parent)) return;
    const params = { zh: `上级代码“${parent}”不存在`, en: `parent code "${parent}" is not in the list` };
    ctx.issues.push({ code: 'custom', input: parent, path: ['codes', i, 'parent'], params });
  });
});
export type CodeListDefinition = z.infer<typeof codeListSchema>;
export const codeListKind = defineKind({ kind: 'code-list', schema: codeListSchema });

/**
 * 工作日历: one year's official plan of days off and make-up workdays, by date. `knownFrom` and `knownUntil` bound what
 * the plans tell; a festival may spill into the neighbouring year and is listed in the file of the year of its date.
 */
export const calendarSchema = z.strictObject({
  name: textSchema,
  /** The official notice and its date. */
  notice: textSchema,
  published: dateSchema.optional(),
  knownFrom: dateSchema,
  knownUntil: dateSchema,
  off: z.array(z.strictObject({ date: dateSchema, name: textSchema })).max(200),
  work: z.array(z.strictObject({ date: dateSchema, name: textSchema })).max(60),
}).check((ctx) => {
  const { knownFrom, knownUntil, off, work } = ctx.value;
  const seen = new Set<string>();
  for (const [key, days] of [['off', off], ['work', work]] as const) {
    days.forEach(({ date }, i) => {
      const fits = date >= knownFrom && date <= knownUntil && !seen.has(date);
      seen.add(date);
      if (!fits) ctx.issues.push({ code: 'custom', input: date, path: [key, i, 'date'], params: { zh: '日期重复或不在已知范围内', en: 'the day is there twice or outside the known range' } });
    });
  }
});
export type CalendarDefinition = z.infer<typeof calendarSchema>;
export const calendarKind = defineKind({ kind: 'calendar', schema: calendarSchema });

/** Kinds that every deployment has, registered by main before the first load. */
export const baseKinds: readonly AnyKind[] = [codeListKind, calendarKind];

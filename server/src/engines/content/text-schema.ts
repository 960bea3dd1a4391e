import { z } from 'zod';
import { isDate } from './dates.ts';

/** A text for people: Chinese alone, or Chinese with English. */
export const textSchema = z.union([z.string().min(1).max(20_000), z.strictObject({ zh: z.string().min(1).max(20_000), en: z.string().min(1).max(20_000).optional() })]);

/** A calendar day `YYYY-MM-DD`. */
export const dateSchema = z.string().refine(isDate, { params: { zh: '须为有效日期 YYYY-MM-DD', en: 'must be a date YYYY-MM-DD' } });

/** An identifier of a definition or of something inside one: letters, digits, dot, dash, underscore. */
export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);

import type { Locale } from './portal-request.ts';
import { showDate } from '@yiwang/ui/form/show-answer.ts';

const china = (instant: string): Date => new Date(new Date(instant).getTime() + 8 * 3_600_000);

/** A day of China from a day or an instant. */
export const day = (at: string, locale: Locale): string => showDate(at.length === 10 ? at : china(at).toISOString().slice(0, 10), locale);

/** Day and time in China. */
export const moment = (at: string, locale: Locale): string => `${day(at, locale)} ${china(at).toISOString().slice(11, 16)}`;

export const count = (n: number): string => n.toLocaleString('en-US');

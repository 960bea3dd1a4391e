const DAY_MS = 86_400_000;

/** Whether a text is a real calendar day `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Days since 1970-01-01 of a valid date. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

export const dateOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 0 Sunday … 6 Saturday; day 0 was a Thursday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;

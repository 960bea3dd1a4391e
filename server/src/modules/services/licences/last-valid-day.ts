/** 有效期至: the day before the same day so many years on (`2026-11-23`, 5 → `2031-11-22`); a 29 February ends with a February. */
export function lastValidDay(from: string, years: number): string {
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + years, month - 1, day) - 86_400_000).toISOString().slice(0, 10);
}

const written = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))$/;

/** A day as people write it (2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日, 20261122) as YYYY-MM-DD; undefined where it is no day of the calendar. */
export function readDay(text: string): string | undefined {
  const [, year, ...parts] = written.exec(text.replace(/\s/g, '')) ?? [];
  const [month, day] = parts.filter((part) => part !== undefined);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : undefined;
}

/** A day (`YYYY-MM-DD`) in words of both languages, for messages. */
export function dayWords(day: string): { zh: string; en: string } {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return { zh: `${year}年${month}月${date}日`, en: `${date} ${new Date(Date.UTC(year, month - 1, 1)).toLocaleDateString('en-GB', { month: 'long', timeZone: 'UTC' })} ${year}` };
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { visualisation } from '../../api/contracts.ts';
import { numberWords } from '../../words/when.ts';

export type Drawn = OutputOf<typeof visualisation.drawWidget>;
export type DrawnRow = Drawn['rows'][number];

/** What a row is called: its groups in words. */
export const nameOf = (drawn: Drawn, row: DrawnRow): string => drawn.columns.filter((c) => !c.measure).map((c) => wordsOf(drawn, row, c.name)).join(' · ');

/** A value in words; the province before a place is left out where all places are of one. */
export function wordsOf(drawn: Drawn, row: DrawnRow, column: string): string {
  const say = (r: DrawnRow): string => String(r[`${column}Words`] ?? r[column] ?? '—');
  const province = /^.{2,8}?(省|自治区)(?=.)/.exec(say(row))?.[0];
  return province !== undefined && drawn.rows.every((r) => say(r).startsWith(province) && say(r) !== province) ? say(row).slice(province.length) : say(row);
}

export const measuresOf = (drawn: Drawn): Drawn['columns'] => drawn.columns.filter((c) => c.measure);
export const valueOf = (row: DrawnRow, column: string): number => Number(row[column] ?? 0);

/** Units of the content in English; a unit that is not here stays as it is. */
const english: Readonly<Record<string, string>> = { 元: 'yuan', 亿元: '×100m yuan', 万元: '×10k yuan', 人: 'persons', 个: '', 辆: 'vehicles', 份: '', 条: '' };

/** Large sums of yuan and persons in ten thousands and hundred millions, as people say them. */
export function shortNumber(value: number, unit: string | null, digits: number, language: string): { text: string; unit: string } {
  const said = unit ?? '';
  if (language.startsWith('zh') && Math.abs(value) >= 1e8 && (said === '元' || said === '人')) return { text: numberWords(value / 1e8, 2), unit: `亿${said}` };
  if (language.startsWith('zh') && Math.abs(value) >= 1e6 && (said === '元' || said === '人')) return { text: numberWords(value / 1e4, 1), unit: `万${said}` };
  if (!language.startsWith('zh')) {
    const large = Math.abs(value) >= 1e9;
    return { text: large ? `${numberWords(value / 1e9, 2)} bn` : numberWords(value, digits), unit: english[said] ?? said };
  }
  return { text: numberWords(value, digits), unit: said };
}

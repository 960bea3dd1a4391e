import { defineWords } from '../words/define-words.ts';

export const dayInputWords = defineWords('dayInput', {
  form: ['年-月-日', 'YYYY-MM-DD'],
  choose: ['打开日历', 'Open the calendar'],
  wrong: ['日期应为 年-月-日，例如 2026-11-22', 'A day is written year-month-day, for example 2026-11-22'],
});

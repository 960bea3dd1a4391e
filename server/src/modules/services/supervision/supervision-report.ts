import type { Locale } from '#kernel/i18n';
import type { Board } from './supervision-board.ts';

type Figures = Pick<Board, 'totals' | 'lights' | 'organisations'>;

const percent = (rate: number | null, unknown: string): string => (rate === null ? unknown : `${rate}%`);

/** 分析报告: sentences over the figures; what has no figure is said to be unknown, never guessed. */
export function supervisionReport({ totals, lights, organisations }: Figures, at: { days: number; place: string }, locale: Locale): string {
  const worst = organisations.filter((o) => o.red + o.yellow > 0).toSorted((a, b) => b.red - a.red || b.yellow - a.yellow).slice(0, 3);
  const best = organisations.find((o) => o.onTimeRate !== null && o.concluded > 0);
  if (locale === 'en') {
    return [
      `In the last ${at.days} days${at.place === '' ? '' : ` in ${at.place}`}, ${totals.submitted} cases came in, ${totals.accepted} were accepted and ${totals.concluded} of them concluded; ${totals.open} are open now.`,
      `On time: ${percent(totals.onTimeRate, 'nothing to judge yet')}; ${totals.averageDays === null ? 'no average yet' : `${totals.averageDays} days on average from submission to conclusion`}; satisfied: ${percent(totals.satisfaction, 'no ratings yet')}.`,
      `Lights: ${lights.green} green, ${lights.soon} near their limit, ${lights.yellow} yellow, ${lights.red} red, ${lights.stopped} with a stopped clock.`,
      ...(worst.length === 0 ? ['No department is past a limit.'] : [`To be watched: ${worst.map((o) => `${o.name} (${o.red} red, ${o.yellow} yellow)`).join('; ')}.`]),
      ...(best === undefined ? [] : [`First in rank: ${best.name}, ${best.onTimeRate}% on time.`]),
    ].join('\n');
  }
  return [
    `近 ${at.days} 天${at.place}共收件 ${totals.submitted} 件，受理 ${totals.accepted} 件，办结 ${totals.concluded} 件；当前在办 ${totals.open} 件。`,
    `按时办结率 ${percent(totals.onTimeRate, '暂无可评数据')}，${totals.averageDays === null ? '平均办理时长暂无数据' : `自收件至办结平均 ${totals.averageDays} 天`}，满意率 ${percent(totals.satisfaction, '暂无评价')}。`,
    `监察灯：正常 ${lights.green} 件，预警 ${lights.soon} 件，黄牌 ${lights.yellow} 件，红牌 ${lights.red} 件，时限暂停 ${lights.stopped} 件。`,
    ...(worst.length === 0 ? ['各部门无超时办件。'] : [`需重点督办：${worst.map((o) => `${o.name}（红牌 ${o.red}、黄牌 ${o.yellow}）`).join('；')}。`]),
    ...(best === undefined ? [] : [`排名第一：${best.name}，按时办结率 ${best.onTimeRate}%。`]),
  ].join('\n');
}

import { stateWords, type CaseState } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { figuresByDay, figuresByOrganisation, lightsByOrganisation, liveCases, satisfactionByOrganisation, type DayFigures, type LiveRow } from './board-queries.ts';
import { organisationName } from '../desk/desk-summary.ts';
import { actionTitle } from '../desk/action-words.ts';
import type { Hall } from '../hall.ts';
import { supervisionReport } from './supervision-report.ts';

export interface BoardOrganisation {
  code: string;
  name: string;
  open: number;
  concluded: number;
  soon: number;
  yellow: number;
  red: number;
  onTimeRate: number | null;
  satisfaction: number | null;
}

export interface Board {
  totals: { submitted: number; accepted: number; concluded: number; open: number; onTimeRate: number | null; averageDays: number | null; satisfaction: number | null };
  lights: { green: number; soon: number; yellow: number; red: number; stopped: number };
  organisations: BoardOrganisation[];
  byDay: DayFigures[];
  live: { at: string; caseId: string; number: string; title: string; what: string; organisation: string }[];
  report: string;
}

/** Share of 0 to 100 with one decimal; unknown where there is nothing to judge. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10);

/** 电子监察: set-based figures over what the supervisor sees; the report is made from them and says nothing else. */
export async function supervisionBoard(hall: Hall, ctx: Context, input: { division?: string | undefined; days: number }): Promise<Board> {
  const since = new Date(ctx.now.getTime() - input.days * 86_400_000);
  const division = input.division ?? null;
  const figures = await figuresByOrganisation(ctx, since, division);
  const lights = await lightsByOrganisation(ctx, dayInChina(ctx.now), division);
  const rated = await satisfactionByOrganisation(ctx, since, division);
  const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const lit = (light: string, code?: string): number => sum(lights.filter((l) => l.light === light && (code === undefined || l.organisation === code)), (l) => l.count);
  const concluded = sum(figures, (f) => f.concluded);
  const organisations = [...new Set([...figures, ...lights].map((r) => r.organisation))].map((code): BoardOrganisation => {
    const f = figures.find((r) => r.organisation === code);
    const r = rated.find((s) => s.organisation === code);
    return {
      code, name: organisationName(hall, code), open: sum(lights.filter((l) => l.organisation === code), (l) => l.count), concluded: f?.concluded ?? 0,
      soon: lit('soon', code), yellow: lit('yellow', code), red: lit('red', code), onTimeRate: share(f?.on_time ?? 0, f?.judged ?? 0), satisfaction: share(r?.satisfied ?? 0, r?.rated ?? 0),
    };
  });
  // 排名: most on time first, then fewest cards, then most concluded; who has nothing judged comes last
  organisations.sort((a, b) => (b.onTimeRate ?? -1) - (a.onTimeRate ?? -1) || a.red - b.red || a.yellow - b.yellow || b.concluded - a.concluded || (a.code < b.code ? -1 : 1));
  const board = {
    totals: {
      submitted: sum(figures, (f) => f.submitted), accepted: sum(figures, (f) => f.accepted), concluded, open: sum(lights, (l) => l.count),
      onTimeRate: share(sum(figures, (f) => f.on_time), sum(figures, (f) => f.judged)), averageDays: concluded === 0 ? null : Math.round((sum(figures, (f) => f.days) / concluded) * 10) / 10,
      satisfaction: share(sum(rated, (r) => r.satisfied), sum(rated, (r) => r.rated)),
    },
    lights: { green: lit('green'), soon: lit('soon'), yellow: lit('yellow'), red: lit('red'), stopped: lit('stopped') },
    organisations: organisations.slice(0, 200),
    byDay: await figuresByDay(ctx, since, division),
    live: (await liveCases(ctx, division)).map((row) => ({ at: row.at.toISOString(), caseId: row.case_id, number: row.number, title: row.title, what: whatOf(ctx, row), organisation: organisationName(hall, row.organisation) })),
  };
  return { ...board, report: supervisionReport(board, { days: input.days, place: division === null ? '' : hall.catalogue.divisionName(division) }, ctx.locale) };
}

const whatOf = (ctx: Context, row: LiveRow): string =>
  row.kind === 'moved' && row.data.state !== undefined && row.data.state in stateWords ? stateWords[row.data.state as CaseState][ctx.locale] : actionTitle(row.kind, ctx.locale);

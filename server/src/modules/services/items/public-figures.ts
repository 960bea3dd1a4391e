import type { ReadTx } from '#kernel/db';

/** What a place shows of its work: counts without anybody's data. */
export interface PublicFigures {
  casesConcluded: number;
  /** Share of ratings that are not bad, 0 to 1; null while there is none. */
  satisfaction: number | null;
  /** Ids of what was applied for most in the last 90 days, most first. */
  hot: string[];
}

const keptMs = 60_000;
const placesMax = 2_000;

/** Counting reads many rows: one division's figures are counted once a minute and process. */
export function createFigures(): (tx: ReadTx, division: string, now: Date) => Promise<PublicFigures> {
  const kept = new Map<string, { until: number; figures: Promise<PublicFigures> }>();
  return (tx, division, now) => {
    const known = kept.get(division);
    if (known !== undefined && known.until > now.getTime()) return known.figures;
    if (kept.size >= placesMax) kept.clear();
    const figures = countFigures(tx, division, now);
    kept.set(division, { until: now.getTime() + keptMs, figures });
    figures.catch(() => kept.delete(division));
    return figures;
  };
}

async function countFigures(tx: ReadTx, division: string, now: Date): Promise<PublicFigures> {
  const row = await tx.one<{ concluded: number; rated: number; satisfied: number; hot: string[] }>('select concluded, rated, satisfied, hot from services.public_figures($1, $2)', [division, now]);
  return { casesConcluded: row.concluded, satisfaction: row.rated === 0 ? null : row.satisfied / row.rated, hot: row.hot };
}

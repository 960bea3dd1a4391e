import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { normalise } from './analyser.ts';
import type { Reading } from './query-entries.ts';

const wordsMax = 5000;
const shownFrom = 3;

/** 热词: counted in memory, since a query's transaction only reads, and saved now and then. */
export interface HotWords {
  /** Only what found something and cannot be about somebody: no digits, 20 characters at the most. */
  note(text: string): void;
  save(ctx: Pick<Context, 'tx' | 'now'>): Promise<void>;
  list(ctx: Reading & Pick<Context, 'now'>, limit?: number): Promise<string[]>;
}

export function createHotWords(): HotWords {
  let counts = new Map<string, number>();
  return {
    note(text) {
      const word = normalise(text).replace(/\s+/g, ' ').trim();
      if (word.length < 2 || word.length > 20 || /\d/.test(word)) return;
      if (counts.has(word) || counts.size < wordsMax) counts.set(word, (counts.get(word) ?? 0) + 1);
    },
    async save(ctx) {
      const saving = counts;
      counts = new Map();
      if (saving.size === 0) return;
      const words = [...saving.keys()].sort();
      await ctx.tx.query('insert into search.hot_word as h (day, word, count) select $1, * from unnest($2::text[], $3::int[]) on conflict (day, word) do update set count = h.count + excluded.count', [dayInChina(ctx.now), words, words.map((w) => saving.get(w)!)]);
    },
    async list(ctx, limit = 10) {
      const since = dayInChina(new Date(ctx.now.getTime() - 30 * 86_400_000));
      const rows = await ctx.tx.query<{ word: string }>('select word from search.hot_word where day >= $1 group by word having sum(count) >= $2 order by sum(count) desc, word limit $3', [since, shownFrom, Math.min(limit, 50)]);
      return rows.map((r) => r.word);
    },
  };
}

import { createHash } from 'node:crypto';
import type { Content } from '#engines/content';
import type { Clock } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createAnalyser, type Analyser } from './analyser.ts';
import type { Entry } from './entry.ts';
import { createHotWords } from './hot-words.ts';
import { queryEntries, type Found, type Query, type Reading } from './query-entries.ts';
import { synonymsKind } from './synonyms-kind.ts';
import { planEntries, rebuildKind, type Rebuilt } from './write-entries.ts';

/** 检索 engine: Chinese by words, pairs of characters, pinyin and synonyms; English by words. */
export interface Search {
  /** Plans entries into the transaction of the data that they stand for. */
  index(ctx: Pick<Context, 'tx' | 'now'>, entries: readonly Entry[]): void;
  remove(ctx: Pick<Context, 'tx'>, kind: string, refs: readonly string[]): Promise<void>;
  /** Brings a whole kind in line with its source; writes only what changed. */
  rebuild(kind: string, entries: Iterable<Entry> | AsyncIterable<Entry>): Promise<Rebuilt>;
  query(ctx: Reading, query: Query): Promise<Found>;
  hotWords(ctx: Reading & Pick<Context, 'now'>, limit?: number): Promise<string[]>;
  /** Writes the words counted since the last time; done by itself half a minute after a query. */
  saveHotWords(): Promise<void>;
}

export interface SearchDeps {
  content: Pick<Content, 'list'>;
  db: Pick<Db, 'write'>;
  clock: Clock;
}

const saveHotWordsMs = 30_000;

export function createSearch({ content, db, clock }: SearchDeps): Search {
  const hot = createHotWords();
  const saveHotWords = (): Promise<void> => db.write(system, (tx) => hot.save({ tx, now: clock.now() }));
  let saving: NodeJS.Timeout | undefined;
  const saveSoon = (): void => {
    saving ??= setTimeout(() => {
      saving = undefined;
      saveHotWords().catch(() => {}); // counts of half a minute are lost, nothing else
    }, saveHotWordsMs).unref();
  };
  let made: { analyser: Analyser; version: string } | undefined;
  /** Made anew when the synonyms of the content have changed. */
  const analyser = (): Analyser => {
    const definitions = content.list(synonymsKind);
    const version = createHash('sm3').update(definitions.map((d) => d.digest).join(' ')).digest('hex');
    if (made?.version !== version) made = { version, analyser: createAnalyser(definitions.map((d) => d.value), version) };
    return made.analyser;
  };
  return {
    index: (ctx, entries) => planEntries(analyser(), ctx.tx, entries, ctx.now),
    async remove(ctx, kind, refs) {
      await ctx.tx.query('delete from search.entry where kind = $1 and ref = any ($2)', [kind, refs]);
    },
    rebuild: (kind, entries) => db.write(system, (tx) => rebuildKind(analyser(), { tx, now: clock.now() }, kind, entries)),
    async query(ctx, query) {
      const found = await queryEntries(analyser(), ctx, query);
      if (found.by === 'words' && query.cursor === undefined) {
        hot.note(query.text);
        saveSoon();
      }
      return found;
    },
    hotWords: hot.list,
    saveHotWords,
  };
}

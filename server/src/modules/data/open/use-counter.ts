import type { Db, ReadTx } from '#kernel/db';
import { system } from '#kernel/context';

export type UseKind = 'view' | 'download' | 'api';

/** 使用统计: counted in memory and written together, so that a look costs no write. */
export interface UseCounter {
  note(set: string, kind: UseKind, at: Date): void;
  /** A use of a conditionally open set, under the grant that opened it; null: nobody's. */
  noteAccess(accessId: string | null, at: Date): void;
  flush(): Promise<void>;
  totals(tx: ReadTx, set?: string): Promise<{ view: number; download: number; api: number }>;
  top(tx: ReadTx, limit: number): Promise<{ set: string; times: number }[]>;
}

const waitMs = 5_000;

export function createUseCounter(db: Pick<Db, 'write'>): UseCounter {
  let counted = new Map<string, { day: string; set: string; kind: UseKind; times: number }>();
  let used = new Map<string, { id: string; times: number; at: string }>();
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...counted.values()];
    const grants = [...used.values()];
    counted = new Map();
    used = new Map();
    if (grants.length > 0) {
      await db.write(system, (tx) => tx.query(`update open.access a set times = a.times + r.times, last_used_at = greatest(a.last_used_at, r.at)
        from (select * from jsonb_to_recordset($1::jsonb) as r(id uuid, times bigint, at timestamptz) order by id) as r where r.id = a.id`, [JSON.stringify(grants)]));
    }
    if (rows.length === 0) return;
    await db.write(system, (tx) => tx.query(`insert into open.use as u (on_day, set_name, kind, times) select r.day, r.set, r.kind, r.times from jsonb_to_recordset($1::jsonb) as r(day date, set text, kind text, times bigint)
      order by 1, 2, 3 on conflict (on_day, set_name, kind) do update set times = u.times + excluded.times`, [JSON.stringify(rows)]));
  };
  // a count that is lost when the process dies is no harm
  const soon = (): void => void (timer ??= setTimeout(() => void flush().catch(() => {}), waitMs).unref());
  const pending = (kind: UseKind, set?: string): number => [...counted.values()].filter((c) => c.kind === kind && (set === undefined || c.set === set)).reduce((sum, c) => sum + c.times, 0);
  return {
    note(set, kind, at) {
      const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
      const known = counted.get(`${day} ${set} ${kind}`);
      if (known === undefined) counted.set(`${day} ${set} ${kind}`, { day, set, kind, times: 1 });
      else known.times += 1;
      soon();
    },
    noteAccess(accessId, at) {
      if (accessId === null) return;
      const known = used.get(accessId);
      used.set(accessId, { id: accessId, times: (known?.times ?? 0) + 1, at: at.toISOString() });
      soon();
    },
    flush,
    async totals(tx, set) {
      const rows = await tx.query<{ kind: UseKind; times: number }>('select kind, sum(times)::bigint as times from open.use where ($1::text is null or set_name = $1) group by kind', [set ?? null]);
      const of = (kind: UseKind): number => Number(rows.find((r) => r.kind === kind)?.times ?? 0) + pending(kind, set);
      return { view: of('view'), download: of('download'), api: of('api') };
    },
    top: async (tx, limit) => (await tx.query<{ set: string; times: number }>('select set_name as set, sum(times)::bigint as times from open.use group by 1 order by 2 desc, 1 limit $1', [limit])).map((r) => ({ set: r.set, times: Number(r.times) })),
  };
}

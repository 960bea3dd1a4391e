import { system, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';

/** 变更: one action on a record of a topic. */
export interface Change {
  readonly position: number;
  readonly recordId: string;
  readonly version: number;
  readonly kind: string;
  readonly at: Date;
}

/** 主题: durable, read from a position by any number of subscribers, each change once, a record's changes in their order. */
export interface Topics {
  /** From now on the register's changes are numbered. */
  open(ctx: Context, register: string): Promise<void>;
  /** Changes after a position, oldest first; numbers what waits before it reads. */
  read(register: string, after: number, limit: number): Promise<Change[]>;
  last(register: string): Promise<number>;
}

const numberedAtOnce = 5_000;

export function createTopics({ db }: { db: Db }): Topics {
  const number = async (register: string): Promise<void> => {
    const once = (): Promise<{ taken: number }> => db.write(system, (tx) => tx.one<{ taken: number }>('select exchange.number_changes($1, $2) as taken', [register, numberedAtOnce]));
    while ((await once()).taken === numberedAtOnce);
  };
  return {
    async open(ctx, register) {
      await ctx.tx.query('insert into exchange.topic (register, at) values ($1, $2) on conflict do nothing', [register, ctx.now]);
    },
    async read(register, after, limit) {
      await number(register);
      const rows = await db.read(system, (tx) =>
        tx.query<{ position: number; record_id: string; version: number; kind: string; at: Date }>('select position, record_id, version, kind, at from exchange.change where register = $1 and position > $2 order by position limit $3', [register, after, limit]));
      return rows.map((r) => ({ position: r.position, recordId: r.record_id, version: r.version, kind: r.kind, at: r.at }));
    },
    async last(register) {
      await number(register);
      return db.read(system, async (tx) => (await tx.one<{ last: number }>('select exchange.last_position($1) as last', [register])).last);
    },
  };
}

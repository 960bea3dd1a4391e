import { z } from 'zod';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { CascadeDeps } from './deps.ts';
import { digestOf, post } from './outbox.ts';
import type { ActivePeer } from './peer-queries.ts';

const days = 7;
const rowsMax = 2_000;
const row = z.strictObject({ day: z.iso.date(), organisation: z.string().max(40), service: z.string().max(100), calls: z.int().min(0), refused: z.int().min(0), rows: z.int().min(0) });
export const statisticsBody = z.strictObject({ at: z.iso.datetime(), rows: z.array(row).max(rowsMax) });

/** 统计上报: calls of the last days by organisation and service, told anew when they have changed. */
export async function collectStatistics(deps: CascadeDeps, ctx: Context, peer: ActivePeer): Promise<void> {
  if (peer.role !== 'upper') return;
  const from = dayInChina(new Date(ctx.now.getTime() - days * 86_400_000));
  const sums = new Map<string, z.infer<typeof row>>();
  for (const m of await deps.exchange.meter(ctx.tx, { from, to: dayInChina(ctx.now) })) {
    const key = `${m.day} ${m.organisation} ${m.service}`;
    const sum = sums.get(key) ?? { day: m.day, organisation: m.organisation, service: m.service, calls: 0, refused: 0, rows: 0 };
    sums.set(key, { ...sum, calls: sum.calls + Number(m.calls), refused: sum.refused + Number(m.refused), rows: sum.rows + Number(m.rows) });
  }
  const rows = [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, s]) => s).slice(0, rowsMax);
  const digest = digestOf(rows);
  if (rows.length === 0 || digest === peer.statistics_digest) return;
  post(deps.jobs, ctx, peer.id, 'statistics', { at: ctx.now.toISOString(), rows });
  await ctx.tx.query('update cascade.peer set statistics_digest = $2 where id = $1', [peer.id, digest]);
}

/** The newest word about a day counts. */
export async function takeStatistics(ctx: Context, peer: ActivePeer, { at, rows }: z.infer<typeof statisticsBody>): Promise<void> {
  await ctx.tx.query(
    `insert into cascade.statistic as o (peer_id, day, organisation, service, calls, refused, rows, at)
     select $1, day, organisation, service, calls, refused, rows, $3 from jsonb_to_recordset($2::jsonb) as r(day date, organisation text, service text, calls bigint, refused bigint, rows bigint)
     on conflict (peer_id, day, organisation, service) do update set calls = excluded.calls, refused = excluded.refused, rows = excluded.rows, at = excluded.at where o.at <= excluded.at`,
    [peer.id, JSON.stringify(rows), at]);
}

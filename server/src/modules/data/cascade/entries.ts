import { z } from 'zod';
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { CascadeDeps } from './deps.ts';
import { post } from './outbox.ts';
import type { ActivePeer } from './peer-queries.ts';

const perMessage = 100;
const text = z.string().max(2_000);

/** 目录条目 as another house is told of it. */
export const toldEntry = z.strictObject({
  code: z.string().min(3).max(100), version: z.int().min(1), title: z.string().max(300), provider: z.string().max(40), providerName: z.string().max(300), division: z.string().regex(/^\d{2,12}$/), sharing: z.enum(['unconditional', 'conditional', 'none']),
  sharingCondition: text.nullable(), sharingBasis: text.nullable(), items: z.array(z.string().max(300)).max(1_000), services: z.array(z.string().max(100)).max(50), state: z.string().max(20),
});
type ToldEntry = z.infer<typeof toldEntry>;

interface OwnRow { id: string; code: string; version: number; title: string; provider: string; provider_name: string; division: string; sharing: ToldEntry['sharing']; sharing_condition: string | null; sharing_basis: string | null; items: { name: string }[]; registers: string[]; files: string[]; state: string }
const ownColumns = `e.id, e.code, e.version, e.title, e.provider, e.provider_name, e.division, e.sharing, e.sharing_condition, e.sharing_basis, e.items, e.state,
  array(select m.target from catalogue.mount m where m.entry_id = e.id and m.kind = 'table' and m.ended_at is null order by 1) as registers,
  array(select m.target from catalogue.mount m where m.entry_id = e.id and m.kind in ('interface', 'file') and m.ended_at is null order by 1) as files`;

/** Services that may be asked for across levels: of the registers that the entry is mounted on, and its files. */
async function servicesOf(deps: CascadeDeps, registers: readonly string[], files: readonly string[]): Promise<string[]> {
  if (registers.length === 0 && files.length === 0) return [];
  return (await deps.exchange.services()).filter((s) => s.state === 'active' && (['verify', 'query', 'batch', 'changes'].includes(s.mode) ? s.register !== undefined && registers.includes(s.register) : s.mode === 'file' && (files.includes(s.id) || files.includes(s.fileId ?? '')))).map((s) => s.id);
}

async function toTold(deps: CascadeDeps, row: OwnRow): Promise<ToldEntry> {
  return {
    code: row.code, version: row.version, title: row.title, provider: row.provider, providerName: row.provider_name, division: row.division, sharing: row.sharing, sharingCondition: row.sharing_condition, sharingBasis: row.sharing_basis,
    items: row.items.map((i) => i.name), services: await servicesOf(deps, row.registers, row.files), state: row.state,
  };
}

/** 目录上报与下发: an upper house is told the entries of our place, a lower one those of our own level; each version once. */
export async function collectEntries(deps: CascadeDeps, ctx: Context, peer: ActivePeer): Promise<boolean> {
  const rows = await ctx.tx.query<OwnRow>(
    `select ${ownColumns} from catalogue.entry e left join cascade.sent_entry s on s.peer_id = $1 and s.entry_id = e.id
     where e.state <> 'draft' and (s.version is null or s.version < e.version) and (s.version is not null or e.state = 'published') and case when $2 then e.division ^@ $3 else e.division = $3 end order by e.id limit $4`,
    [peer.id, peer.role === 'upper', peer.own_division, perMessage],
  );
  if (rows.length === 0) return false;
  const entries: ToldEntry[] = [];
  for (const row of rows) entries.push(await toTold(deps, row));
  post(deps.jobs, ctx, peer.id, 'entries', { entries });
  await ctx.tx.query(
    'insert into cascade.sent_entry (peer_id, entry_id, version) select $1, t.id, t.version from unnest($2::uuid[], $3::int[]) as t(id, version) on conflict (peer_id, entry_id) do update set version = excluded.version',
    [peer.id, rows.map((r) => r.id), rows.map((r) => r.version)],
  );
  return rows.length === perMessage;
}

export const entriesBody = z.strictObject({ entries: z.array(toldEntry).max(perMessage) });

/** A later version replaces an earlier one; an earlier one that comes late changes nothing. */
export async function takeEntries(ctx: Context, peer: ActivePeer, { entries }: z.infer<typeof entriesBody>): Promise<void> {
  for (const e of entries) {
    await ctx.tx.query(
      `insert into cascade.entry as o (peer_id, code, version, title, provider, provider_name, division, sharing, sharing_condition, sharing_basis, items, services, state, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict (peer_id, code) do update set version = excluded.version, title = excluded.title, provider = excluded.provider, provider_name = excluded.provider_name, division = excluded.division, sharing = excluded.sharing,
         sharing_condition = excluded.sharing_condition, sharing_basis = excluded.sharing_basis, items = excluded.items, services = excluded.services, state = excluded.state, at = excluded.at where o.version < excluded.version`,
      [peer.id, e.code, e.version, e.title, e.provider, e.providerName, e.division, e.sharing, e.sharingCondition, e.sharingBasis, JSON.stringify(e.items), e.services, e.state, ctx.now],
    );
  }
}

export async function findOwnEntry(deps: CascadeDeps, tx: ReadTx, code: string): Promise<ToldEntry | undefined> {
  const row = await tx.maybe<OwnRow>(`select ${ownColumns} from catalogue.entry e where e.code = $1 and e.state = 'published'`, [code]);
  return row && toTold(deps, row);
}

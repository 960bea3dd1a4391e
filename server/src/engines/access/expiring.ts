import type { Context } from '#kernel/context';
import { asSystem } from './as-system.ts';

/** 到期预警: what ends soon and needs somebody to renew it. */
export interface Expiring {
  kind: 'machine' | 'machine-key' | 'signing-key' | 'certificate';
  /** The machine's client id, or the id of the key or certificate. */
  id: string;
  name: string;
  organisation: string | null;
  until: string;
}

interface Row {
  kind: Expiring['kind'];
  id: string;
  name: string;
  organisation: string | null;
  until: Date;
}

const rowsMax = 500;

/**
 * Systems of departments and their keys in the reader's scope that end within `days`, those that ended lately too. The
 * house's own token key is listed only when nothing follows it: rotation makes the next one by itself.
 */
export async function listExpiring(ctx: Context, days: number): Promise<Expiring[]> {
  const until = new Date(ctx.now.getTime() + days * 86_400_000);
  const since = new Date(ctx.now.getTime() - 30 * 86_400_000);
  const machines = await ctx.tx.query<Row>(
    `select 'machine' as kind, c.id, c.name, c.organisation, c.valid_until as until from access.client c
     where c.account_id is not null and c.state <> 'closed' and c.valid_until > $2 and c.valid_until <= $1
     union all
     select 'machine-key', c.id, c.name, c.organisation, k.valid_until from access.client_key k join access.client c on c.id = k.client_id
     where k.revoked_at is null and c.state <> 'closed' and k.valid_until > $2 and k.valid_until <= $1 and k.valid_until < coalesce(c.valid_until, 'infinity')
     order by until limit ${rowsMax}`,
    [until, since],
  );
  const keys = await asSystem(ctx.tx, ctx.actor, () => ctx.tx.query<Row>(
    `select 'signing-key' as kind, k.kid as id, k.kid as name, null as organisation, k.signs_until as until from access.signing_key k
     where k.signs_until <= $1 and k.signs_until > $2 and not exists (select from access.signing_key n where n.signs_at >= k.signs_until)`,
    [until, since],
  ));
  return [...machines, ...keys].map((r) => ({ ...r, until: r.until.toISOString() }));
}

import type { Content } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { AgreedDemand } from '#modules/data';

const ratePerSecond = 5;
const dailyQuota = 20_000;
const msPerYear = 365 * 86_400_000;

/** An agreed demand becomes a grant on the service over the entry's register: this purpose, these fields, until that day. None where no service stands on it yet. */
export async function grantForDemand({ exchange, content }: { exchange: Exchange; content: Content }, ctx: Context, demand: AgreedDemand): Promise<string | null> {
  const tables = await ctx.tx.query<{ target: string }>("select target from catalogue.mount where entry_id = $1 and kind = 'table' and ended_at is null", [demand.entry.id]);
  const service = (await exchange.services()).find((s) => s.state === 'active' && (s.mode === 'query' || s.mode === 'batch') && s.register !== undefined && tables.some((t) => t.target === s.register));
  if (service?.register === undefined) return null;
  const register = content.get(registerKind, service.register).value;
  const asked = register.fields.filter((f) => demand.fields.includes(textIn(f.title, 'zh')) && service.fields.includes(f.id)).map((f) => f.id);
  if (asked.length === 0) return null;
  return exchange.grant(ctx, {
    service: service.id, organisation: demand.consumer, purposeCode: `demand-${demand.number.toLowerCase().replace(/[^a-z0-9]/g, '')}`, purpose: demand.purpose, legalBasis: demand.basis, fields: asked, division: demand.scope, ratePerSecond, dailyQuota,
    validTo: demand.until === null ? new Date(ctx.now.getTime() + msPerYear) : new Date(`${demand.until}T23:59:59+08:00`), caseId: demand.demandId,
  });
}

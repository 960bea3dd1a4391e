import type { ContentReader, Definition } from '#engines/content';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { capabilityKind, type Capability } from './capability-kind.ts';
import type { OperationName } from './contract-operations.ts';
import { errors } from './errors.ts';

export type OpenCapability = Definition<Capability>;

export function getCapabilityDefinition(content: Pick<ContentReader, 'find'>, id: string): OpenCapability {
  const found = content.find(capabilityKind, id);
  if (found === undefined) throw errors.unknown();
  return found as OpenCapability;
}

/** Capabilities that offer an operation; the caller needs one of them. */
export const offering = (content: Pick<ContentReader, 'list'>, operation: OperationName): OpenCapability[] =>
  content.list(capabilityKind).filter((d) => d.value.operations.some((x) => x.operation === operation)) as OpenCapability[];

export interface Standing {
  capability: string;
  version: number;
  state: 'open' | 'suspended' | 'retiring' | 'retired';
  retires_on: string | null;
  successor: string | null;
  reason: string | null;
}

const never = (capability: string): Standing => ({ capability, version: 0, state: 'open', retires_on: null, successor: null, reason: null });

/** How capabilities stand today; one that was never touched is open. */
export async function standings(ctx: Pick<Context, 'tx' | 'now'>, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await ctx.tx.query<Standing>('select distinct on (capability) capability, version, state, retires_on::text as retires_on, successor, reason from opening.standing where capability = any ($1) order by capability, version desc', [ids]);
  const today = dayInChina(ctx.now);
  const known = new Map(rows.map((r) => [r.capability, r.state === 'retiring' && r.retires_on !== null && r.retires_on < today ? { ...r, state: 'retired' as const } : r]));
  return new Map(ids.map((id) => [id, known.get(id) ?? never(id)]));
}

/** Refuses one that is suspended or whose last day is over. */
export function mustStand({ state, reason, retires_on, successor }: Standing): void {
  if (state === 'suspended') throw errors.suspended({ reason: reason ?? '' });
  if (state === 'retired') throw errors.retired({ on: retires_on ?? '', successor: successor === null ? '' : `，请改用“${successor}”`, successorEn: successor === null ? '' : `: use "${successor}"` });
}

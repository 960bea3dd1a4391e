import { z } from 'zod';
import { openapi } from '#kernel/http';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Contract, OutputOf } from '#kernel/contract';
import { refusalDefinition } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import { getCapabilityDefinition, standings, type OpenCapability } from './capabilities.ts';
import { capabilityKind, groupTitles } from './capability-kind.ts';
import { operations, type OperationName } from './contract-operations.ts';
import type * as c from './contract.ts';
import type { Opening } from './deps.ts';
import { effectOf } from './run-operation.ts';

type View = OutputOf<typeof c.getCapability>['capability'];
interface Probed { capability: string; ok: boolean; at: Date; availability: number }
interface Called { capability: string; p95: number; failures: number }

const dayMs = 86_400_000;

/** Directory rows with standing, health and what the reader's own body has. */
async function viewsOf(ctx: Context, definitions: readonly OpenCapability[]): Promise<View[]> {
  const ids = definitions.map((d) => d.id);
  const stand = await standings(ctx, ids);
  const probes = await ctx.tx.query<Probed>(
    `select capability, (array_agg(good order by at desc))[1] as ok, max(at) as at, round(100.0 * count(*) filter (where good) / count(*), 2)::float8 as availability
     from (select capability, at, bool_and(ok) as good from opening.probe where capability = any ($1) and at >= $2 group by capability, at) p group by capability`, [ids, new Date(ctx.now.getTime() - 30 * dayMs)]);
  const called = await ctx.tx.query<Called>("select capability, percentile_cont(0.95) within group (order by took_ms) as p95, count(*) filter (where outcome = 'failed')::int as failures from opening.call where capability = any ($1) and at >= $2 group by capability", [ids, new Date(ctx.now.getTime() - dayMs)]);
  const mine = await ctx.tx.query<{ capability: string; state: View['mine'] }>("select distinct on (capability) capability, state from opening.subscription where organisation = any ($1) and state in ('applied', 'active', 'suspended') order by capability, array_position(array['active', 'applied', 'suspended'], state)", [ctx.actor.organisations]);
  return definitions.map(({ id, value: v }) => {
    const s = stand.get(id)!;
    const probe = probes.find((p) => p.capability === id);
    const calls = called.find((p) => p.capability === id);
    return {
      id, title: textIn(v.title, ctx.locale), summary: textIn(v.summary, ctx.locale), group: v.group, groupTitle: groupTitles[v.group][ctx.locale], version: v.interfaceVersion, owner: textIn(v.owner, ctx.locale), access: v.access, ratePerSecond: v.ratePerSecond, dailyQuota: v.dailyQuota, sla: v.sla, operations: v.operations.length,
      standing: { state: s.state, retiresOn: s.retires_on, successor: s.successor, reason: s.reason, version: s.version },
      health: { ok: probe?.ok ?? null, probedAt: probe?.at.toISOString() ?? null, availability: probe?.availability ?? null, p95Ms: calls === undefined ? null : Math.round(calls.p95), failures: calls?.failures ?? 0 },
      mine: mine.find((m) => m.capability === id)?.state ?? 'none',
    };
  });
}

export async function listCapabilities(o: Opening, ctx: Context): Promise<OutputOf<typeof c.listCapabilities>> {
  return { capabilities: await viewsOf(ctx, o.content.list(capabilityKind) as OpenCapability[]) };
}

interface FieldSchema { type?: string; format?: string; description?: string; default?: unknown; anyOf?: FieldSchema[] }
const typeOf = (s: FieldSchema): string => s.format ?? s.type ?? (s.anyOf?.map(typeOf).join(' | ') || 'any');

/** 接口说明, from the very contract that the gate checks. */
function operationView(ctx: Context, { operation, samples }: OpenCapability['value']['operations'][number]): OutputOf<typeof c.getCapability>['operations'][number] {
  const { path, summary, input, errors }: Contract = operations[operation as OperationName];
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, FieldSchema>; required?: string[] };
  return {
    name: operation, path, summary, effect: effectOf(operation),
    fields: Object.entries(schema.properties ?? {}).map(([name, s]) => ({ name, type: typeOf(s), required: schema.required?.includes(name) ?? false, description: s.description ?? null })),
    samples: samples.map((s) => ({ title: textIn(s.title, ctx.locale), input: s.input })),
    errors: (errors ?? []).map((code) => ({ code, status: refusalDefinition(code)?.status ?? 400, words: refusalDefinition(code)?.[ctx.locale] ?? code })),
  };
}

export async function getCapability(o: Opening, ctx: Context, { id }: { id: string }): Promise<OutputOf<typeof c.getCapability>> {
  const definition = getCapabilityDefinition(o.content, id);
  const v = definition.value;
  return {
    capability: (await viewsOf(ctx, [definition]))[0]!, conditions: v.conditions === undefined ? null : textIn(v.conditions, ctx.locale), basis: v.basis === undefined ? null : textIn(v.basis, ctx.locale), noticeDays: v.noticeDays,
    changes: v.changes.map((x) => ({ version: x.version, on: x.on, text: textIn(x.text, ctx.locale) })), operations: v.operations.map((x) => operationView(ctx, x)),
  };
}

/** OpenAPI 3.1 of one capability, made of the contracts of its operations. */
export function capabilityDocument(o: Opening, ctx: Pick<Context, 'locale' | 'now'>, id: string): OutputOf<typeof c.document> {
  const { value } = getCapabilityDefinition(o.content, id);
  const made = openapi(value.operations.map((x) => operations[x.operation])) as { openapi: string; info: object };
  return { ...made, info: { ...made.info, title: textIn(value.title, ctx.locale), description: textIn(value.summary, ctx.locale), version: value.interfaceVersion, 'x-generated-on': dayInChina(ctx.now) } };
}

import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import { getCapabilityDefinition } from './capabilities.ts';
import { operations, type OperationName } from './contract-operations.ts';
import type * as c from './contract.ts';
import type { Opening } from './deps.ts';
import { errors } from './errors.ts';
import { effectOf, runOperation } from './run-operation.ts';

/** Members in any order are the same input. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) => (typeof v === 'object' && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v));

/**
 * 沙箱: what only computes is run as it is; what writes, or reads about persons, answers the samples of its definition and
 * nothing else, so that nobody's data is ever in a trial.
 */
export async function tryOperation(o: Opening, ctx: Context, { id, operation, input }: ParsedInputOf<typeof c.tryCapability>): Promise<OutputOf<typeof c.tryCapability>> {
  const offered = getCapabilityDefinition(o.content, id).value.operations.find((x) => x.operation === operation);
  if (offered === undefined) throw errors.operationUnknown({ capability: id, operation });
  const name: OperationName = offered.operation;
  const began = performance.now();
  const told = (part: Partial<OutputOf<typeof c.tryCapability>>): OutputOf<typeof c.tryCapability> => ({ ok: true, output: null, problem: null, sample: false, tookMs: Math.round(performance.now() - began), ...part });
  const failed = (refusal: Refusal): OutputOf<typeof c.tryCapability> => told({ ok: false, problem: { code: refusal.code, title: refusal.words(ctx.locale) } });
  const parsed = operations[name].input.safeParse(input);
  if (!parsed.success) return failed(errors.inputInvalid({ why: parsed.error.issues.slice(0, 3).map((i) => `${i.path.join('.')}: ${i.message}`).join('; ') }));
  if (effectOf(name) !== 'none') {
    const sample = offered.samples.find((s) => s.output !== undefined && canonical(s.input) === canonical(input));
    return sample === undefined ? failed(errors.sampleOnly({ samples: offered.samples.map((s) => textIn(s.title, ctx.locale)).join('、') })) : told({ output: sample.output, sample: true });
  }
  try {
    return told({ output: await runOperation(o, ctx, name, parsed.data) });
  } catch (error) {
    if (error instanceof Refusal) return failed(error);
    throw error;
  }
}

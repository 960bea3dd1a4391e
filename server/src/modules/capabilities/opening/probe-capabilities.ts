import { houseContext, system, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { capabilityKind } from './capability-kind.ts';
import type { Opening } from './deps.ts';
import { tryOperation } from './try-operation.ts';

export const probeJob = 'opening.probe';

/**
 * 探测: each operation of each capability with its first sample, as the sandbox would answer it. Each in a transaction of its
 * own, so that one that breaks says nothing about the others.
 */
export async function probeCapabilities(o: Opening): Promise<void> {
  const now = o.clock.now();
  const rows: Record<string, unknown>[] = [];
  for (const { id, value } of o.content.list(capabilityKind)) {
    for (const { operation, samples } of value.operations) {
      const began = performance.now();
      const outcome = await o.db.read(system, (tx) => tryOperation(o, houseContext(o, tx as Context['tx']), { id, operation, input: samples[0]!.input })).then(
        // a sample that is refused in words is an answer; one that cannot be told from a fault is not
        (tried) => ({ ok: tried.ok || tried.problem !== null, problem: tried.problem?.code ?? null }),
        (error: unknown) => ({ ok: error instanceof Refusal && error.status < 500, problem: error instanceof Refusal ? error.code : String((error as Error).message).slice(0, 200) }),
      );
      rows.push({ capability: id, operation, at: now.toISOString(), took_ms: Math.round(performance.now() - began), ...outcome });
    }
  }
  await o.db.write(system, async (tx) => {
    for (const row of rows) tx.insert('opening.probe', row);
  });
}

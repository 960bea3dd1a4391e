import { createHash } from 'node:crypto';
import { ownTransaction, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { findConnection, getSystem, note } from './connections.ts';
import type { Docking } from './deps.ts';
import { errors } from './errors.ts';
import { applyReading, matterColumns, readAnswer, type Matter, type MatterState } from './matters.ts';

/** 结果回传: a docked system tells us, in its own dialect, under its own sign-in. The same again changes nothing. */
export async function takeResult(o: Docking, ctx: Context, systemId: string, answer: Record<string, unknown>): Promise<{ number: string; state: MatterState; changed: boolean }> {
  const began = performance.now();
  const d = getSystem(o, systemId);
  // its account sees nothing of the desk's tables: each step is the house's own
  const connection = await ownTransaction(o, (inside) => findConnection(inside, systemId));
  if (connection === undefined || connection.account_id === null || connection.account_id !== ctx.actor.accountId) throw errors.notYours();
  if (connection.state !== 'active' || d.result === undefined) throw errors.notConnected();
  const keep = (matterId: string | null, outcome: 'ok' | 'wrong', words: string | null): Promise<void> => ownTransaction(o, async (inside) =>
    note(inside, systemId, matterId, 'result', 'in', { outcome, note: words, tookMs: Math.round(performance.now() - began), digest: createHash('sm3').update(JSON.stringify(answer)).digest('hex') }));
  let matter: Matter | undefined;
  try {
    const reading = readAnswer(o, d.result.read, answer);
    matter = await ownTransaction(o, (inside) => inside.tx.maybe<Matter>(`select ${matterColumns} from docking.matter where system = $1 and reference = $2`, [systemId, reading.reference]));
    if (matter === undefined) throw errors.matterUnknown();
    const done = await applyReading(o, systemId, matter.id, reading);
    await keep(matter.id, 'ok', null);
    return { number: matter.number, ...done };
  } catch (error) {
    if (error instanceof Refusal) await keep(matter?.id ?? null, 'wrong', error.words('zh'));
    throw error;
  }
}

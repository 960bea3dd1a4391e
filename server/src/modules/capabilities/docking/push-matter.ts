import type { OutsideJob } from '#engines/jobs';
import { ownTransaction, type Context } from '#kernel/context';
import { findConnection, getSystem, note, noteContact, secretOf, type Connection } from './connections.ts';
import type { Docking } from './deps.ts';
import type { DockedSystem } from './docked-system-kind.ts';
import { pushJob } from './job-names.ts';
import { matterColumns, scopeOf, type Matter } from './matters.ts';
import { messageOf, speak, Unmapped, type Told } from './speak.ts';

interface Ready { matter: Matter; connection: Connection | undefined; scope: Record<string, unknown> | undefined }

const minuteMs = 60_000;

/** 推送: once accepted it is theirs. No answer is tried again, later and later; what they refuse in words waits for a person. */
export async function pushMatter(o: Docking, job: OutsideJob): Promise<void> {
  const { matterId } = job.payload as { matterId: string };
  const { matter, connection, scope } = await ready(o, matterId);
  const d = getSystem(o, matter.system);
  if (scope === undefined || d.push === undefined) return;
  if (connection?.state !== 'active') return void (await settle(o, matter, { problem: '对接系统尚未接入或已暂停 / not connected' }));
  if (connection.paused_until !== null && connection.paused_until > o.clock.now()) return ownTransaction(o, async (ctx) => again(o, ctx, matter, connection.paused_until!));
  let message: Record<string, unknown>;
  try {
    message = messageOf(d, d.push.fields, (expression) => o.rules.evaluate(expression, scope));
  } catch (error) {
    if (error instanceof Unmapped) return void (await settle(o, matter, { state: 'rejected', problem: error.message }));
    throw error;
  }
  const told = await speak(d, connection, secretOf(o, connection), d.push, message);
  await receive(o, d, matter, told);
}

/** The wait doubles from three seconds to an hour and never ends: what is owed to them goes out when they are there again. */
const waitMs = (attempts: number): number => Math.min(3_000 * 2 ** Math.min(attempts, 12), 3_600_000);

const again = (o: Docking, ctx: Context, { id, attempts }: Matter, runAt: Date): void => o.jobs.plan(ctx.tx, { kind: pushJob, key: `${id} ${attempts} ${runAt.getTime()}`, runAt, payload: { matterId: id } });

async function ready(o: Docking, matterId: string): Promise<Ready> {
  return ownTransaction(o, async (ctx) => {
    const matter = await ctx.tx.one<Matter>(`select ${matterColumns} from docking.matter where id = $1`, [matterId]);
    const connection = await findConnection(ctx, matter.system);
    return { matter, connection, scope: matter.state === 'waiting' ? await scopeOf(o, await o.cases.load(ctx, matter.case_id)) : undefined };
  });
}

const settle = (o: Docking, matter: Matter, set: { state?: 'rejected'; problem: string }): Promise<unknown> =>
  ownTransaction(o, (ctx) => ctx.tx.query("update docking.matter set state = coalesce($2, state), problem = $3, version = version + 1 where id = $1 and state = 'waiting'", [matter.id, set.state ?? null, set.problem.slice(0, 500)]));

/** What they answered, kept; where it was no answer it is tried again. */
async function receive(o: Docking, d: DockedSystem, matter: Matter, told: Told): Promise<void> {
  const { accepted, known, reference, fault } = d.push!;
  const { answer } = told;
  const text = (expression: string): string | null => {
    const value = o.rules.evaluate(expression, { answer });
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : null;
  };
  const taken = told.outcome === 'ok' && (o.rules.holds(accepted, { answer }) || (known !== undefined && o.rules.holds(known, { answer })));
  const theirs = taken ? text(reference) : null;
  // accepted without a number of theirs is no acceptance: nothing could be asked after
  const outcome: Told['outcome'] = taken && theirs === null ? 'wrong' : told.outcome;
  const words = told.outcome === 'ok' && !taken ? text(fault) : null;
  const refused = words !== null;
  const problem = outcome !== 'ok' ? (told.note ?? '应答缺少业务号 / no reference') : refused ? words : taken ? null : '应答不符合约定 / not as agreed';
  await ownTransaction(o, async (ctx) => {
    note(ctx, matter.system, matter.id, 'push', 'out', { ...told, outcome: refused ? 'refused' : outcome === 'ok' && !taken ? 'wrong' : outcome, note: problem });
    await noteContact(ctx, matter.system, { outcome: refused || (taken && theirs !== null) ? 'ok' : outcome === 'ok' ? 'wrong' : outcome });
    await ctx.tx.query(
      `update docking.matter set attempts = attempts + 1, problem = $3, answered_at = $4, version = version + 1, state = case when $2::text is not null then 'sent' when $5 then 'rejected' else state end,
         reference = coalesce($2, reference), sent_at = case when $2::text is not null then $4 else sent_at end, ask_at = case when $2::text is not null then $6::timestamptz else ask_at end where id = $1 and state = 'waiting'`,
      [matter.id, theirs, problem, ctx.now, refused, new Date(ctx.now.getTime() + d.askEveryMinutes * minuteMs)],
    );
    if (theirs === null && !refused) again(o, ctx, matter, new Date(ctx.now.getTime() + waitMs(matter.attempts)));
  });
}


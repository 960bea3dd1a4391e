import type { OutsideJob } from '#engines/jobs';
import { ownTransaction, system as house, type Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import { connections, findConnection, getSystem, note, noteContact, secretOf, type Connection } from './connections.ts';
import type { Docking } from './deps.ts';
import type { DockedSystem } from './docked-system-kind.ts';
import { countJob, pushJob } from './job-names.ts';
import { messageOf, speak, type Told } from './speak.ts';

const dayMs = 86_400_000;
const listMax = 100_000;

interface Theirs { told: Told; references: string[] | undefined }

async function askCount(o: Docking, connection: Connection, d: DockedSystem, day: string): Promise<Theirs> {
  const { count } = d;
  if (count === undefined) return { told: { outcome: 'wrong', answer: null, note: 'count', tookMs: 0, digest: '' }, references: undefined };
  const told = await speak(d, connection, secretOf(o, connection), count, messageOf(d, count.fields, (expression) => o.rules.evaluate(expression, { day })));
  if (told.outcome !== 'ok') return { told, references: undefined };
  const list = o.rules.evaluate(count.references, { answer: told.answer });
  if (!Array.isArray(list) || list.length > listMax || list.some((r) => typeof r !== 'string' && typeof r !== 'number')) return { told: { ...told, outcome: 'wrong', note: '对账清单不符合约定 / not a list' }, references: undefined };
  return { told, references: list.map(String) };
}

/** Plans yesterday's comparison with each system that agreed on one. */
export async function planCounts(o: Docking, ctx: Context): Promise<void> {
  const day = dayInChina(new Date(ctx.now.getTime() - dayMs));
  for (const { system, state } of await connections(ctx)) {
    if (state === 'active' && o.content.find('docked-system', system) !== undefined && getSystem(o, system).count !== undefined) o.jobs.plan(ctx.tx, { kind: countJob, key: `${system} ${day}`, payload: { system, day } });
  }
}

/** 日对账: what we sent on a day against what they say they have; what they lack is pushed again, what we do not know is shown to people. */
export async function reconcile(o: Docking, job: OutsideJob): Promise<void> {
  const { system, day } = job.payload as { system: string; day: string };
  const d = getSystem(o, system);
  const connection = await o.db.read(house, (tx) => findConnection({ tx: tx as never }, system));
  if (connection?.state !== 'active') return;
  const { told, references } = await askCount(o, connection, d, day);
  await ownTransaction(o, async (ctx) => {
    note(ctx, system, null, 'count', 'out', told);
    await noteContact(ctx, system, told);
    const ours = await ctx.tx.query<{ id: string; number: string; reference: string; state: string }>("select id, number, reference, state from docking.matter where system = $1 and reference is not null and sent_at >= $2::date::timestamp at time zone 'Asia/Shanghai' and sent_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'", [system, day]);
    const theirs = new Set(references ?? []);
    const mine = new Set(ours.map((m) => m.reference));
    const missing = references === undefined ? [] : ours.filter((m) => !theirs.has(m.reference));
    const unknown = [...theirs].filter((r) => !mine.has(r));
    const again = missing.filter((m) => m.state === 'sent' || m.state === 'handling').map((m) => m.id);
    if (again.length > 0) await ctx.tx.query("update docking.matter set state = 'waiting', reference = null, problem = '对账发现对方没有，重新推送 / missing there', version = version + 1 where id = any ($1)", [again]);
    for (const id of again) o.jobs.plan(ctx.tx, { kind: pushJob, key: id, payload: { matterId: id } });
    ctx.tx.insert('docking.reconciliation', {
      id: ctx.newId(), system, day, at: ctx.now.toISOString(), state: references === undefined ? 'unreachable' : missing.length + unknown.length === 0 ? 'matched' : 'differs', ours: ours.length, theirs: references === undefined ? null : theirs.size,
      missing_there: missing.map((m) => m.number).slice(0, 1_000), unknown_here: unknown.slice(0, 1_000), mended: again.length, note: told.note,
    });
  });
}

/** 联通测试: today's count, as the daily comparison asks it; nothing is changed on either side. */
export async function testConnection(o: Docking, job: OutsideJob): Promise<void> {
  const { system } = job.payload as { system: string };
  const connection = await o.db.read(house, (tx) => findConnection({ tx: tx as never }, system));
  if (connection === undefined) return;
  const { told, references } = await askCount(o, connection, getSystem(o, system), dayInChina(o.clock.now()));
  await ownTransaction(o, async (ctx) => {
    note(ctx, system, null, 'test', 'out', told);
    await noteContact(ctx, system, told);
    await ctx.tx.query('update docking.connection set tested_at = $2, test_ok = $3, test_note = $4 where system = $1', [system, ctx.now, references !== undefined, references === undefined ? `${told.outcome}: ${told.note ?? ''}`.slice(0, 300) : null]);
  });
}

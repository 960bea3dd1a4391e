import { Refusal } from '#kernel/errors';
import { ownTransaction, system as house } from '#kernel/context';
import { connections, getSystem, note, noteContact, secretOf, type Connection } from './connections.ts';
import type { Docking } from './deps.ts';
import { applyReading, matterColumns, readAnswer, type Matter } from './matters.ts';
import { messageOf, speak } from './speak.ts';

/** Of one system in one minute. */
const atOnce = 50;
const minuteMs = 60_000;

/** 查询状态: each minute, every system by itself; the first that does not answer ends its own turn and nobody else's. */
export async function askAll(o: Docking): Promise<void> {
  const now = o.clock.now();
  const all = await o.db.read(house, (tx) => connections({ tx: tx as never }));
  const due = all.filter((c) => c.state === 'active' && (c.paused_until === null || c.paused_until <= now) && o.content.find('docked-system', c.system) !== undefined && getSystem(o, c.system).status !== undefined);
  await Promise.all(due.map((connection) => askSystem(o, connection)));
}

async function askSystem(o: Docking, connection: Connection): Promise<void> {
  const matters = await o.db.read(house, (tx) => tx.query<Matter>(`select ${matterColumns} from docking.matter where system = $1 and state in ('sent', 'handling') and ask_at <= $2 order by ask_at limit ${atOnce}`, [connection.system, o.clock.now()]));
  for (const matter of matters) if (!(await askOne(o, connection, matter))) return;
}

/** True when they answered, whatever they said. */
async function askOne(o: Docking, connection: Connection, matter: Matter): Promise<boolean> {
  const d = getSystem(o, connection.system);
  const { status } = d;
  if (status === undefined) return false;
  const scope = { reference: matter.reference, case: { number: matter.number } };
  const told = await speak(d, connection, secretOf(o, connection), status, messageOf(d, status.fields, (expression) => o.rules.evaluate(expression, scope)));
  let problem = told.note;
  if (told.outcome === 'ok') {
    try {
      const reading = readAnswer(o, status.read, told.answer);
      if (reading.reference !== matter.reference) problem = `应答的业务号不符：${reading.reference} / they answered for another reference`;
      else await applyReading(o, matter.system, matter.id, reading);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      problem = error.words('zh');
    }
  }
  await ownTransaction(o, async (ctx) => {
    note(ctx, matter.system, matter.id, 'status', 'out', { ...told, outcome: told.outcome === 'ok' && problem !== null ? 'wrong' : told.outcome, note: problem });
    await noteContact(ctx, matter.system, told);
    await ctx.tx.query("update docking.matter set ask_at = $2, problem = coalesce($3, problem) where id = $1 and state in ('sent', 'handling')", [matter.id, new Date(ctx.now.getTime() + d.askEveryMinutes * minuteMs), problem]);
  });
  return told.outcome === 'ok';
}

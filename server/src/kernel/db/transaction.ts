import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';
import { conflictCode, createPlan, planEach, planInsert, PlanConflict, planStatement, type Plan } from './plan.ts';
import { nameOf } from './statement-name.ts';

/** A transaction that reads. The kernel opens it; nothing below opens its own. */
export interface ReadTx {
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  /** The one row; throws when there is none. */
  one<R>(sql: string, params?: readonly unknown[]): Promise<R>;
  maybe<R>(sql: string, params?: readonly unknown[]): Promise<R | undefined>;
  /** Its plan is committed later, with others': it can lock nothing, the versions in its plan decide. */
  readonly gathered: boolean;
}

export interface Tx extends ReadTx {
  /** Plans a row: all planned rows of the request go out in one statement before the commit. Bytes as Uint8Array, JSON as plain values. */
  insert(table: string, row: Record<string, unknown>): void;
  /**
   * Plans a set-based statement over rows: `sql` reads `jsonb_to_recordset($rows::jsonb) as r(…)` and must touch
   * exactly one row for each; else the request is refused as stale (PlanConflict).
   */
  each(sql: string, row: Record<string, unknown>): void;
  /** Sends what is planned now, for a use case that must read its own rows. */
  flush(): Promise<void>;
  /** In-memory nudges only, run when the commit is durable; durable side effects are jobs. */
  afterCommit(fn: () => void): void;
}

export async function run<R>(client: ClientBase, sql: string, params: readonly unknown[] = []): Promise<R[]> {
  const name = nameOf(sql);
  const result = await client.query({ text: sql, values: params as unknown[], ...(name === undefined ? {} : { name }) });
  return result.rows as R[];
}

/** Asks the database, as whoever the transaction is bound to. */
export type Ask = <R>(sql: string, params?: readonly unknown[]) => Promise<R[]>;

function createReadTx(query: Ask, gathered: boolean): ReadTx {
  const maybe = async <R>(sql: string, params?: readonly unknown[]): Promise<R | undefined> => (await query<R>(sql, params))[0];
  return {
    gathered,
    query,
    maybe,
    async one<R>(sql: string, params?: readonly unknown[]) {
      const row = await maybe<R>(sql, params);
      if (row === undefined) throw new Error(`one row expected: ${sql.slice(0, 120)}`);
      return row;
    },
  };
}

export interface OpenTx extends Tx {
  readonly plan: Plan;
  readonly onCommit: (() => void)[];
}

/** A use case that was to be gathered asks for more than reading and planning: as PostgreSQL would say it. */
const readOnly = (): Error => Object.assign(new Error('a gathered use case only plans'), { code: '25006' });

export const createTx = (client: ClientBase): OpenTx => openTx((sql, params) => run(client, sql, params), (plan) => sendPlan(client, plan));

/** Its statements stand each for itself: one that changes what it is bound to would change nothing for the next. */
export const createGatheredTx = (ask: Ask): OpenTx => openTx((sql, params) => (sql.includes('set_config(') ? Promise.reject(readOnly()) : ask(sql, params)));

/** Only plans. */
export const createPlanningTx = (): OpenTx => openTx(() => Promise.reject(readOnly()));

function openTx(query: Ask, send?: (plan: Plan) => Promise<void>): OpenTx {
  let plan = createPlan();
  const onCommit: (() => void)[] = [];
  return {
    ...createReadTx(query, send === undefined),
    get plan() {
      return plan;
    },
    onCommit,
    insert: (table, row) => planInsert(plan, table, row),
    each: (sql, row) => planEach(plan, sql, row),
    async flush() {
      if (send === undefined) throw readOnly();
      const sending = plan;
      plan = createPlan();
      await send(sending);
    },
    afterCommit: (fn) => void onCommit.push(fn),
  };
}

export async function sendPlan(client: ClientBase, plan: Plan): Promise<void> {
  const statement = planStatement(plan);
  if (statement === undefined) return;
  try {
    await run(client, statement.text, statement.values);
  } catch (error) {
    throw (error as { code?: string }).code === conflictCode ? new PlanConflict() : error;
  }
}

/** Sends the plan and the commit behind it, in one round trip: PostgreSQL takes the commit of a failed transaction as its rollback. */
export async function commitPlan(client: ClientBase, plan: Plan): Promise<void> {
  together(client);
  const [sent, committed] = await Promise.allSettled([sendPlan(client, plan), client.query('commit')]);
  if (sent.status === 'rejected') throw sent.reason;
  if (committed.status === 'rejected') throw committed.reason;
  if (committed.value.command !== 'COMMIT') throw new Error('a statement of the transaction had failed');
}

/** What is sent in this turn of the loop goes out in one piece. */
export function together(client: ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Pick<Writable, 'cork' | 'uncork'> } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

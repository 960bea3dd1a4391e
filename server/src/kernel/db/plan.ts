/**
 * A plan holds the rows that a request will write. All of them go out in one statement, so that a request costs
 * one round trip for its writes however many tables it touches, and several requests' plans can be merged into
 * one durable commit (rule 3 of the house).
 */
export interface Plan {
  readonly steps: Map<string, Step>;
}

interface Step {
  readonly sql: string;
  readonly rows: Record<string, unknown>[];
  /** An update that must touch exactly one row for each row handed in. */
  readonly exact: boolean;
}

export const createPlan = (): Plan => ({ steps: new Map() });

const name = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;
/** By table and columns in the order in which they came. */
const insertSql = new Map<string, string>();

function insertStatement(table: string, columns: string[]): string {
  for (const identifier of [table, ...columns]) if (!name.test(identifier)) throw new Error(`not an identifier: ${identifier}`);
  const list = columns.map((c) => `"${c}"`).join(', ');
  return `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $rows::jsonb)`;
}

/** JSON has no bytes: PostgreSQL reads bytea from its hexadecimal form. */
const plain = (value: unknown): unknown => (value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value);

export function planInsert(plan: Plan, table: string, row: Record<string, unknown>): void {
  const kept: Record<string, unknown> = {};
  let shape = table;
  for (const column of Object.keys(row)) {
    if (row[column] === undefined) continue;
    kept[column] = plain(row[column]);
    shape += `,${column}`;
  }
  let sql = insertSql.get(shape);
  if (sql === undefined) insertSql.set(shape, (sql = insertStatement(table, Object.keys(kept).sort())));
  add(plan, sql, kept, false);
}

export function planEach(plan: Plan, sql: string, row: Record<string, unknown>): void {
  const kept: Record<string, unknown> = {};
  for (const column of Object.keys(row)) kept[column] = plain(row[column]);
  add(plan, sql, kept, true);
}

function add(plan: Plan, sql: string, row: Record<string, unknown>, exact: boolean): void {
  const step = plan.steps.get(sql);
  if (step === undefined) plan.steps.set(sql, { sql, rows: [row], exact });
  else step.rows.push(row);
}

export function mergePlans(plans: readonly Plan[]): Plan {
  const merged = createPlan();
  for (const plan of plans) {
    for (const step of plan.steps.values()) for (const row of step.rows) add(merged, step.sql, row, step.exact);
  }
  return merged;
}

/** A planned update that found its row changed or gone: somebody else was there first. */
export class PlanConflict extends Error {
  constructor() {
    super('a planned update touched fewer rows than it was handed');
    this.name = 'PlanConflict';
  }
}

/** What kernel.touched_all raises. */
export const conflictCode = 'YW001';

export interface PlanStatement {
  text: string;
  values: string[];
}

/** One statement for all steps; it fails when an exact step does not touch all its rows. */
export function planStatement(plan: Plan): PlanStatement | undefined {
  // in one order, whoever came first: fewer texts to prepare
  const steps = [...plan.steps.values()].sort((a, b) => (a.sql < b.sql ? -1 : 1));
  if (steps.length === 0) return undefined;
  const parts = steps.map((s, i) => `s${i} as (${s.sql.replace('$rows', `$${i + 1}`)}${s.exact ? ' returning 1' : ''})`);
  const exact = steps.flatMap((s, i) => (s.exact ? [`kernel.touched_all((select count(*) from s${i}), jsonb_array_length($${i + 1}::jsonb))`] : []));
  return { text: `with ${parts.join(', ')} select ${exact.length === 0 ? '1' : exact.join(', ')}`, values: steps.map((s) => JSON.stringify(s.rows)) };
}

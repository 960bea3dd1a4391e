import type { ReadTx } from '#kernel/db';
import type { Text } from '#kernel/i18n';
import { checkCase } from '../cases/case-kinds.ts';
import { summaryColumns, type SummaryRow } from '../desk/desk-summary.ts';

export interface LaterCheckRow extends SummaryRow {
  checked_case: string;
  checked_number: string;
  /** What was promised, by the names of the papers. */
  promises: string[];
  /** The step that it waits at. */
  step: Text | null;
  concluded_on: string | null;
}

const open = "c.state in ('submitted', 'accepted', 'suspended')";
const boxes = {
  open,
  overdue: `${open} and c.promised_due < $1::date`,
  kept: "c.state = 'granted'",
  broken: "c.state = 'refused'",
} as const;
export type LaterCheckBox = keyof typeof boxes;

const checks = `c.channel = 'check' and c.kind = '${checkCase}'`;

/** Row-level security shows each official the checks of her departments; those to be done nearest first, those done the latest first. */
export async function laterChecks(tx: ReadTx, input: { box: LaterCheckBox; today: string; limit: number }): Promise<{ rows: LaterCheckRow[]; counts: Record<LaterCheckBox, number> }> {
  const order = input.box === 'open' || input.box === 'overdue' ? 'c.promised_due, c.id' : 'c.concluded_at desc, c.id';
  const rows = await tx.query<LaterCheckRow>(
    `select ${summaryColumns}, 'green' as light, c.data ->> 'checkedCase' as checked_case, c.data ->> 'checkedNumber' as checked_number, to_char(c.concluded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as concluded_on,
       array(select m.name from cases.material m where m.case_id = c.id order by m.material_id) as promises,
       (select t.name from cases.task t where t.case_id = c.id and t.closed_at is null order by t.id limit 1) as step
     from cases.case c where ${checks} and ${boxes[input.box]} and $1::date is not null order by ${order} limit $2`,
    [input.today, input.limit]);
  const counts = await tx.one<Record<LaterCheckBox, number>>(
    `select ${Object.entries(boxes).map(([name, where]) => `(count(*) filter (where ${where}))::int as ${name}`).join(', ')} from cases.case c where ${checks}`, [input.today]);
  return { rows, counts };
}

import type { ReadTx } from '#kernel/db';
import type { SummaryRow } from '../desk/desk-summary.ts';

export interface OwedRow extends SummaryRow {
  material_id: string;
  /** Of the paper, in Chinese. */
  name: string;
  material_state: 'later' | 'given';
  later_due: string | null;
  note: string | null;
}

const alive = "c.state in ('submitted', 'accepted', 'suspended', 'granted')";
const boxes = {
  owed: "m.state = 'later'",
  overdue: "m.state = 'later' and m.later_due < $1::date",
  given: "m.state = 'given'",
} as const;

/** Row-level security shows each official the cases in her sight; the index of what is owed gives them nearest first. */
export async function owedMaterials(tx: ReadTx, input: { box: keyof typeof boxes; today: string; limit: number }): Promise<{ rows: OwedRow[]; counts: Record<keyof typeof boxes, number> }> {
  const rows = await tx.query<OwedRow>(
    `select c.id, c.number, c.title, c.state, c.definition_kind, c.definition_id, c.definition_version, c.organisation, c.division, c.party_name, c.party_kind, c.submitted_at, c.promised_due, c.version,
       'green' as light, m.material_id, m.name, m.state as material_state, m.later_due, m.note
     from cases.material m join cases.case c on c.id = m.case_id
     where m.state in ('later', 'given') and ${boxes[input.box]} and ${alive} and $1::date is not null order by m.later_due, m.case_id, m.material_id limit $2`,
    [input.today, input.limit]);
  const counts = await tx.one<Record<keyof typeof boxes, number>>(
    `select ${Object.entries(boxes).map(([name, where]) => `(count(*) filter (where ${where}))::int as ${name}`).join(', ')}
     from cases.material m join cases.case c on c.id = m.case_id where m.state in ('later', 'given') and ${alive}`, [input.today]);
  return { rows, counts };
}

import type { CaseWork, Cases } from '#engines/cases';
import type { Records } from '#engines/records';
import type { Context } from '#kernel/context';
import { asHouse } from './as-house.ts';

/** 矛盾核实 and 信用修复 are one thing: a case that proposes new values of one record; who answers for them adopts or keeps. */
export interface ProposedChange {
  register: string;
  recordId: string;
  /** 来源 that stands in the record's provenance once adopted. */
  source: string;
}

export interface ProposedField {
  id: string;
  title: string;
  ours: string | number | boolean | null;
  theirs: string | number | boolean | null;
}

export const fieldsOf = (work: Pick<CaseWork, 'answers'>): ProposedField[] => work.answers()['fields'] as ProposedField[];

/** 采纳: the record is corrected and its change goes out to who follows the register. */
async function adopt({ records }: { records: Records }, work: CaseWork): Promise<void> {
  const { register, recordId, source } = work.row.data as unknown as ProposedChange;
  const reason = typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : work.row.title;
  const changes = Object.fromEntries(fieldsOf(work).map((f) => [f.id, f.theirs]));
  await asHouse(work.ctx, async () => {
    const standing = await records.get(work.ctx, register, recordId, { purpose: { caseId: work.row.id, text: work.row.title } });
    await records.correct(work.ctx, register, recordId, changes, { basedOnVersion: standing.version, source, caseId: work.row.id, reason });
  });
  work.move('granted', { reason });
}

export function registerSettlement(deps: { cases: Cases; records: Records }): void {
  deps.cases.registerFunction('record.adopt', { run: (work) => adopt(deps, work) });
  deps.cases.registerFunction('record.keep', { run: (work) => work.move('refused') });
}

/** Whether a case about this record is under way. */
export const underWay = async (ctx: Pick<Context, 'tx'>, kind: string, recordIds: readonly string[]): Promise<Set<string>> =>
  new Set((await ctx.tx.query<{ id: string }>(`select data->>'recordId' as id from cases.case where kind = $1 and kind not in ('service-item', 'life-event') and concluded_at is null and data->>'recordId' = any ($2)`, [kind, recordIds])).map((r) => r.id));

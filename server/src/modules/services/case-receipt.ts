import { casesErrors, findCase } from '#engines/cases';
import type { Receipt } from '#engines/ledger';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { errors } from './errors.ts';
import type { Hall } from './hall.ts';

/** 存证回执: proves offline that the application came in as it was; a moment after the submission it is there. */
export async function caseReceipt(hall: Pick<Hall, 'ledger'>, ctx: Context, input: { caseId: string }): Promise<Receipt> {
  const row = await findCase(ctx.tx, input.caseId);
  if (row === undefined || row.party_id !== ctx.actor.partyId) throw casesErrors.unknown();
  const subject = row.parent_id ?? row.id;
  const entry = (await hall.ledger.entriesOf(ctx.tx, subject)).find((e) => e.kind === 'case.receipt');
  if (entry === undefined) throw errors.receiptNotYet();
  try {
    return await hall.ledger.receipt(ctx.tx, entry.id);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ledger.notYetSequenced') throw errors.receiptNotYet();
    throw error;
  }
}

import { casesErrors, findCase } from '#engines/cases';
import { readCheckpoint, type Receipt } from '#engines/ledger';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { asSystem } from '../as-system.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';

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

/** 回执文件: what the applicant keeps, with the certificates that a verifier at home needs (DER in base64, the signer's first). */
export interface ReceiptFile {
  /** The case's number, for the name of the file. */
  number: string;
  receipt: Receipt;
  certificates: string[];
}

export async function receiptFile(hall: Pick<Hall, 'ledger' | 'signing'>, ctx: Context, input: { caseId: string }): Promise<ReceiptFile> {
  const receipt = await caseReceipt(hall, ctx, input);
  const { number } = (await findCase(ctx.tx, input.caseId))!;
  const signers = readCheckpoint(receipt.checkpoint)?.signatures.map((s) => s.keyName) ?? [];
  const certificates = await asSystem(ctx, async () => {
    const own = await Promise.all(signers.map((name) => hall.signing.certificatesOf(ctx, name)));
    return [...own.flat().map((c) => c.der), ...((await hall.signing.trust(ctx)).intermediates ?? []).map((c) => c.der)];
  });
  return { number, receipt, certificates: certificates.map((der) => Buffer.from(der).toString('base64')) };
}

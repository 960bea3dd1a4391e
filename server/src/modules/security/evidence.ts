import { findCase } from '#engines/cases';
import { ledgerErrors, sm3Tree, verifyReceipt, type Receipt } from '#engines/ledger';
import { sm3 } from '#engines/signing';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { isId } from '#kernel/ids';
import type * as c from './contract.ts';
import type { Security } from './deps.ts';

/** Whose certificates sign the heads of the ledger. */
const signer = 'yiwang-ledger';

/** 存证回执: for those whom the entry is about, for officials who see the case, for auditors. */
export async function getEvidence({ ledger }: Security, ctx: Context, input: { entryId: string }): Promise<Receipt> {
  const receipt = await ledger.receipt(ctx.tx, input.entryId);
  const { subject } = receipt.entry;
  const { actor } = ctx;
  const mine = subject === actor.partyId || subject === actor.personId || subject === actor.accountId || actor.permissions.has('ledger.view');
  if (!mine && (!isId(subject) || (await findCase(ctx.tx, subject)) === undefined)) throw ledgerErrors.entryNotFound();
  return receipt;
}

/** 核验: every step with its outcome; needs nothing from us but the signer's certificate. */
export async function verifyEvidence({ signing }: Security, ctx: Context, input: ParsedInputOf<typeof c.verifyEvidence>): Promise<OutputOf<typeof c.verifyEvidence>> {
  const certificates = await signing.certificatesOf(ctx, signer);
  const result = await verifyReceipt(input.receipt, {
    hash: sm3Tree,
    async verifySignature({ keyName, keyId, signature }, signed) {
      const certificate = keyName === signer ? certificates.find((one) => sm3(one.der).subarray(0, 4).equals(keyId)) : undefined;
      return certificate !== undefined && (await signing.verifyBytes(ctx, { message: signed, signature, certificate: certificate.der })).cryptographicallyGood;
    },
  });
  return { ok: result.ok, headAt: result.headAt ?? null, steps: result.steps.map((s) => ({ name: s.name, ok: s.ok, words: s[ctx.locale] })) };
}

/** 存证链: what anyone may write down, to notice later whether it was rewritten. */
export async function evidenceState({ ledger, signing }: Security, ctx: Context): Promise<OutputOf<typeof c.evidenceState>> {
  const head = await ledger.findHead(ctx.tx);
  const certificates = await signing.certificatesOf(ctx, signer);
  return {
    size: head?.size ?? 0, headAt: head?.at.toISOString() ?? null, checkpoint: head?.checkpoint ?? null, pendingSeconds: await ledger.pendingSeconds(ctx.tx),
    certificates: certificates.map((one) => Buffer.from(one.der).toString('base64')),
  };
}

import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { errors } from './errors.ts';
import { holderOf, listErasures } from './erasure-queries.ts';
import { receiveReceipt, type ErasureDeps } from './erasures.ts';
import type { Member } from './types.ts';

export interface OwedErasure { erasure: string; notice: string; signature: string; keyId: string; dueAt: string; late: boolean }

/**
 * 删除通知与回执 at the gateway, signed by the machine: `{}` asks what it still has to delete; `{ erasure, records?, words? }` says that it has.
 * A grant that is over does not matter here: it is over because it was withdrawn.
 */
export async function answerErasures(deps: Pick<ErasureDeps, 'ledger' | 'hooks'>, ctx: Context, member: Member, proof: Uint8Array, body: Record<string, unknown>): Promise<{ erasures: OwedErasure[] }> {
  const { erasure, records, words } = body;
  if (erasure !== undefined) {
    if (typeof erasure !== 'string' || !isId(erasure)) throw errors.bodyInvalid({ why: 'erasure' });
    if (records !== undefined && (typeof records !== 'number' || !Number.isSafeInteger(records) || records < 0)) throw errors.bodyInvalid({ why: 'records' });
    if (words !== undefined && (typeof words !== 'string' || words.length > 300)) throw errors.bodyInvalid({ why: 'words' });
    // another's notice is as unknown as one that never was
    if ((await holderOf(ctx.tx, erasure))?.member_id !== member.id) throw errors.erasureUnknown();
    await receiveReceipt(deps, ctx, { holderId: erasure, by: member.name, records, words, proof });
  }
  const owed = await listErasures(ctx.tx, { memberId: member.id, open: true, limit: 100 });
  return { erasures: owed.flatMap((e) => e.holders.filter((h) => h.erasedAt === null).map((h) => ({ erasure: h.id, notice: e.notice, signature: e.signature, keyId: e.keyId, dueAt: e.dueAt.toISOString(), late: ctx.now >= e.dueAt }))) };
}

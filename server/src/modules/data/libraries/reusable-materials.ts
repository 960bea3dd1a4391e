import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';

/** 可复用材料 of the party for whom she acts, newest first: their files may be given again for any material that takes an upload. */
export async function reusableMaterials({ records }: Libraries, ctx: Context, input: ParsedInputOf<typeof c.reusableMaterials>): Promise<OutputOf<typeof c.reusableMaterials>> {
  const { records: found } = await records.list(ctx, 'material', {
    where: input.title === undefined ? [] : [{ field: 'title', op: 'eq', value: input.title }], limit: 100, purpose: { duty: '本人', text: '查看可以再次使用的材料' },
  });
  const today = dayInChina(ctx.now);
  const own = found.filter((r) => r.subjects.some((s) => s === ctx.actor.partyId) && typeof r.data['fileId'] === 'string' && (typeof r.data['validTo'] !== 'string' || r.data['validTo'] >= today));
  return {
    materials: own.toReversed().map((r) => ({ id: r.id, title: String(r.data['title']), fileId: String(r.data['fileId']), issuedOn: typeof r.data['issuedOn'] === 'string' ? r.data['issuedOn'] : null, usedTimes: Number(r.data['usedTimes']), source: r.source })),
  };
}

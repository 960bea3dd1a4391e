import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { errors } from './errors.ts';
import type { Sharing } from './services.ts';

type View = OutputOf<typeof c.listErasures>['erasures'][number];

/** 删除通知: of withdrawn grants and consents; open sets have their own. */
export async function listErasures({ exchange, nameOf }: Sharing, ctx: Context, { subject, open, limit }: ParsedInputOf<typeof c.listErasures>): Promise<OutputOf<typeof c.listErasures>> {
  const found = await exchange.erasures(ctx.tx, { causes: ['grant', 'consent'], subjects: subject === undefined ? undefined : [subject], open: open === '1', limit });
  return {
    erasures: found.map((e): View => ({
      id: e.id, cause: e.cause as View['cause'], subject: e.subject, title: e.title, reason: e.reason, at: e.at.toISOString(), dueAt: e.dueAt.toISOString(), late: ctx.now >= e.dueAt && e.holders.some((h) => h.erasedAt === null), notice: e.notice, signature: e.signature, keyId: e.keyId,
      holders: e.holders.map((h) => ({
        id: h.id, kind: h.kind as 'machine' | 'peer', organisation: h.organisation, organisationName: h.organisation === null ? null : (nameOf(h.organisation, ctx.locale) ?? h.organisation), name: h.name, rows: h.rows, told: h.told, lastError: h.lastError,
        erasedAt: h.erasedAt?.toISOString() ?? null, erasedBy: h.erasedBy, records: h.records, words: h.words, mine: h.organisation !== null && ctx.actor.organisations.includes(h.organisation),
      })),
    })),
  };
}

export async function confirmErasure({ exchange }: Sharing, ctx: Context, input: ParsedInputOf<typeof c.confirmErasure>): Promise<{ done: true }> {
  const own = (await exchange.erasures(ctx.tx, { causes: ['grant', 'consent'], organisations: ctx.actor.organisations, limit: 500 })).some((e) => e.holders.some((h) => h.id === input.holderId && h.kind === 'machine'));
  if (!own) throw errors.notYours();
  await exchange.receiveReceipt(ctx, { holderId: input.holderId, by: ctx.actor.name, words: input.words, records: input.records });
  return { done: true };
}

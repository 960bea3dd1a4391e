import type { AccessEntry } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { isId } from '#kernel/ids';
import { textIn, type Locale, type Text } from '#kernel/i18n';
import type { whoLooked as contract } from '../cases/contract-case.ts';
import { registerWords } from '../applications/draft-view.ts';
import type { Hall } from '../hall.ts';
import { organisationWords } from '../items/item-summary.ts';
import { caseNumbers } from '../cases/my-case-queries.ts';
import { looksOfOthers } from './own-looks.ts';

/** 谁查看了我的信息: which official, of which body, saw which facts, when and for which case. */
export async function whoLooked(hall: Hall, ctx: Context, input: { cursor?: string | undefined; limit: number }): Promise<OutputOf<typeof contract>> {
  const before = input.cursor !== undefined && isId(input.cursor) ? input.cursor : undefined;
  const { entries, next } = await looksOfOthers(hall, ctx, { before, limit: input.limit });
  const cases = entries.filter((e) => e.purposeKind === 'case' && isId(e.purposeRef)).map((e) => e.purposeRef);
  const numbers = await caseNumbers(ctx.tx, [...new Set(cases)]);
  return {
    accesses: entries.map((e) => ({
      id: e.id, at: e.at, ...lookWords(hall, e, ctx.locale), what: registerWords(hall, e.register, ctx.locale), fields: fieldWords(hall, e, ctx.locale),
      caseNumber: numbers.get(e.purposeRef) ?? null, caseId: numbers.has(e.purposeRef) ? e.purposeRef : null,
    })),
    next,
  };
}

const machines: Partial<Record<string, { zh: string; en: string }>> = { system: { zh: '系统', en: 'The system' }, machine: { zh: '部门系统', en: "A department's system" }, anonymous: { zh: '公众查验', en: 'Public verification' } };

const handling = { zh: '办理办件', en: 'Handling the case' };

export const lookWords = (hall: Pick<Hall, 'catalogue'>, e: AccessEntry, locale: Locale): { who: string; organisation: string; purpose: string } => ({
  who: machines[e.actorKind]?.[locale] ?? e.actorName,
  organisation: e.organisation === null ? '' : organisationWords(hall.catalogue.organisation(e.organisation), locale) || e.organisation,
  purpose: e.register === 'cases' && e.purposeKind === 'case' ? handling[locale] : e.purpose,
});

/** 办件 are no register: what is read of one. */
const caseParts: Record<string, { zh: string; en: string }> = { answers: { zh: '申请信息', en: 'Application' }, materials: { zh: '申请材料', en: 'Materials' } };

/** Fields by their titles; a register that is gone still names them. */
function fieldWords(hall: Pick<Hall, 'content'>, e: AccessEntry, locale: Locale): string[] {
  const fields = hall.content.find<{ fields: { id: string; title: Text }[] }>('register', e.register)?.value.fields ?? [];
  return e.fields.map((id) => { const found = fields.find((f) => f.id === id); return found === undefined ? (caseParts[id]?.[locale] ?? id) : textIn(found.title, locale); });
}

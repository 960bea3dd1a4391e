import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { maskOfOffered } from './ask-question.ts';
import type * as c from './contract.ts';
import { dataOfferKind, type DataOffer } from './data-offer-kind.ts';
import type { Development } from './deps.ts';

/** Registers that the offers show views of. */
export const offerRegisters = (content: Pick<Development['content'], 'list'>): string[] => content.list(dataOfferKind).flatMap((o) => o.value.views.map((v) => v.register));

/** 授权数据清单, as whoever may ask sees it: views, columns, limits. */
export function listOffers(d: Pick<Development, 'analysis' | 'content' | 'records'>, ctx: Pick<Context, 'locale'>, forWhom: DataOffer['for'][number]): OutputOf<typeof c.listOffers> {
  const taken = new Map(d.analysis.list().map((s) => [s.name, s]));
  return {
    offers: d.content.list(dataOfferKind).filter((o) => o.value.for.includes(forWhom)).map(({ id, value: o }) => ({
      id, title: textIn(o.title, ctx.locale), description: o.description === undefined ? null : textIn(o.description, ctx.locale), grade: o.grade, level: o.level, scenes: o.scenes.map((s) => textIn(s, ctx.locale)), smallestGroup: o.smallestGroup, rowsMax: o.rowsMax,
      questionsPerDay: o.questionsPerDay, priceClass: o.price.class,
      views: o.views.map((v) => {
        const register = d.records.definition(v.register);
        const snapshot = taken.get(`register:${v.register}`);
        const kinds = new Map(d.records.snapshot(v.register).columns.map((x) => [x.name, x.kind]));
        return {
          as: v.as, register: v.register, title: textIn(register.title, ctx.locale), snapshotAt: snapshot?.at ?? null, rows: snapshot?.rows ?? null,
          columns: v.columns.map((x) => ({ column: x.column, title: textIn(register.fields.find((f) => f.id === x.column)?.title ?? x.column, ctx.locale), kind: kinds.get(x.column) ?? 'text', masked: maskOfOffered(d, v, x) !== undefined })),
        };
      }),
    })),
  };
}

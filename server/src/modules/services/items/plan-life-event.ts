import type { Context } from '#kernel/context';
import { textIn, type Locale } from '#kernel/i18n';
import type { OutputOf } from '#kernel/contract';
import type { planLifeEvent as contract } from './contract-guide.ts';
import type { Hall } from '../hall.ts';
import { organisationWords } from './item-summary.ts';
import type { GuideQuestion } from './life-event-definition.ts';
import { guideCatalogue } from './guide-catalogue.ts';
import { howToGet } from '../materials/material-ways.ts';
import { findMatter, itemsFor, materialsFor, type Matter, type MatterItem } from '../applications/matter.ts';
import { placeOf } from '../place-of.ts';
import { readGuideAnswers, settleGuide, type SettledGuide } from './settle-guide.ts';

export const questionView = (q: GuideQuestion, locale: Locale): { id: string; text: string; help: string | null; options: { value: string; label: string }[] } => ({
  id: q.id, text: textIn(q.text, locale), help: q.help === undefined ? null : textIn(q.help, locale), options: q.options.map((o) => ({ value: String(o.value), label: textIn(o.label, locale) })),
});

/** 按情形得出: the questions that apply, the items with the reason why one is dropped, the materials and how each is got. */
export async function planLifeEvent(hall: Hall, ctx: Context, input: { eventId: string; division?: string | undefined; answers: string }): Promise<OutputOf<typeof contract>> {
  const { locale } = ctx;
  const matter = findMatter(guideCatalogue(hall, locale), 'life-event', input.eventId, placeOf(hall, ctx, input.division));
  const settled = settleGuide(matter.guide, readGuideAnswers(input.answers), hall.rules);
  const included = itemsFor(matter, settled.answers, hall.rules);
  const materials = materialsFor(included, { guide: settled.answers, ...settled.answers }, hall.rules);
  return {
    questions: settled.questions.map((q) => ({ ...questionView(q, locale), answer: q.id in settled.answers ? String(settled.answers[q.id]) : null })),
    complete: settled.complete,
    items: matter.items.map((item) => ({ ...itemView(item, locale), included: included.includes(item), reason: included.includes(item) ? null : whyDropped(hall, matter, item, settled, locale) })),
    materials: materials.map(({ item, material }) => ({ name: textIn(material.name, locale), itemName: textIn(item.definition.value.name, locale), howToGet: howToGet(material, locale) })),
    promisedDays: matter.promisedDays,
  };
}

export const itemView = (item: MatterItem, locale: Locale): { id: string; name: string; department: string; promisedDays: number } => ({
  id: item.id, name: textIn(item.definition.value.name, locale), department: organisationWords(item.organisation, locale), promisedDays: item.definition.value.promisedDays,
});

/** The answers on which the item's condition looks are the reason; while one is open, that is said instead. */
function whyDropped(hall: Pick<Hall, 'rules'>, matter: Pick<Matter, 'guide'>, item: Pick<MatterItem, 'when'>, settled: SettledGuide, locale: Locale): string {
  const looked = new Set(hall.rules.namesIn(item.when ?? '').map(([root, part]) => (root === 'guide' ? part : root)));
  const questions = matter.guide.filter((q) => looked.has(q.id));
  const answered = questions.flatMap((q) => {
    const option = q.options.find((o) => o.value === settled.answers[q.id]);
    return option === undefined ? [] : [locale === 'zh' ? `“${textIn(q.text, 'zh')}”您选择了“${textIn(option.label, 'zh')}”` : `to "${textIn(q.text, 'en')}" you answered "${textIn(option.label, 'en')}"`];
  });
  if (answered.length === 0) return locale === 'zh' ? '回答相应问题后确定是否需要办理' : 'Whether it is needed depends on a question that is still open';
  return locale === 'zh' ? `无需办理：${answered.join('；')}` : `Not needed: ${answered.join('; ')}`;
}

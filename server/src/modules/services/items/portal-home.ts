import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { codeWords } from '../code-words.ts';
import type { portalHome as contract } from './contract-guide.ts';
import type { Hall } from '../hall.ts';
import { baseId, departmentOf, organisationWords, summaryOfEvent, summaryOfItem } from './item-summary.ts';
import { placeOf } from '../place-of.ts';
import type { PublicFigures } from './public-figures.ts';

type Home = OutputOf<typeof contract>;
type Figures = (tx: Context['tx'], division: string, now: Date) => Promise<PublicFigures>;

const shown = { events: 12, items: 12, words: 8, departments: 60 } as const;

/** 门户首页 of a place: life events first, then what people ask for, by theme and by department. */
export async function portalHome(hall: Hall, ctx: Context, input: { division?: string | undefined }, figuresOf: Figures): Promise<Home> {
  const { locale } = ctx;
  const at = placeOf(hall, ctx, input.division);
  const items = hall.catalogue.items(at);
  const events = hall.catalogue.events(at);
  const figures = await figuresOf(ctx.tx, at.division, ctx.now);
  const rank = new Map(figures.hot.toReversed().map((id, i) => [baseId(id), figures.hot.length - i]));
  const byDemand = <D extends { id: string }>(all: readonly D[]): D[] => all.toSorted((a, b) => (rank.get(baseId(a.id)) ?? Infinity) - (rank.get(baseId(b.id)) ?? Infinity) || 0);
  const themes = countOf(items.flatMap((i) => i.value.themes));
  return {
    division: { digits: at.division, name: hall.catalogue.divisionName(at.division, ctx.locale) },
    lifeEvents: byDemand(events).slice(0, shown.events).map((e) => summaryOfEvent(hall, e, at, locale)),
    hotItems: byDemand(items).slice(0, shown.items).map((i) => summaryOfItem(hall, i, at.division, locale)),
    hotWords: hotWordsOf([...(await hall.search.hotWords(ctx, shown.words)), ...byDemand(events).map((e) => (locale === 'zh' ? (e.value.keywords[0] ?? textIn(e.value.name, 'zh')) : textIn(e.value.name, 'en')))]),
    themes: [...themes].map(([id, count]) => ({ id, name: codeWords(hall.content, 'theme', id, locale), count })).toSorted((a, b) => b.count - a.count),
    departments: [...countOf(items.map((i) => i.value.implementer.departmentKind))]
      .map(([kind, count]) => ({ kind, name: organisationWords(departmentOf(hall, { departmentKind: kind }, at.division), locale) || codeWords(hall.content, 'department-function', kind, locale), count }))
      .toSorted((a, b) => b.count - a.count).slice(0, shown.departments),
    figures: { items: items.length, lifeEvents: events.length, casesConcluded: figures.casesConcluded, satisfaction: figures.satisfaction },
  };
}

/** What people search for now; in a new place, what its life events are about. */
const hotWordsOf = (words: readonly string[]): string[] => [...new Set(words)].slice(0, shown.words);

const countOf = (all: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
};

import type { Questionnaire } from './questionnaire-kind.ts';
import { itemsOf } from './questionnaire-kind.ts';

export type Judgement = 'conform' | 'partly' | 'fails' | 'not-applicable';
const worth: Record<Exclude<Judgement, 'not-applicable'>, number> = { conform: 1, partly: 0.5, fails: 0 };

export interface Scored {
  /** Weight met of all that applies, 0 to 100. */
  score: number;
  /** 达到的等级: the highest whose items, and those of all levels below, are met; 0: not even the first. */
  level: number;
  domains: { id: string; score: number | null }[];
}

/** 评分与定级: pure. What does not apply is not counted; a missing judgement counts as not met. */
export function scoreAssessment(q: Pick<Questionnaire, 'domains' | 'passShare'>, judged: ReadonlyMap<string, Judgement>): Scored {
  const of = (items: ReturnType<typeof itemsOf>): { share: number | null; stopped: boolean } => {
    const counted = items.filter((i) => judged.get(i.id) !== 'not-applicable');
    const weight = counted.reduce((n, i) => n + i.weight, 0);
    const met = counted.reduce((n, i) => n + i.weight * worth[(judged.get(i.id) ?? 'fails') as keyof typeof worth], 0);
    return { share: weight === 0 ? null : met / weight, stopped: counted.some((i) => i.must && (judged.get(i.id) ?? 'fails') === 'fails') };
  };
  const items = itemsOf(q);
  let level = 0;
  for (const next of [1, 2, 3, 4, 5]) {
    const { share, stopped } = of(items.filter((i) => i.level === next));
    if (stopped || (share !== null && share < q.passShare)) break;
    // a level that the questionnaire does not ask about cannot be reached by it
    if (items.some((i) => i.level >= next)) level = next;
  }
  const percent = (share: number | null): number => Math.round((share ?? 0) * 10_000) / 100;
  return { score: percent(of(items).share), level, domains: q.domains.map((d) => { const { share } = of(d.items); return { id: d.id, score: share === null ? null : percent(share) }; }) };
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { development } from '../../api/contracts.ts';
import { codeName, useCodes } from '../../api/use-codes.ts';
import { Facts } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { sayFeel } from '../../words/say-feel.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import { analysisWords } from '../data-analysis/analysis-words.ts';
import { useByWords, type By, type Fn } from '../data-analysis/question-parts.tsx';
import { developmentWords } from './development-words.ts';

type Described = OutputOf<typeof development.reviewPage>['described'];

/** 查询 in words: what was counted or listed, of which rows. */
export function QuestionWords({ of: q }: { of: Described }) {
  const t = useWords(developmentWords);
  const a = useWords(analysisWords);
  const say = useByWords();
  const codes = useCodes(q.register === '' ? undefined : q.register);
  const says = (feel: string): string => sayFeel(feel, (name) => q.columns[name], codeName(codes)) ?? feel;
  const { things } = between();
  const byOf = (g: Described['groupBy'][number]): By | null => (g.by !== null ? (g.by as By) : g.first !== null ? { first: g.first } : g.width !== null ? { width: g.width } : null);
  const measured = (m: Described['measures'][number]): string => {
    const measure = m.title === null ? a('count') : a('measureOf', { column: m.title, fn: a(m.fn as Fn) });
    return m.where === null ? measure : t('countIf', { measure, where: says(m.where) });
  };
  const lines: (readonly [string, string])[] = [
    [t('askedFrom'), q.from], [t('askedJoins'), q.joins.map((j) => t('joinedBy', { view: j.view, on: j.on.join(things) })).join(things)], [t('askedWhere'), q.where === null ? '' : says(q.where)], [t('askedGroups'), q.groupBy.map((g) => (byOf(g) === null ? g.title : t('joinedBy', { view: g.title, on: say(byOf(g)) }))).join(things)],
    [t('askedMeasures'), q.rows.length > 0 ? '' : q.measures.map(measured).join(things)], [t('askedRows'), q.rows.join(things)], [t('askedLimit'), q.limit === null ? '' : numberWords(q.limit)],
  ];
  return <Facts facts={lines.filter(([, text]) => text !== '')} />;
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { dataQuality } from '../../api/contracts.ts';
import { FeelWords } from '../../pieces/feel-words.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { sayFeel, type NameOf } from '../../words/say-feel.ts';
import { qualityWords } from './quality-words.ts';

type Rule = OutputOf<typeof dataQuality.registerQuality>['rules'][number];

/** 规则说明: what a rule asks of which records, in words; how it is written opens below. */
export function RuleWords({ rule, titleOf, nameOf }: { rule: Rule; titleOf: (name: string) => string | undefined; nameOf: NameOf }) {
  const t = useWords(qualityWords);
  const columns = rule.columns.map((name) => titleOf(name) ?? name).join(between().things);
  const when = rule.when === null ? '' : t('onlyWhen', { words: sayFeel(rule.when, titleOf, nameOf) ?? t('asWritten') });
  const clause = rule.clause === null ? null : <small>{rule.clause}</small>;
  if (rule.holds !== null) return <><FeelWords expression={rule.expression} says={sayFeel(rule.holds, titleOf, nameOf)} lead={when} titleOf={titleOf} />{clause}</>;
  return (
    <>
      <span>{when}{rule.among === null ? t('mustBeUnique', { columns }) : t('mustBeFound', { columns, register: rule.among.title, among: rule.among.columns.join(between().things) })}</span>
      {clause}
    </>
  );
}

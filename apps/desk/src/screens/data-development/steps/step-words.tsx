import { data } from '../../../api/contracts.ts';
import { useRead } from '../../../api/use-read.ts';
import { FeelWords } from '../../../pieces/feel-words.tsx';
import { useWords } from '../../../words/define-words.ts';
import type { NameOf } from '../../../words/say-feel.ts';
import { between } from '../../../words/start-words.ts';
import { analysisWords } from '../../data-analysis/analysis-words.ts';
import { useByWords } from '../../data-analysis/question-parts.tsx';
import { developmentWords } from '../development-words.ts';
import { editorWords } from '../editor-words.ts';
import type { Step, StepColumn } from './step-draft.ts';
import { useSourceTitle } from './step-source.tsx';

/** A step as those who read pipelines say it: titles, conditions in words. `before` are the columns that it finds. */
export function StepWords({ step, before, after, nameOf }: { step: Step; nameOf: NameOf; before: readonly StepColumn[]; after: readonly StepColumn[] }) {
  const t = useWords(developmentWords);
  const e = useWords(editorWords);
  const a = useWords(analysisWords);
  const by = useByWords();
  const sourceTitle = useSourceTitle();
  const registers = useRead(data.listRegisters, {});
  const { things } = between();
  const titleOf = (name: string): string | undefined => before.find((c) => c.name === name)?.title;
  // a column without a title of its own is called as the register at the end calls it
  const titled = (name: string): string => [...before, ...after].find((c) => c.name === name && c.title !== name)?.title ?? name;
  switch (step.do) {
    case 'extract':
      return <p>{sourceTitle(step.from)}{step.columns !== undefined && <small>{step.columns.map(titled).join(things)}</small>}</p>;
    case 'map':
      return <p>{step.columns.map((c) => titled(c.column)).join(things)}</p>;
    case 'filter':
      return <FeelWords expression={step.where} titleOf={titleOf} nameOf={nameOf} />;
    case 'check':
      return <><p>{step.title}</p><FeelWords expression={step.rule} titleOf={titleOf} nameOf={nameOf} /></>;
    case 'compute':
      return <FeelWords lead={`${step.title ?? titled(step.as)} = `} expression={step.expression} titleOf={titleOf} nameOf={nameOf} />;
    case 'join':
      return <p>{t('joined', { source: sourceTitle(step.with), keys: step.on.map((k) => titled(k.left)).join(things), columns: step.take.map((c) => titled(c.as ?? c.column)).join(things) })}</p>;
    case 'aggregate':
      return <p>{t('aggregated', { groups: (step.groupBy ?? []).map((g) => (g.by === undefined ? titled(g.column) : `${titled(g.column)}${between().aside(by(g.by))}`)).join(things) || '—', measures: step.measures.map((m) => (m.of === undefined ? a('count') : a('measureOf', { column: titled(m.of), fn: a(m.fn) }))).join(things) })}</p>;
    case 'mask':
      return <p>{step.columns.map((c) => `${titled(c.column)}${between().aside(e(`m_${c.rule}`))}`).join(things)}</p>;
    case 'load':
      return <p>{registers.data?.registers.find((r) => r.id === step.register)?.title ?? step.register}</p>;
    case 'publish':
      return <p>{e(`p_${step.as}`)}{between().named}{step.title}</p>;
  }
}

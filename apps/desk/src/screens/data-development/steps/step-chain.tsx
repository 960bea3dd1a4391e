import { codeName, useCodes } from '../../../api/use-codes.ts';
import { Tag } from '../../../pieces/panel.tsx';
import { useWords } from '../../../words/define-words.ts';
import { numberWords } from '../../../words/when.ts';
import { developmentWords } from '../development-words.ts';
import { editorWords } from '../editor-words.ts';
import { isWhole, registerOf, type Step, type StepColumn } from './step-draft.ts';
import { StepWords } from './step-words.tsx';

interface Shape { personal: boolean; columns: readonly StepColumn[] }
export interface Moved { seq: number; rowsIn: number; rowsOut: number; refused: number }

/** 管道图: steps in order, what each gives on, rows in and out where a run or a trial has told; with `onChoose` a step can be picked. */
export function StepChain({ steps, shapes, moved = [], chosen, onChoose }: { steps: readonly Step[]; shapes: readonly Shape[]; moved?: readonly Moved[]; chosen?: number; onChoose?: (at: number) => void }) {
  const t = useWords(developmentWords);
  const e = useWords(editorWords);
  const nameOf = codeName(useCodes(registerOf(steps)));
  return (
    <ol className="dd-steps">
      {steps.map((step, at) => {
        const figures = moved.find((m) => m.seq === at);
        const name = `${at + 1}. ${t(`k_${step.do}`)}`;
        return (
          <li key={`${step.do} ${at}`} aria-current={chosen === at ? 'step' : undefined}>
            {onChoose === undefined ? <b>{name}</b> : <button type="button" className="dd-pick" aria-pressed={chosen === at} onClick={() => onChoose(at)}>{name}</button>}
            {isWhole(step) ? <StepWords step={step} nameOf={nameOf} before={shapes[at - 1]?.columns ?? []} after={[...(shapes[at]?.columns ?? []), ...(shapes.at(-1)?.columns ?? [])]} /> : <Tag tone="soon">{e('notWhole')}</Tag>}
            {shapes[at] !== undefined && <small className="dk-soft">{t('columns', { n: shapes[at].columns.length })}{shapes[at].personal && ` · ${t('personal')}`}</small>}
            {figures !== undefined && <small>{t('inOut', { rowsIn: numberWords(figures.rowsIn), rowsOut: numberWords(figures.rowsOut) })}{figures.refused > 0 && <Tag tone="soon">{t('refusedRows', { n: numberWords(figures.refused) })}</Tag>}</small>}
          </li>
        );
      })}
    </ol>
  );
}

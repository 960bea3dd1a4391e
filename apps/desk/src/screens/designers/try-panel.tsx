import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { designers } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import type { DefinitionText } from './design-body.tsx';
import { designerWords, type DesignKind } from './designer-words.ts';

type Trial = OutputOf<typeof designers.tryDefinition>;

const readObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

const usualVariables = '{ "inspection": true, "countersign": false, "countersigners": [], "waits": false }';

/** 试运行 of what stands on the screen. */
export function TryPanel({ kind, id, text, onProblems }: { kind: DesignKind; id: string; text: DefinitionText; onProblems: (problems: Trial['problems']) => void }) {
  const t = useWords(designerWords);
  const [answers, setAnswers] = useState('{}');
  const [variables, setVariables] = useState(usualVariables);
  const [decisions, setDecisions] = useState<Record<string, string>>({});
  const [trial, setTrial] = useState<Trial | null>(null);
  const run = useWrite(designers.tryDefinition);
  const given = readObject(answers);
  const begun = readObject(variables);
  const go = async (chosen = decisions): Promise<void> => {
    if (given === null || begun === null) return;
    const answer = await run.send({ kind, id, ...text, sample: { answers: given, variables: kind === 'process' ? begun : {}, decisions: chosen } });
    if (answer === undefined) return;
    setTrial(answer);
    if (answer.problems.length > 0) onProblems(answer.problems);
  };
  const choose = (node: string, decision: string): void => {
    const next = { ...decisions, [node]: decision };
    setDecisions(next);
    void go(next);
  };
  return (
    <Panel title={t('try')}>
      <p className="dk-soft dk-small">{t('tryNote')}</p>
      <TextArea label={kind === 'decision' ? t('sampleInputs') : t('sampleAnswers')} value={answers} onChange={setAnswers} rows={4} max={50_000} {...(given === null ? { hint: t('badJson') } : {})} />
      {kind === 'process' && <TextArea label={t('sampleVariables')} value={variables} onChange={setVariables} rows={3} max={10_000} {...(begun === null ? { hint: t('badJson') } : {})} />}
      <Button tone="primary" busy={run.pending} disabled={given === null || begun === null} onClick={() => void go()}>
        {t('run')}
      </Button>
      <RefusalNote refusal={run.refusal} />
      {trial?.walk != null && <WalkSteps walk={trial.walk} onChoose={choose} />}
      {trial?.decided != null && (
        <div className="dk-design-result" role="status">
          <p>{trial.decided.fired.length === 0 ? t('noneFired') : t('fired', { rules: trial.decided.fired.map((one) => `${one.rule}${between().aside(one.id)}`).join(between().things) })}</p>
          <pre>{JSON.stringify(trial.decided.value, null, 2)}</pre>
          {trial.decided.warnings.map((warning) => (
            <p key={warning} className="dk-soft">
              {warning}
            </p>
          ))}
        </div>
      )}
      {trial?.answered != null && (
        <div className="dk-design-result" role="status">
          <h3>{t('counted')}</h3>
          <pre>{JSON.stringify(trial.answered.answers, null, 2)}</pre>
          {trial.answered.dropped.length > 0 && <p>{t('dropped', { what: trial.answered.dropped.join(between().things) })}</p>}
          <ul>
            {trial.answered.problems.map((problem) => (
              <li key={`${problem.path} ${problem.words}`}>
                <code className="dk-code">{problem.path}</code> {problem.words}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function WalkSteps({ walk, onChoose }: { walk: NonNullable<Trial['walk']>; onChoose: (node: string, decision: string) => void }) {
  const t = useWords(designerWords);
  return (
    <>
      <ol className="dk-design-walk" role="status">
        {walk.steps
          .filter((step) => step.kind !== 'end')
          .map((step, at) => (
            <li key={`${step.node} ${at}`} className={`dk-design-walk--${step.kind}`}>
              <b>{step.name || step.node}</b>
              {step.kind === 'task' ? (
                <>
                  <small>
                    {step.roles.join(between().things) || t('anybody')}
                    {step.organisation !== null && ` · ${step.organisation}`}
                  </small>
                  <small>{step.workingDays === null || step.due === null ? t('noLimit') : t('within', { n: step.workingDays, day: step.due })}</small>
                  {step.options.length > 1 && (
                    <select className="dk-input" aria-label={`${step.name} ${t('decided')}`} value={step.decision ?? ''} onChange={(event) => onChoose(step.node, event.target.value)}>
                      {step.options.map((option) => (
                        <option key={option.value} value={option.value}>
                          {option.label}
                        </option>
                      ))}
                    </select>
                  )}
                </>
              ) : (
                <small>
                  <code className="dk-code">{step.detail}</code>
                </small>
              )}
            </li>
          ))}
      </ol>
      {walk.outcome !== null && <Tag tone="good">{t('outcome', { what: walk.outcome })}</Tag>}
      {walk.stopped !== null && <p className="dk-note dk-note--soon">{t('stopped', { why: walk.stopped })}</p>}
    </>
  );
}

import { useState } from 'react';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { windowWords } from './window-words.ts';

/** 情形导办: a few questions that drop the items which do not apply. */
export function Guide({ eventId, division, busy, onBegin }: { eventId: string; division: string; busy: boolean; onBegin: (guide: Record<string, unknown>) => void }) {
  const t = useWords(windowWords);
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const plan = useRead(services.planLifeEvent, { eventId, ...(division === '' ? {} : { division }), answers: JSON.stringify(answers) }, { keep: true });
  return (
    <Panel title={t('s3')}>
      <Answered of={plan}>
        {(answer) => (
          <>
            {answer.questions.map((question) => (
              <fieldset key={question.id} className="dk-question">
                <legend>{question.text}</legend>
                {question.help !== null && <small>{question.help}</small>}
                <div className="dk-picks">
                  {question.options.map((option) => (
                    <label key={option.value} className="dk-pick">
                      <input type="radio" name={question.id} checked={answers[question.id] === option.value} onChange={() => setAnswers({ ...answers, [question.id]: option.value })} />
                      <span>{option.label}</span>
                    </label>
                  ))}
                </div>
              </fieldset>
            ))}
            <h3 className="dk-subhead">{t('guideDone')}</h3>
            <ul className="dk-plan">
              {answer.items.map((item) => (
                <li key={item.id} className={item.included ? '' : 'dk-plan--out'}>
                  <b>{item.name}</b> <small>{item.included ? `${item.department} · ${t('days', { n: item.promisedDays })}` : `${t('notNeeded')}${item.reason === null ? '' : `${between().named}${item.reason}`}`}</small>
                </li>
              ))}
            </ul>
            <Button tone="primary" className="dk-block" busy={busy} disabled={!answer.complete} onClick={() => onBegin(answers)}>
              {t('begin')}
            </Button>
          </>
        )}
      </Answered>
    </Panel>
  );
}

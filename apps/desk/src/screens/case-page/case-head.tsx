import { Link } from 'react-router';
import { Icon } from '../../pieces/icon.tsx';
import { Light } from '../../pieces/light.tsx';
import { StateTag } from '../../pieces/state-tag.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords } from '../../words/when.ts';
import { caseWords } from './case-words.ts';
import type { DeskCase } from './desk-case.ts';

/** What the case is, how it stands, how long it may still take. */
export function CaseHead({ one }: { one: DeskCase }) {
  const t = useWords(caseWords);
  const stepState = { done: t('stepDone'), active: t('stepActive'), ahead: t('stepAhead') };
  return (
    <header className="dk-case-head">
      <div className="dk-case-title">
        <div>
          {one.parent !== null && (
            <Link to={`/cases/${one.parent.id}`} className="dk-case-parent">
              <Icon name="fork" size={14} />
              {t('partOf')}{between().named}{one.parent.name}
            </Link>
          )}
          <h1>
            {one.name} <StateTag state={one.state} words={one.stateWords} />
          </h1>
          <p>
            <span className="dk-code">{one.number}</span>
            <b>{one.applicant}</b>
            <span>{one.department}</span>
            <span>
              {t('submitted')} {instantWords(one.submittedAt)}
            </span>
          </p>
        </div>
        <DaysLeft one={one} />
      </div>
      <ol className="dk-steps" aria-label={t('steps')} tabIndex={0}>
        {one.steps.map((step) => (
          <li key={step.node} className={`dk-step--${step.state}`} aria-current={step.state === 'active' ? 'step' : undefined}>
            <i aria-hidden="true">{step.state === 'done' && <Icon name="check" size={12} />}</i>
            {step.name}
            <span className="dk-hidden">{stepState[step.state]}</span>
          </li>
        ))}
      </ol>
    </header>
  );
}

function DaysLeft({ one }: { one: DeskCase }) {
  const c = useWords(common);
  const { clock } = one;
  const left = clock.daysLeft;
  const words = left === null ? c(clock.acceptedOn !== null && clock.promisedDue === null && clock.light === 'green' ? 'dueUnknown' : 'noDue') : left > 0 ? c('daysLeft', { n: left }) : left === 0 ? c('today') : c('daysPast', { n: -left });
  return (
    <div className={`dk-days dk-days--${clock.light}`}>
      <Light light={clock.light} />
      {clock.light !== 'done' && <strong>{words}</strong>}
      {clock.light !== 'done' && clock.promisedDue !== null && <small>{c('due', { day: dayWords(clock.promisedDue) })}</small>}
    </div>
  );
}

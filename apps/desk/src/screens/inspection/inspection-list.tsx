import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { Nothing } from '../../pieces/answered.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Light } from '../../pieces/light.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { dayWords } from '../../words/when.ts';
import { keptDraft } from './inspection-draft.ts';
import { inspectionWords } from './inspection-words.ts';

/** 我的核查任务: one large card each, for a thumb. */
export default function InspectionList() {
  const t = useWords(inspectionWords);
  const c = useWords(common);
  const pages = useMore(services.workList, { box: 'open', role: 'cases.inspect', limit: 30 });
  return (
    <div className="dk-narrow">
      <PageHead title={t('title')} sub={t('mine')} />
      <More of={pages} rows={(page) => page.tasks}>
        {(tasks) =>
          tasks.length === 0 ? (
            <Nothing icon="check">{t('none')}</Nothing>
          ) : (
            <ul className="dk-visits">
              {tasks.map((task) => {
                const draft = keptDraft(task.id);
                return (
                  <li key={task.id}>
                    <Link to={`/inspections/${task.caseId}`}>
                      <span className="dk-visit-top">
                        <Light light={task.light} />
                        <small>{task.dueOn === null && task.caseDueOn === null ? c('noDue') : c('due', { day: dayWords(task.dueOn ?? task.caseDueOn ?? '') })}</small>
                      </span>
                      <b>{task.applicant}</b>
                      <span>{task.caseName}</span>
                      <small className="dk-code">{task.caseNumber}</small>
                      {draft !== null && (
                        <span className="dk-visit-draft">
                          <Icon name="info" size={16} />
                          {t('draftHere')}
                        </span>
                      )}
                      <em>{draft === null ? t('start') : t('resume')}</em>
                    </Link>
                  </li>
                );
              })}
            </ul>
          )
        }
      </More>
    </div>
  );
}

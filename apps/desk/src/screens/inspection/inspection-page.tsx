import { fieldsOfPage, viewForm } from '@yiwang/ui/form/form-view.ts';
import type { Form } from '@yiwang/ui/form-logic/form.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Link, useParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormFill, formErrors } from '../../form/form-fill.tsx';
import { FormRead } from '../../form/form-read.tsx';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Light } from '../../pieces/light.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { currentLanguage } from '../../words/start-words.ts';
import { instantWords } from '../../words/when.ts';
import type { DeskCase, DeskTask } from '../case-page/desk-case.ts';
import { dropDraft, keepDraft, keptDraft, type InspectionDraft } from './inspection-draft.ts';
import { inspectionWords } from './inspection-words.ts';

const useOnline = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener);
      addEventListener('offline', listener);
      return () => (removeEventListener('online', listener), removeEventListener('offline', listener));
    },
    () => navigator.onLine,
  );

export default function InspectionPage() {
  const t = useWords(inspectionWords);
  const { caseId = '' } = useParams();
  const found = useRead(services.getDeskCase, { caseId });
  return (
    <div className="dk-narrow">
      <Answered of={found}>
        {(one) => {
          const task = one.tasks.find((each) => each.checklist !== null);
          return task === undefined ? <Nothing>{t('notMine')}</Nothing> : <Visit one={one} task={task} onReload={() => void found.refetch()} />;
        }}
      </Answered>
    </div>
  );
}

/** 现场核查: the check list with large targets; every change is kept on the phone, so a cellar without signal loses nothing. */
function Visit({ one, task, onReload }: { one: DeskCase; task: DeskTask; onReload: () => void }) {
  const t = useWords(inspectionWords);
  const online = useOnline();
  const decide = useWrite(services.decideTask);
  const [draft, setDraft] = useState<InspectionDraft>(() => keptDraft(task.id) ?? { answers: {}, place: '', decision: '', opinion: '', keptAt: '' });
  const [strict, setStrict] = useState(false);
  const [done, setDone] = useState(false);
  const [where, setWhere] = useState('');
  const change = (part: Partial<InspectionDraft>): void => setDraft((before) => ({ ...before, ...part, keptAt: new Date().toISOString() }));
  useEffect(() => {
    if (draft.keptAt !== '') keepDraft(task.id, draft);
  }, [draft, task.id]);

  const fields = viewForm({ form: task.checklist as unknown as Form, answers: draft.answers, locale: currentLanguage(), now: new Date(), context: { item: {}, applicant: {} } }).flatMap(fieldsOfPage).filter((field) => field.field.type !== 'note');
  const filled = fields.filter((field) => field.value !== null && field.value !== '').length;
  const errors = formErrors(task.checklist, draft.answers);
  const option = task.decisions.find((each) => each.value === draft.decision);
  const opinionMissing = option?.needsOpinion === true && draft.opinion.trim() === '';
  const points = fields.filter((field) => field.field.type === 'choice' && field.options.some((each) => each.code === 'yes'));
  const submit = async (): Promise<void> => {
    setStrict(true);
    if (errors.size > 0 || option === undefined || opinionMissing) return;
    const [place, opinion] = [draft.place.trim(), draft.opinion.trim()];
    const answer = await decide.send({ taskId: task.id, version: task.taskVersion, decision: draft.decision, checklist: draft.answers, ...(place === '' ? {} : { place }), ...(opinion === '' ? {} : { opinion }) });
    if (answer === undefined) return;
    dropDraft(task.id);
    setDone(true);
  };
  const locate = (): void =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const words = t('located', { lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6), m: Math.round(coords.accuracy) });
        setWhere('');
        change({ place: draft.place === '' ? words : `${draft.place} ${words}` });
      },
      () => setWhere(t('noLocation')),
      { timeout: 10_000 },
    );
  if (done) {
    return (
      <div className="dk-nothing">
        <Icon name="check" size={48} />
        <h1>{t('submitted')}</h1>
        <p>
          <Link className="dk-button dk-button--primary" to="/inspections">
            {t('toList')}
          </Link>
        </p>
      </div>
    );
  }
  return (
    <>
      <header className="dk-visit-head">
        <Light light={task.light} />
        <h1>{one.applicant}</h1>
        <p>
          {one.name} · <span className="dk-code">{one.number}</span>
        </p>
        <div className="dk-progress" role="progressbar" aria-valuemin={0} aria-valuemax={fields.length} aria-valuenow={filled} aria-label={t('progress', { done: filled, all: fields.length })}>
          <i style={{ width: `${(filled / Math.max(1, fields.length)) * 100}%` }} />
        </div>
        <small>
          {t('progress', { done: filled, all: fields.length })}
          {draft.keptAt !== '' && ` · ${t('kept', { at: instantWords(draft.keptAt) })}`}
        </small>
      </header>
      {!online && (
        <p className="dk-note dk-note--soon" role="status">
          <Icon name="info" />
          {t('offline')}
        </p>
      )}
      <Panel title={t('place')}>
        <TextInput label={t('place')} hint={t('placeHint')} value={draft.place} onChange={(place) => change({ place })} max={200} />
        <Button icon="pin" className="dk-block" onClick={locate}>
          {t('locate')}
        </Button>
        {where !== '' && <span className="dk-wrong">{where}</span>}
      </Panel>
      <Panel
        extra={
          points.length > 2 && (
            <Button icon="check" onClick={() => change({ answers: { ...draft.answers, ...Object.fromEntries(points.filter((field) => field.value === null).map((field) => [field.path, 'yes'])) } })}>
              {t('allYes')}
            </Button>
          )
        }
        title={task.step}
      >
        <FormFill form={task.checklist} answers={draft.answers} onChange={(answers) => change({ answers })} strict={strict} touch />
      </Panel>
      <Panel title={t('result')}>
        <div className="dk-decisions dk-decisions--touch" role="radiogroup" aria-label={t('result')}>
          {task.decisions.map((each) => (
            <label key={each.value} className={`dk-decision-option dk-decision-option--${each.tone}`}>
              <input type="radio" name="result" checked={draft.decision === each.value} onChange={() => change({ decision: each.value })} />
              <span>{each.label}</span>
            </label>
          ))}
        </div>
        <TextArea label={t('opinion')} value={draft.opinion} onChange={(opinion) => change({ opinion })} max={3000} required={option?.needsOpinion === true} />
        {strict && opinionMissing && <span className="dk-wrong">{t('opinionNeeded')}</span>}
      </Panel>
      <details className="dk-panel dk-fold">
        <summary>{t('caseData')}</summary>
        <FormRead form={one.form} answers={one.answers} />
      </details>
      <div className="dk-bottom">
        {strict && errors.size > 0 && <span className="dk-wrong">{t('wrong', { n: errors.size })}</span>}
        <RefusalNote refusal={decide.refusal} onReload={() => (decide.clear(), onReload())} />
        <Button tone="primary" className="dk-block" busy={decide.pending} disabled={option === undefined} onClick={() => void submit()}>
          {t('submit')}
        </Button>
      </div>
    </>
  );
}

import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { FileField } from '../../form/file-field.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Panel } from '../../pieces/panel.tsx';
import type { UploadedFile } from '../../api/upload-file.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { caseWords, decisionWords } from './case-words.ts';
import type { DeskCase, DeskTask } from './desk-case.ts';
import { Operations, SpecialProcedure } from './operations.tsx';
import { SupplementBuilder, type Asked } from './supplement-builder.tsx';

/** 办理面板: my task of this case, what may be decided, and the ways around it. */
export function DecisionPanel({ one, onReload }: { one: DeskCase; onReload: () => void }) {
  const t = useWords(caseWords);
  const d = useWords(decisionWords);
  const mayReview = useMay('cases.review');
  return (
    <Panel title={d('title')} className="dk-decide">
      {one.tasks.length === 0 && <p className="dk-soft">{t('noTask')}</p>}
      {one.tasks.map((task) => (
        <TaskDecision key={task.id} one={one} task={task} onReload={onReload} />
      ))}
      {mayReview && (one.state === 'accepted' || one.state === 'suspended') && <SpecialProcedure one={one} onReload={onReload} />}
    </Panel>
  );
}

function TaskDecision({ one, task, onReload }: { one: DeskCase; task: DeskTask; onReload: () => void }) {
  const t = useWords(decisionWords);
  const decide = useWrite(services.decideTask);
  const [decision, setDecision] = useState('');
  const [opinion, setOpinion] = useState('');
  const [files, setFiles] = useState<UploadedFile[] | null>(null);
  const [asked, setAsked] = useState<Asked>({});
  const [tried, setTried] = useState(false);
  const [answer, setAnswer] = useState<string | null>(null);
  const option = task.decisions.find((each) => each.value === decision);
  const isSupplement = decision === 'supplement';
  const supplement = Object.values(asked).filter((each) => each.why.trim() !== '');
  const incomplete = isSupplement ? supplement.length === 0 || supplement.length < Object.keys(asked).length : option?.needsOpinion === true && opinion.trim() === '';
  const submit = async (): Promise<void> => {
    setTried(true);
    if (option === undefined || incomplete) return;
    const done = await decide.send({ taskId: task.id, version: task.taskVersion, decision, ...(opinion.trim() === '' ? {} : { opinion: opinion.trim() }), ...(isSupplement ? { supplement } : {}), ...(files === null || files.length === 0 ? {} : { fileIds: files.map((file) => file.id) }) });
    if (done !== undefined) setAnswer(done.stateWords);
  };
  if (answer !== null) {
    return (
      <div className="dk-note dk-note--good" role="status">
        <Icon name="check" />
        <div>{t('done', { state: answer })}</div>
      </div>
    );
  }
  return (
    <form
      className="dk-decision"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="dk-decision-step">
        {t('step')}{between().named}<b>{task.step}</b>
      </p>
      {task.checklist !== null && (
        <Link className="dk-button dk-button--primary dk-block" to={`/inspections/${one.id}`}>
          <Icon name="clipboard" />
          {t('toInspection')}
        </Link>
      )}
      {task.checklist === null && task.decisions.length > 0 && (
        <>
          <div className="dk-decisions" role="radiogroup" aria-label={t('title')}>
            {task.decisions.map((each) => (
              <label key={each.value} className={`dk-decision-option dk-decision-option--${each.tone}`}>
                <input type="radio" name={task.id} checked={decision === each.value} onChange={() => setDecision(each.value)} />
                <span>{each.label}</span>
              </label>
            ))}
          </div>
          {isSupplement && <SupplementBuilder materials={one.materials} asked={asked} onChange={setAsked} wrong={tried && incomplete} />}
          <TextArea label={t('opinion')} value={opinion} onChange={setOpinion} max={4000} required={option?.needsOpinion === true && !isSupplement} />
          {tried && incomplete && !isSupplement && <span className="dk-wrong">{t('opinionNeeded')}</span>}
          <details className="dk-phrases">
            <summary>{t('templates')}</summary>
            {(['phrase1', 'phrase2', 'phrase3', 'phrase4'] as const).map((phrase) => (
              <button key={phrase} type="button" onClick={() => setOpinion((before) => before + t(phrase))}>
                {t(phrase)}
              </button>
            ))}
          </details>
          <details className="dk-phrases">
            <summary>
              {t('files')}
              {files !== null && files.length > 0 && ` · ${files.length}`}
            </summary>
            <FileField id={`files-${task.id}`} accept={['.pdf', '.ofd', '.jpg', '.png']} max={20} value={files} onChange={setFiles} />
          </details>
          {option?.tone === 'danger' && (
            <p className="dk-note dk-note--soon">
              <Icon name="warning" />
              {t('confirmDanger')}
            </p>
          )}
          <RefusalNote refusal={decide.refusal} onReload={() => (decide.clear(), onReload())} />
          <Button submit tone={option?.tone === 'danger' ? 'danger' : 'primary'} className="dk-block" busy={decide.pending} disabled={option === undefined}>
            {option === undefined ? t('submit') : `${t('submit')}${between().named}${option.label}`}
          </Button>
        </>
      )}
      <Operations task={task} onReload={onReload} />
    </form>
  );
}

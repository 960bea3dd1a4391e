import './designers.css';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { designers } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote, Waiting } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import type { DefinitionText } from './design-body.tsx';
import { designerWords } from './designer-words.ts';
import { DifferenceList } from './difference-list.tsx';
import { PublishPanel } from './publish-panel.tsx';
import { TryPanel } from './try-panel.tsx';

const Body = lazy(() => import('./design-body.tsx'));
export type Draft = OutputOf<typeof designers.getDraft>;
type Problems = OutputOf<typeof designers.checkDefinition>['problems'];
type Tab = 'problems' | 'try' | 'differences' | 'publish';

export default function DraftPage() {
  const { draftId = '' } = useParams();
  const found = useRead(designers.getDraft, { draftId });
  return <Answered of={found}>{(draft) => <Desk key={draft.id} draft={draft} onReload={() => found.refetch().then(() => undefined)} />}</Answered>;
}

function Desk({ draft, onReload }: { draft: Draft; onReload: () => Promise<void> }) {
  const t = useWords(designerWords);
  const navigate = useNavigate();
  const [text, setText] = useState<DefinitionText>({ definition: draft.definition, file: draft.file });
  /** What the server has; anything else is not saved yet. */
  const [kept, setKept] = useState({ version: draft.version, text });
  const [drawing, setDrawing] = useState(0);
  const [tab, setTab] = useState<Tab>(draft.state === 'proposed' ? 'publish' : 'problems');
  const [problems, setProblems] = useState<Problems | null>(null);
  const [shown, setShown] = useState<string | undefined>();
  const save = useWrite(designers.saveDraft);
  const check = useWrite(designers.checkDefinition);
  const discard = useWrite(designers.discardDraft);
  const changed = text !== kept.text;
  const version = Math.max(kept.version, draft.version);
  const keep = async (): Promise<number | undefined> => {
    const sent = text;
    const answer = await save.send({ draftId: draft.id, version, ...sent });
    if (answer !== undefined) setKept({ version: answer.version, text: sent });
    return answer?.version;
  };
  const look = async (): Promise<void> => {
    setTab('problems');
    const answer = await check.send({ kind: draft.kind, id: draft.definitionId, ...text });
    if (answer !== undefined) setProblems(answer.problems);
  };
  const reload = async (): Promise<void> => {
    save.clear();
    await onReload();
    setDrawing((n) => n + 1);
  };
  return (
    <>
      <PageHead
        title={draft.title}
        sub={
          <>
            <Link to={`/designs/${draft.kind}/${draft.definitionId}`}>{t(draft.kind)}</Link> · <span className="dk-code">{draft.definitionId}</span> · {draft.baseVersion === null ? t('isNew') : t('basedOn', { n: draft.baseVersion })} · {draft.organisationName}{' '}
            <Tag tone={draft.state === 'proposed' ? 'soon' : draft.state === 'published' ? 'good' : 'accent'}>{t(draft.state)}</Tag>
          </>
        }
      >
        {draft.mayEdit && (
          <>
            <span className="dk-soft" role="status">
              {changed ? t('unsaved') : kept.version > 1 ? t('saved', { n: version }) : ''}
            </span>
            <Button tone="primary" busy={save.pending} disabled={!changed} onClick={() => void keep()}>
              {t('save')}
            </Button>
            <Button busy={check.pending} onClick={() => void look()}>
              {t('check')}
            </Button>
            <Button tone="quiet" onClick={() => void discard.send({ draftId: draft.id, version }).then((answer) => answer !== undefined && navigate(`/designs`))}>
              {t('discard')}
            </Button>
          </>
        )}
      </PageHead>
      {draft.opinion !== null && draft.state === 'open' && (
        <p className="dk-note dk-note--soon">
          <Icon name="warning" />
          {t('returned', { what: draft.opinion })}
        </p>
      )}
      <RefusalNote refusal={save.refusal ?? check.refusal ?? discard.refusal} onReload={() => void reload()} />
      <div className="dk-columns dk-columns--draft">
        <Panel flush className="dk-design-view">
          <Suspense fallback={<Waiting />}>
            <Body key={drawing} kind={draft.kind} id={draft.definitionId} text={text} readOnly={!draft.mayEdit} {...(shown === undefined ? {} : { shown })} onChange={setText} />
          </Suspense>
        </Panel>
        <div>
          <ChoiceBar<Tab> label={t('check')} value={tab} onChange={setTab} options={(['problems', 'try', 'differences', 'publish'] as const).map((value) => ({ value, label: t(value) }))} />
          {tab === 'problems' && <ProblemList problems={problems} onShow={setShown} onCheck={() => void look()} busy={check.pending} />}
          {tab === 'try' && <TryPanel kind={draft.kind} id={draft.definitionId} text={text} onProblems={(found) => (setProblems(found), setTab('problems'))} />}
          {tab === 'differences' && <Panel>{draft.baseVersion === null ? t('isNew') : <DifferenceList kind={draft.kind} id={draft.definitionId} before={draft.baseVersion} after={text} />}</Panel>}
          {tab === 'publish' && <PublishPanel draft={draft} version={version} keep={async () => (changed ? keep() : version)} />}
        </div>
      </div>
    </>
  );
}

function ProblemList({ problems, onShow, onCheck, busy }: { problems: Problems | null; onShow: (path: string) => void; onCheck: () => void; busy: boolean }) {
  const t = useWords(designerWords);
  return (
    <Panel title={problems === null ? t('problems') : t('problemCount', { n: problems.length })} extra={<Button tone="quiet" busy={busy} onClick={onCheck}>{t('check')}</Button>}>
      {problems?.length === 0 && (
        <p className="dk-note dk-note--good" role="status">
          <Icon name="check" />
          {t('noProblems')}
        </p>
      )}
      <ol className="dk-design-problems">
        {(problems ?? []).map((problem, at) => (
          <li key={`${problem.path} ${at}`}>
            <button type="button" className="dk-link" onClick={() => onShow(problem.path)}>
              {problem.words}
            </button>
            <small>
              {problem.path} · {t('line', { line: problem.line })}
            </small>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

import './designers.css';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { designers } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote, Waiting } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords } from '../../words/when.ts';
import { designerWords, type DesignKind } from './designer-words.ts';
import { DifferenceList } from './difference-list.tsx';

const Body = lazy(() => import('./design-body.tsx'));
type Page = OutputOf<typeof designers.getDefinition>;

/** 定义: drawn as it is, with its versions and who names it. */
export default function DesignPage() {
  const { kind = 'process', id = '' } = useParams();
  const [version, setVersion] = useState<number | undefined>();
  const found = useRead(designers.getDefinition, { kind: kind as DesignKind, id, ...(version === undefined ? {} : { version }) }, { keep: true });
  return <Answered of={found}>{(page) => <Sheet page={page} onVersion={setVersion} />}</Answered>;
}

function Sheet({ page, onVersion }: { page: Page; onVersion: (version: number) => void }) {
  const t = useWords(designerWords);
  const navigate = useNavigate();
  const start = useWrite(designers.startDraft);
  const [comparing, setComparing] = useState<number | null>(null);
  const own = page.drafts.find((draft) => draft.mayEdit);
  const inForce = page.versions.find((one) => one.inForce)?.version ?? page.latest;
  const begin = async (from?: number): Promise<void> => {
    const draft = await start.send({ kind: page.kind, id: page.id, ...(from === undefined ? {} : { from: { id: page.id, version: from } }) });
    if (draft !== undefined) void navigate(`/design-drafts/${draft.id}`);
  };
  return (
    <>
      <PageHead
        title={page.title}
        sub={
          <>
            {t(page.kind)} · <span className="dk-code">{page.id}</span> · v{page.version}
          </>
        }
      >
        {page.mayDesign && (
          <Button tone="primary" busy={start.pending} onClick={() => void (own === undefined ? begin() : navigate(`/design-drafts/${own.id}`))}>
            {own === undefined ? t('edit') : t('continue')}
          </Button>
        )}
      </PageHead>
      <RefusalNote refusal={start.refusal} />
      <div className="dk-columns dk-columns--design">
        <Panel flush className="dk-design-view">
          <Suspense fallback={<Waiting />}>
            <Body key={`${page.id}@${page.version}`} kind={page.kind} id={page.id} text={{ definition: page.definition, file: page.file }} readOnly onChange={() => undefined} />
          </Suspense>
        </Panel>
        <div>
          {page.drafts.length > 0 && (
            <Panel title={t('underWay')}>
              <ul className="dk-design-drafts">
                {page.drafts.map((draft) => (
                  <li key={draft.id}>
                    <Link to={`/design-drafts/${draft.id}`}>{draft.mayApprove ? t('review') : t('look')}</Link> <Tag tone="soon">{t(draft.state)}</Tag>
                    <small>
                      {draft.organisationName} · {draft.changedBy} · {instantWords(draft.changedAt)}
                    </small>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel title={t('versions')}>
            <ul className="dk-versions">
              {page.versions.map((one) => (
                <li key={one.version}>
                  <button type="button" className="dk-link" aria-current={one.version === page.version} onClick={() => onVersion(one.version)}>
                    v{one.version}
                  </button>{' '}
                  {one.inForce && <Tag tone="good">{t('inForce')}</Tag>} <span className="dk-soft">{one.from === null ? '' : t('from', { day: one.from })}</span>
                  {one.by !== null && (
                    <small>
                      {t('by', { by: one.by })}
                      {one.approvedBy !== null && `，${t('approvedBy', { by: one.approvedBy })}`}{between().named}{one.reason}
                    </small>
                  )}
                  <div className="dk-buttons">
                    {one.version !== inForce && <Button tone="quiet" onClick={() => setComparing(comparing === one.version ? null : one.version)}>{t('compare')}</Button>}
                    {page.mayDesign && one.version !== page.latest && <Button tone="quiet" onClick={() => void begin(one.version)}>{t('goBack')}</Button>}
                  </div>
                  {comparing === one.version && <DifferenceList kind={page.kind} id={page.id} before={inForce} after={one.version} />}
                </li>
              ))}
            </ul>
          </Panel>
          <Uses title={t('usedBy')} uses={page.usedBy} />
          <Uses title={t('uses')} uses={page.uses} />
        </div>
      </div>
    </>
  );
}

const designed = new Set(['process', 'form', 'decision']);

function Uses({ title, uses }: { title: string; uses: Page['uses'] }) {
  const t = useWords(designerWords);
  if (uses.length === 0) return null;
  return (
    <Panel title={`${title} · ${uses.length}`}>
      <ul className="dk-design-uses">
        {uses.map((use) => (
          <li key={`${use.kind}/${use.id}`}>
            <Tag>{use.kind in designerWords.phrases ? t(use.kind as 'process') : use.kind}</Tag>{' '}
            {designed.has(use.kind) ? <Link to={`/designs/${use.kind}/${use.id}`}>{use.title}</Link> : use.kind === 'service-item' ? <Link to={`/items/${use.id}`}>{use.title}</Link> : use.title}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

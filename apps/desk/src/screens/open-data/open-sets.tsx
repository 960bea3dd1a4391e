import { useState } from 'react';
import { Link } from 'react-router';
import { openData } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords } from '../../words/when.ts';
import { ConditionalAccess } from './conditional-access.tsx';
import { Harvests } from './harvests.tsx';
import { openWords } from './open-words.ts';

const states = ['all', 'waiting', 'open', 'draft', 'withdrawn'] as const;
export const stateTone = { draft: 'quiet', building: 'accent', waiting: 'soon', open: 'good', withdrawn: 'bad' } as const;

/** 公共数据开放: all sets with their state, and what the public asked. */
export default function OpenSets() {
  const t = useWords(openWords);
  const [state, setState] = useState<(typeof states)[number]>('all');
  const found = useRead(openData.listDeskSets, state === 'all' ? {} : { state }, { keep: true });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <ConditionalAccess />
      <Asked />
      <Panel title={t('set')} flush extra={<ChoiceBar label={t('state')} value={state} onChange={setState} options={states.map((value) => ({ value, label: t(value) }))} />}>
        <Answered of={found}>
          {({ sets }) => (
            <DataTable
              label={t('title')}
              rows={sets}
              rowId={(row) => row.name}
              to={(row) => `/open-data/${row.name}`}
              empty={t('none')}
              columns={[
                { id: 'title', title: t('set'), lead: true, cell: (row) => <Link className="dk-strong" to={`/open-data/${row.name}`}>{row.title}</Link> },
                { id: 'state', title: t('state'), cell: (row) => <Tag tone={stateTone[row.state]}>{t(row.state)}</Tag> },
                { id: 'version', title: t('version'), align: 'end', cell: (row) => row.currentVersion || '—' },
                { id: 'body', title: t('body'), cell: (row) => row.organisation },
                { id: 'origin', title: t('origin'), cell: (row) => t(row.origin) },
                { id: 'failed', title: t('failed'), cell: (row) => (row.failed.length === 0 ? '' : <Tag tone="bad">{row.failed.length}</Tag>) },
                { id: 'updated', title: t('updated'), cell: (row) => instantWords(row.updatedAt) },
              ]}
            />
          )}
        </Answered>
      </Panel>
      <Harvests />
    </>
  );
}

function Asked() {
  const t = useWords(openWords);
  const found = useRead(openData.listDeskRequests, {});
  const decide = useWrite(openData.decideShowcase);
  return (
    <Answered of={found}>
      {({ requests, showcases }) => (
        <>
          <Panel title={t('requests')}>{requests.length === 0 ? <p className="dk-soft">{t('noRequests')}</p> : requests.map((r) => <Request key={r.id} request={r} />)}</Panel>
          <Panel title={t('showcases')}>
            <RefusalNote refusal={decide.refusal} />
            {showcases.length === 0 ? <p className="dk-soft">{t('noShowcases')}</p> : showcases.map((s) => (
              <div key={s.id}>
                <p><b>{s.title}</b> {s.by}</p>
                <p>{s.summary}</p>
                <Button tone="primary" busy={decide.pending} onClick={() => void decide.send({ id: s.id, version: s.version, shown: true })}>{t('show')}</Button>{' '}
                <Button busy={decide.pending} onClick={() => void decide.send({ id: s.id, version: s.version, shown: false })}>{t('hide')}</Button>
              </div>
            ))}
          </Panel>
        </>
      )}
    </Answered>
  );
}

function Request({ request }: { request: { id: string; title: string; body: string; dueOn: string | null; set: string | null; version: number } }) {
  const t = useWords(openWords);
  const answer = useWrite(openData.answerRequest);
  const [text, setText] = useState('');
  return (
    <div>
      <p><b>{request.title}</b> {request.set} <span className="dk-soft">{t('due')} {request.dueOn ?? '—'}</span></p>
      <p>{request.body}</p>
      <RefusalNote refusal={answer.refusal} />
      <TextArea label={t('answer')} value={text} onChange={setText} />
      <Button tone="primary" busy={answer.pending} disabled={text.trim().length < 2} onClick={() => void answer.send({ id: request.id, version: request.version, answer: text })}>{t('send')}</Button>
    </div>
  );
}

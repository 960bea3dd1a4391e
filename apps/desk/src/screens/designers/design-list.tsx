import './designers.css';
import { useDeferredValue, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { designers } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { instantWords } from '../../words/when.ts';
import { designerWords, type DesignKind } from './designer-words.ts';

/** 设计器: every definition, and what is being drafted. */
export default function DesignList() {
  const t = useWords(designerWords);
  const c = useWords(common);
  const [kind, setKind] = useState<DesignKind | 'all'>('process');
  const [text, setText] = useState('');
  const [creating, setCreating] = useState(false);
  const wanted = useDeferredValue(text.trim());
  const found = useMore(designers.listDefinitions, { ...(kind === 'all' ? {} : { kind }), ...(wanted === '' ? {} : { text: wanted }), limit: 50 });
  const mayCreate = [useMay('processes.manage'), useMay('forms.manage')].includes(true);
  const pages = found.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.definitions);
  const drafts = pages[0]?.drafts ?? [];
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        {mayCreate && (
          <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
            {t('create')}
          </Button>
        )}
      </PageHead>
      {drafts.length > 0 && (
        <Panel title={t('underWay')}>
          <ul className="dk-design-drafts">
            {drafts.map((draft) => (
              <li key={draft.id}>
                <Link to={`/design-drafts/${draft.id}`}>{draft.title}</Link> <Tag tone={draft.state === 'proposed' ? 'soon' : 'accent'}>{draft.state === 'proposed' ? t('proposed') : t('open')}</Tag>
                <small>
                  {t(draft.kind)} · {draft.organisationName} · {draft.changedBy} · {instantWords(draft.changedAt)}
                </small>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel flush>
        <div className="dk-filters dk-design-filters">
          <ChoiceBar<DesignKind | 'all'> label={t('kind')} value={kind} onChange={setKind} options={(['process', 'form', 'decision', 'all'] as const).map((value) => ({ value, label: t(value) }))} />
          <input className="dk-input dk-design-find" type="search" aria-label={t('find')} placeholder={t('find')} maxLength={60} value={text} onChange={(event) => setText(event.target.value)} />
        </div>
        <Answered of={found}>
          {() => (
            <DataTable
              label={t('title')}
              rows={rows}
              rowId={(row) => `${row.kind}/${row.id}`}
              to={(row) => `/designs/${row.kind}/${row.id}`}
              columns={[
                { id: 'name', title: t('name'), lead: true, cell: (row) => <Link to={`/designs/${row.kind}/${row.id}`}>{row.title}</Link> },
                { id: 'kind', title: t('kind'), cell: (row) => t(row.kind) },
                { id: 'id', title: t('id'), cell: (row) => <code className="dk-code">{row.id}</code> },
                { id: 'version', title: c('version'), cell: (row) => <>v{row.version} {row.coming !== null && <Tag tone="soon">{t('coming', { n: row.coming.version, day: row.coming.from ?? '' })}</Tag>}</> },
                { id: 'used', title: t('usedByCount'), align: 'end', cell: (row) => row.usedBy },
                { id: 'state', title: c('state'), cell: (row) => (row.draft === null ? '' : <Tag tone={row.draft === 'proposed' ? 'soon' : 'accent'}>{t(row.draft)}</Tag>) },
              ]}
            />
          )}
        </Answered>
        {found.hasNextPage && <Button onClick={() => void found.fetchNextPage()}>{c('more')}</Button>}
      </Panel>
      {creating && <Create kind={kind === 'all' ? 'process' : kind} onClose={() => setCreating(false)} />}
    </>
  );
}

function Create({ kind: first, onClose }: { kind: DesignKind; onClose: () => void }) {
  const t = useWords(designerWords);
  const c = useWords(common);
  const navigate = useNavigate();
  const [kind, setKind] = useState<DesignKind>(first);
  const [id, setId] = useState('');
  const [title, setTitle] = useState('');
  const [from, setFrom] = useState('');
  const known = useRead(designers.listDefinitions, { kind, limit: 100 }).data?.definitions ?? [];
  const start = useWrite(designers.startDraft);
  const send = async (): Promise<void> => {
    const draft = await start.send({ kind, id: id.trim(), title: title.trim(), ...(from === '' ? {} : { from: { id: from } }) });
    if (draft !== undefined) void navigate(`/design-drafts/${draft.id}`);
  };
  return (
    <Dialog
      title={t('createTitle')}
      open
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button tone="primary" busy={start.pending} disabled={!/^[a-z][a-z0-9.-]{1,79}$/.test(id.trim()) || title.trim() === ''} onClick={() => void send()}>
            {t('create')}
          </Button>
        </>
      }
    >
      <Select<DesignKind> label={t('kind')} value={kind} onChange={(next) => (setKind(next), setFrom(''))} options={(['process', 'form', 'decision'] as const).map((value) => ({ value, label: t(value) }))} />
      <TextInput label={t('name')} value={title} onChange={setTitle} max={100} required />
      <TextInput label={t('createId')} value={id} onChange={setId} max={80} required />
      <Select label={t('copyOf')} value={from} onChange={setFrom} options={[{ value: '', label: t('blank') }, ...known.map((one) => ({ value: one.id, label: one.title }))]} />
      <RefusalNote refusal={start.refusal} />
    </Dialog>
  );
}

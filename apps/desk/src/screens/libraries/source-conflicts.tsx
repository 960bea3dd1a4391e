import { useState } from 'react';
import { Link } from 'react-router';
import { libraries } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { TaskDialog, type OwnTask } from '../../pieces/task-dialog.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { libraryWords } from './library-words.ts';

const states = ['open', 'closed'] as const;
const plain = (value: string | number | boolean | null): string => (value === null ? '—' : String(value));

/** 一数一源: contradictions between the register and another body's table, with both values; below them who answers for which field. */
export default function SourceConflicts() {
  const t = useWords(libraryWords);
  const [state, setState] = useState<(typeof states)[number]>('open');
  const conflicts = useRead(libraries.listConflicts, { state }, { keep: true });
  const sources = useRead(libraries.listSources, {});
  const mayOpen = useMay('cases.view');
  const [open, setOpen] = useState<{ task: OwnTask; title: string } | null>(null);
  return (
    <>
      <PageHead title={t('oneSource')} sub={t('oneSourceSub')} />
      <Panel title={t('conflicts')} flush extra={<ChoiceBar label={t('conflicts')} value={state} onChange={setState} options={states.map((value) => ({ value, label: t(`c_${value}`) }))} />}>
        <Answered of={conflicts}>
          {(page) => (
            <DataTable
              label={t('conflicts')}
              rows={page.conflicts.flatMap((k) => k.fields.map((field) => ({ ...k, field })))}
              rowId={(row) => `${row.caseId} ${row.field.id}`}
              to={mayOpen ? (row) => `/cases/${row.caseId}` : undefined}
              empty={t('noConflicts')}
              columns={[
                { id: 'field', title: t('field'), lead: true, cell: (row) => (mayOpen ? <Link className="dk-strong" to={`/cases/${row.caseId}`}>{row.field.title}</Link> : <b>{row.field.title}</b>) },
                { id: 'ours', title: t('ours'), cell: (row) => plain(row.field.ours) },
                { id: 'theirs', title: t('theirs'), cell: (row) => plain(row.field.theirs) },
                { id: 'from', title: t('raisedBy'), cell: (row) => row.from },
                { id: 'responsible', title: t('responsible'), cell: (row) => row.responsible },
                { id: 'due', title: t('due'), cell: (row) => (row.closedAt === null ? (row.due ?? t('none')) : <Tag tone={row.state === 'granted' ? 'good' : 'quiet'}>{t(row.state === 'granted' ? 'adopted' : 'kept')}</Tag>) },
                { id: 'number', title: t('number'), cell: (row) => row.number },
                { id: 'act', title: '', cell: (row) => (row.task === null ? null : <Button onClick={() => setOpen({ task: row.task!, title: row.field.title })}>{row.task.name}</Button>) },
              ]}
            />
          )}
        </Answered>
      </Panel>
      {open === null ? null : <TaskDialog {...open} onClose={() => setOpen(null)} />}
      <Panel title={t('sourceList')} flush>
        <Answered of={sources}>
          {(page) => (
            <DataTable
              label={t('sourceList')}
              rows={page.registers.flatMap((r) => r.sources.map((s) => ({ ...s, alone: r.sources.length === 1, register: r.title, basis: r.basis })))}
              rowId={(row) => `${row.register} ${row.title}`}
              columns={[
                { id: 'source', title: t('responsible'), lead: true, cell: (row) => <b>{row.title}</b> },
                { id: 'register', title: t('registers'), cell: (row) => row.register },
                { id: 'fields', title: t('fields'), cell: (row) => (row.alone ? `${t('allFields')} · ${row.fields.length}` : row.fields.map((f) => f.title).join(between().things)) },
                { id: 'basis', title: t('basis'), cell: (row) => row.basis },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}

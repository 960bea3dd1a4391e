import { useState } from 'react';
import { security } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { exactWords } from '../../words/when.ts';
import { operationWords } from './operation-words.ts';
import { securityWords } from './security-words.ts';

const actorKinds = { anonymous: 'a_anonymous', citizen: 'a_citizen', officer: 'a_officer', machine: 'a_machine', system: 'a_system' } as const;

const startOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

/** 审计日志. */
export default function AuditLog() {
  const t = useWords(securityWords);
  const c = useWords(common);
  const [typed, setTyped] = useState({ subject: '', contract: '', from: '', to: '' });
  const [asked, setAsked] = useState(typed);
  const pages = useMore(security.listTraces, {
    ...(asked.subject === '' ? {} : { subject: asked.subject }),
    ...(asked.contract === '' ? {} : { contract: asked.contract }),
    ...(asked.from === '' ? {} : { from: startOf(asked.from) }),
    ...(asked.to === '' ? {} : { to: new Date(Date.parse(startOf(asked.to)) + 86_400_000).toISOString() }),
    limit: 50,
  });
  const field = (name: keyof typeof typed, type: 'text' | 'date' = 'text') => <TextInput label={t(name)} type={type} value={typed[name]} onChange={(value) => setTyped({ ...typed, [name]: value })} max={100} />;
  return (
    <>
      <PageHead title={t('audit')} sub={t('auditSub')} />
      <form
        className="dk-form-row"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        {field('subject')}
        {field('contract')}
        {field('from', 'date')}
        {field('to', 'date')}
        <Button submit tone="primary" icon="search">
          {c('search')}
        </Button>
      </form>
      <Panel flush>
        <More of={pages} rows={(page) => page.traces}>
          {(traces) => (
            <DataTable
              label={t('audit')}
              rows={traces}
              rowId={(row) => row.id}
              empty={t('none')}
              columns={[
                { id: 'at', title: t('at'), cell: (row) => <span className="dk-nowrap">{exactWords(row.at)}</span> },
                { id: 'actor', title: t('actor'), lead: true, cell: (row) => (<><b>{row.actor}</b><small>{row.organisationName ?? (row.actorKind in actorKinds ? t(actorKinds[row.actorKind as keyof typeof actorKinds]) : row.actorKind)}</small></>) },
                { id: 'contract', title: t('contract'), cell: (row) => (<>{operationWords(row.contract)}<small className="dk-code">{row.contract}</small></>) },
                { id: 'object', title: t('object'), cell: (row) => <span className="dk-code dk-small">{row.subject ?? '—'}</span> },
                { id: 'outcome', title: t('outcome'), cell: (row) => <Tag tone={row.outcome === 'done' ? 'good' : 'bad'}>{row.outcome === 'done' ? t('ok') : row.outcome}</Tag> },
                { id: 'request', title: t('request'), cell: (row) => <span className="dk-code dk-small">{row.requestId}</span> },
              ]}
            />
          )}
        </More>
      </Panel>
    </>
  );
}

import { useState } from 'react';
import { useNavigate } from 'react-router';
import { identity } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { dayWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { machineWords } from './machine-words.ts';
import { RegisterMachine } from './register-machine.tsx';
import { SecretOnce } from './secret-once.tsx';

export const machineTones = { active: 'good', suspended: 'soon', expired: 'bad', closed: 'quiet' } as const;

/** 部门系统: those of the departments in scope, and what ends soon. */
export default function MachineList() {
  const t = useWords(machineWords);
  const navigate = useNavigate();
  const may = useMay('machines.manage');
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ clientId: string; secretTicket: string | null } | null>(null);
  const machines = useMore(identity.listMachines, { ...(text === '' ? {} : { text }), limit: 50 }, true, 'after');
  const expiring = useRead(identity.listExpiring, {});
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')}>
        <SearchBox label={t('find')} value={text} onSearch={setText} />
        {may && (
          <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
            {t('register')}
          </Button>
        )}
      </PageHead>
      <TablePanel
        title={t('expiring')}
        of={expiring}
        rows={(answer) => answer.expiring}
        rowId={(row) => row.kind + row.id + row.until}
        empty={t('nothingExpires')}
        columns={[
          { id: 'name', title: t('name'), lead: true, cell: (row) => (row.kind === 'machine' || row.kind === 'machine-key' ? <LeadLink to={`/machines/${row.id}`}>{row.name}</LeadLink> : row.name) },
          { id: 'kind', title: t('purpose'), cell: (row) => t(row.kind) },
          { id: 'until', title: t('validTo'), cell: (row) => <Tag tone={Date.parse(row.until) < Date.now() ? 'bad' : 'soon'}>{dayWords(row.until.slice(0, 10))}</Tag> },
        ]}
      />
      <Panel title={t('title')} flush>
        <More of={machines} rows={(page) => page.machines}>
          {(list) => (
            <DataTable
              label={t('title')}
              rows={list}
              rowId={(row) => row.clientId}
              to={(row) => `/machines/${row.clientId}`}
              empty={t('none')}
              columns={[
                {
                  id: 'name',
                  title: t('name'),
                  lead: true,
                  cell: (row) => <LeadLink to={`/machines/${row.clientId}`} code={row.clientId}>{row.name}</LeadLink>,
                },
                { id: 'organisation', title: t('organisation'), cell: (row) => row.organisationName },
                { id: 'contact', title: t('contact'), cell: (row) => (row.contact === null ? '—' : `${row.contact} ${row.contactPhone ?? ''}`) },
                { id: 'until', title: t('validTo'), cell: (row) => (row.validUntil === null ? '—' : dayWords(row.validUntil.slice(0, 10))) },
                { id: 'state', title: t('state'), cell: (row) => <Tag tone={machineTones[row.state]}>{t(row.state)}</Tag> },
              ]}
            />
          )}
        </More>
      </Panel>
      {open && (
        <RegisterMachine
          open
          onClose={() => setOpen(false)}
          onMade={(one) => {
            setOpen(false);
            if (one.secretTicket === null) void navigate(`/machines/${one.clientId}`);
            else setMade(one);
          }}
        />
      )}
      <SecretOnce ticket={made?.secretTicket ?? null} onClose={() => { const to = made?.clientId; setMade(null); if (to !== undefined) void navigate(`/machines/${to}`); }} />
    </>
  );
}

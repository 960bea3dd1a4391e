import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { sharing } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay, useSession } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayOfWords, instantWords } from '../../words/when.ts';
import './data-sharing.css';
import { grantTones } from './grants.tsx';
import { PublishService } from './publish-service.tsx';
import { serviceWords } from './service-words.ts';
import { sharingWords } from './sharing-words.ts';
import { TryDialog } from './try-dialog.tsx';

type Service = OutputOf<typeof sharing.listServices>['services'][number];
type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];
const modes = ['verify', 'query', 'batch', 'changes', 'file', 'proxy', 'peer'] as const;

/** Ended within the last month: a body is told what was taken from it, when and why. */
const lately = (g: Grant): boolean => (g.endedAt ?? g.validTo) > new Date(Date.now() - 30 * 86_400_000).toISOString();

/** 数据服务: what is offered, what was granted to the official's own body, tried from here. */
export default function ServiceList() {
  const [t, words, granted] = [useWords(serviceWords), useWords(common), useWords(sharingWords)];
  const session = useSession();
  const [mayManage, mayTry] = [useMay('exchange.manage'), useMay('exchange.request')];
  const [mode, setMode] = useState<(typeof modes)[number] | 'all'>('all');
  const [publishing, setPublishing] = useState(false);
  const [changing, setChanging] = useState<Service | null>(null);
  const [trying, setTrying] = useState<Grant | null>(null);
  const [text, setText] = useState('');
  const services = useMore(sharing.listServices, { ...(mode === 'all' ? {} : { mode }), ...(text === '' ? {} : { text }), limit: 30 });
  const [organisation] = session.organisations;
  const grants = useRead(sharing.listGrants, { ...(organisation === undefined ? {} : { organisation }), limit: 100 }, { ready: mayTry });
  const all = useRead(sharing.listServices, {}, { ready: mayTry });
  const registerOf = (grant: Grant): string | null => all.data?.services.find((s) => s.id === grant.service)?.register ?? null;
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')}>{mayManage && <Button tone="primary" icon="plus" onClick={() => setPublishing(true)}>{t('publish')}</Button>}</PageHead>
      {mayTry && (
        <TablePanel
          title={t('myGrants')} of={grants} rows={(answer) => answer.grants.filter((g) => g.state === 'active' || lately(g))} rowId={(row) => row.id}
          empty={<>{t('noGrants')} <Link to="/data-catalogue">{t('catalogue')}</Link></>}
          columns={[
            { id: 'service', title: t('service'), lead: true, cell: (row) => <b>{row.serviceTitle}</b> },
            { id: 'mode', title: t('mode'), cell: (row) => (row.mode === null ? '—' : t(`m_${row.mode}`)) },
            { id: 'purpose', title: t('purpose'), cell: (row) => row.purpose },
            { id: 'until', title: t('until'), cell: (row) => dayOfWords(row.validTo) },
            { id: 'state', title: t('state'), cell: (row) => <><Tag tone={grantTones[row.state]}>{granted(row.state)}</Tag>{row.endedAt !== null && <small>{[instantWords(row.endedAt), row.endReason].join(between().clauses)}</small>}</> },
            { id: 'try', title: '', align: 'end', cell: (row) => (row.state === 'active' && row.mode !== null && row.mode !== 'peer' ? <Button onClick={() => setTrying(row)}>{t('try')}</Button> : null) },
          ]}
        />
      )}
      <div className="dk-filters">
        <ChoiceBar label={t('mode')} value={mode} onChange={setMode} options={[{ value: 'all', label: t('all') }, ...modes.map((value) => ({ value, label: t(`m_${value}`) }))]} />
        <span className="dk-spring" />
        <SearchBox label={t('find')} value={text} onSearch={setText} />
      </div>
      <More of={services} rows={(page) => page.services}>
        {(rows, first) => (
          <Panel title={t('services')} flush extra={words('of', { n: first.total })}>
            <DataTable
              label={t('services')} rows={rows} rowId={(row) => row.id} empty={t(text === '' ? 'none' : 'notFound')}
              columns={[
                { id: 'title', title: t('service'), lead: true, cell: (row) => <b>{row.title}</b> },
                { id: 'mode', title: t('mode'), cell: (row) => t(`m_${row.mode}`) },
                { id: 'provider', title: t('provider'), cell: (row) => row.providerName ?? t('everyPlace') },
                { id: 'fields', title: t('fieldCount'), align: 'end', cell: (row) => (row.fields.length === 0 ? '—' : t('fields', { n: row.fields.length })) },
                { id: 'state', title: t('state'), cell: (row) => <Tag tone={row.state === 'active' ? 'good' : 'soon'}>{t(row.state)}</Tag> },
                { id: 'paper', title: t('document'), cell: (row) => <a href={`/api/exchange/services/${row.id}/openapi`} title={row.path}>OpenAPI<span className="dk-hidden"> {row.title}</span></a> },
                { id: 'act', title: '', align: 'end', cell: (row) => (mayManage && row.origin === 'desk' ? <Button tone="quiet" onClick={() => setChanging(row)}>{t(row.state === 'active' ? 'suspend' : 'resume')}</Button> : null) },
              ]}
            />
          </Panel>
        )}
      </More>
      {publishing && <PublishService onClose={() => setPublishing(false)} />}
      {changing !== null && <ChangeState service={changing} onClose={() => setChanging(null)} />}
      {trying !== null && <TryDialog grant={trying} register={registerOf(trying)} onClose={() => setTrying(null)} />}
    </>
  );
}

function ChangeState({ service, onClose }: { service: Service; onClose: () => void }) {
  const [t, words] = [useWords(serviceWords), useWords(common)];
  const put = useWrite(sharing.putService);
  const [reason, setReason] = useState('');
  const act = service.state === 'active' ? 'suspend' : 'resume';
  const send = async (): Promise<void> => {
    if ((await put.send({ id: service.id, version: service.version, definition: null, state: act === 'suspend' ? 'suspended' : 'active', reason })) !== undefined) onClose();
  };
  return (
    <Dialog title={[t(act), service.title].join(between().named)} open onClose={onClose} foot={<Button tone={act === 'suspend' ? 'danger' : 'primary'} busy={put.pending} disabled={reason.trim().length < 2} onClick={() => void send()}>{t(act)}</Button>}>
      <RefusalNote refusal={put.refusal} />
      <TextInput label={t('reason')} hint={words('reasonHint')} value={reason} onChange={setReason} max={200} required />
    </Dialog>
  );
}

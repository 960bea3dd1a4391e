import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { useNamesOfDivisions } from '../../form/division-names.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { Erasures } from './erasures.tsx';
import { OpenPushDialog, Pushes } from './pushes.tsx';
import { GiveGrant } from './give-grant.tsx';
import { serviceWords } from './service-words.ts';
import { sharingWords } from './sharing-words.ts';

type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];
const tones = { waiting: 'accent', active: 'good', over: 'quiet', withdrawn: 'bad' } as const;

/** 共享交换: what runs, what was granted. */
export default function ExchangeBoard() {
  const t = useWords(sharingWords);
  const w = useWords(serviceWords);
  const health = useRead(sharing.monitor, {}, { every: 30_000 });
  const grants = useRead(sharing.listGrants, {});
  const may = useMay('exchange.approve');
  const names = useNamesOfDivisions(grants.data?.grants.flatMap((g) => g.division ?? []) ?? []);
  const [ending, setEnding] = useState<Grant | null>(null);
  const [giving, setGiving] = useState(false);
  const [pushing, setPushing] = useState<Grant | null>(null);
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')}>
        <Link className="dk-button dk-button--primary" to="/data-sharing/services">{w('title')}</Link>
        <Link className="dk-button dk-button--plain" to="/data-sharing/levels">{t('cascade')}</Link>
      </PageHead>
      <Panel title={t('monitor')} flush>
        <Answered of={health}>
          {({ services }) => (
            <DataTable label={t('monitor')} rows={services} rowId={(s) => s.service} empty={t('quiet')} columns={[
              { id: 'name', title: t('service'), lead: true, cell: (s) => <><b>{s.title}</b><small className="dk-code">{s.service}</small></> },
              { id: 'calls', title: t('calls'), align: 'end', cell: (s) => numberWords(s.calls) },
              { id: 'failed', title: t('failed'), align: 'end', cell: (s) => (s.failed === 0 ? '0' : <Tag tone="bad">{numberWords(s.failed)}</Tag>) },
              { id: 'refused', title: t('refused'), align: 'end', cell: (s) => numberWords(s.refused) },
              { id: 'rows', title: t('rows'), align: 'end', cell: (s) => numberWords(s.rows) },
              { id: 'slow', title: t('slow'), align: 'end', cell: (s) => <Tag tone={s.promisedMs !== null && s.slowMs > s.promisedMs ? 'bad' : 'quiet'}>{`${numberWords(Math.round(s.slowMs))} ms`}</Tag> },
              { id: 'last', title: t('last'), cell: (s) => s.lastFailure ?? '—' },
              { id: 'paper', title: t('document'), cell: (s) => <a href={`/api/exchange/services/${s.service}/openapi`}>OpenAPI</a> },
            ]} />
          )}
        </Answered>
      </Panel>
      <Panel title={t('grants')} flush extra={may && <Button icon="plus" onClick={() => setGiving(true)}>{t('give')}</Button>}>
        <Answered of={grants}>
          {({ grants: list }) => (
            <DataTable label={t('grants')} rows={list} rowId={(g) => g.id} empty={t('noGrants')} columns={[
              { id: 'service', title: t('service'), lead: true, cell: (g) => <><b>{g.serviceTitle}</b><small>{g.mode === null ? '' : g.fields.length === 0 ? w(`m_${g.mode}`) : `${w(`m_${g.mode}`)} · ${w('fields', { n: g.fields.length })}`}</small></> },
              { id: 'organisation', title: t('organisation'), cell: (g) => g.organisationName },
              { id: 'purpose', title: t('purpose'), cell: (g) => <>{g.purpose}{g.division !== null && <small>{t('onlyDivision', { division: names[g.division] ?? g.division })}</small>}</> },
              { id: 'until', title: t('until'), cell: (g) => dayWords(g.validTo.slice(0, 10)) },
              { id: 'state', title: t('state'), cell: (g) => <><Tag tone={tones[g.state]}>{t(g.state)}</Tag>{g.endedAt !== null && <small>{instantWords(g.endedAt)} {g.endReason}</small>}</> },
              { id: 'act', title: '', cell: (g) => (may && g.state === 'active' ? <>{g.mode === 'changes' && <Button tone="quiet" onClick={() => setPushing(g)}>{t('openPush')}</Button>}<Button tone="quiet" onClick={() => setEnding(g)}>{t('withdraw')}</Button></> : null) },
            ]} />
          )}
        </Answered>
      </Panel>
      <Erasures />
      <Pushes />
      {giving && <GiveGrant onClose={() => setGiving(false)} />}
      {pushing !== null && <OpenPushDialog grant={pushing} onClose={() => setPushing(null)} />}
      {ending !== null && <Withdraw grant={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function Withdraw({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useWords(sharingWords);
  const words = useWords(common);
  const write = useWrite(sharing.withdrawGrant);
  const [reason, setReason] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ grantId: grant.id, reason })) !== undefined) onClose();
  };
  return (
    <Dialog title={[t('withdraw'), grant.serviceTitle].join(between().clauses)} open onClose={onClose} foot={<Button tone="danger" busy={write.pending} disabled={reason.trim().length < 2} onClick={() => void send()}>{t('withdraw')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <p>{t('withdrawWarn')}</p>
      <TextInput label={words('reason')} hint={words('reasonHint')} value={reason} onChange={setReason} required />
    </Dialog>
  );
}

import { Link } from 'react-router';
import { sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { Erasures } from './erasures.tsx';
import { Grants } from './grants.tsx';
import { Members } from './members.tsx';
import { Pushes } from './pushes.tsx';
import { serviceWords } from './service-words.ts';
import { sharingWords } from './sharing-words.ts';

/** 共享交换: what runs, what was granted. */
export default function ExchangeBoard() {
  const t = useWords(sharingWords);
  const w = useWords(serviceWords);
  const health = useRead(sharing.monitor, {}, { every: 30_000 });
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
              { id: 'last', title: t('last'), cell: (s) => s.lastFailureWords ?? '—' },
              { id: 'paper', title: t('document'), cell: (s) => <a href={`/api/exchange/services/${s.service}/openapi`}>OpenAPI</a> },
            ]} />
          )}
        </Answered>
      </Panel>
      <Grants />
      <Erasures />
      <Pushes />
      <Members />
    </>
  );
}

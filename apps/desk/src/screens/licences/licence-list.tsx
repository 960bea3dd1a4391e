import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { dayWords } from '../../words/when.ts';
import { licenceTone, licenceWords } from './licence-words.ts';

const states = ['valid', 'suspended', 'cancelled', 'annulled', 'revoked', 'replaced'] as const;

/** 证照管理: what this body issued, by state and number. */
export default function LicenceList() {
  const t = useWords(licenceWords);
  const c = useWords(common);
  const [number, setNumber] = useState('');
  const [state, setState] = useState<'all' | (typeof states)[number]>('all');
  const pages = useMore(services.listDeskLicences, { ...(number === '' ? {} : { number }), ...(state === 'all' ? {} : { state }), limit: 30 });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <div className="dk-filters">
        <SearchBox label={t('find')} value={number} onSearch={setNumber} />
        <span className="dk-spring" />
        <ChoiceBar label={c('state')} value={state} onChange={setState} options={[{ value: 'all', label: c('all') }, ...states.map((value) => ({ value, label: t(value) }))]} />
      </div>
      <Panel flush>
        <More of={pages} rows={(page) => page.licences}>
          {(licences) => (
            <DataTable
              label={t('title')}
              keys
              rows={licences}
              rowId={(row) => row.recordId}
              to={(row) => `/licences/${row.recordId}`}
              empty={t('empty')}
              columns={[
                { id: 'name', title: t('name'), lead: true, cell: (row) => <><Link className="dk-strong" to={`/licences/${row.recordId}`}>{row.name}</Link><small className="dk-code">{row.number}</small></> },
                { id: 'holder', title: t('holder'), cell: (row) => row.holder },
                { id: 'edition', title: c('version'), cell: (row) => t('edition', { n: row.edition }), width: '6rem' },
                { id: 'issued', title: t('issued'), cell: (row) => dayWords(row.issuedOn), width: '7rem' },
                { id: 'until', title: t('until'), cell: (row) => (row.validTo === null ? t('forever') : dayWords(row.validTo)), width: '7rem' },
                { id: 'state', title: c('state'), cell: (row) => <Tag tone={licenceTone(row.state, row.valid)}>{row.stateWords}</Tag> },
              ]}
            />
          )}
        </More>
      </Panel>
    </>
  );
}

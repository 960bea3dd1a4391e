import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { identity, services } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { Answered, Nothing } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { More } from '../../pieces/more.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { accountWords } from './account-words.ts';
import { DivisionTree } from './division-tree.tsx';

type Organisation = OutputOf<typeof identity.listOrganisations>['organisations'][number];
export const accountTones = { active: 'good', locked: 'bad', closed: 'quiet' } as const;

/** 机构与账号: divisions, their organisations, the officers of one. */
export default function Organisations() {
  const t = useWords(accountWords);
  const [query, setQuery] = useSearchParams();
  const home = useRead(services.deskHome, {});
  const [text, setText] = useState('');
  const division = query.get('division') ?? home.data?.division ?? '';
  const code = query.get('organisation');
  const organisations = useMore(identity.listOrganisations, { ...(text === '' ? { division } : { text, division, below: 'true' }), limit: 100 }, division !== '', 'after');
  return (
    <>
      <PageHead title={t('title')}>
        <SearchBox label={t('find')} value={text} onSearch={setText} />
      </PageHead>
      <div className="dk-three">
        <Panel title={t('tree')}>{division !== '' && <DivisionTree chosen={division} onChoose={(digits) => setQuery({ division: digits })} />}</Panel>
        <Panel title={t('organisations')} flush>
          <More of={organisations} rows={(page) => page.organisations}>
            {(list) =>
              list.length === 0 ? (
                <Nothing />
              ) : (
                <ul className="dk-picklist">
                  {list.map((one) => (
                    <li key={one.creditCode}>
                      <button type="button" aria-current={one.creditCode === code} onClick={() => setQuery({ division, organisation: one.creditCode })}>
                        <Icon name="building" size={16} />
                        {one.name}
                      </button>
                    </li>
                  ))}
                </ul>
              )
            }
          </More>
        </Panel>
        <div>{code === null ? <Panel><Nothing>{t('pick')}</Nothing></Panel> : <OneOrganisation code={code} />}</div>
      </div>
    </>
  );
}

function OneOrganisation({ code }: { code: string }) {
  const t = useWords(accountWords);
  const c = useWords(common);
  const found = useRead(identity.getOrganisation, { creditCode: code });
  const accounts = useMore(identity.listAccounts, { organisation: code, kind: 'officer', limit: 50 }, true, 'after');
  const facts = (one: Organisation) => [[t('code'), <span className="dk-code">{one.creditCode}</span>], [t('function'), one.function], [t('address'), one.address ?? '—'], [t('phone'), one.phone ?? '—']] as const;
  return (
    <Answered of={found}>
      {(one) => (
        <>
          <Panel title={one.name}>
            <Facts columns={1} facts={facts(one)} />
          </Panel>
          <Panel title={t('officers')} flush>
            <More of={accounts} rows={(page) => page.accounts}>
              {(list) => (
                <DataTable
                  label={t('officers')}
                  rows={list}
                  rowId={(row) => row.id}
                  to={(row) => `/accounts/${row.id}`}
                  empty={t('noOfficers')}
                  columns={[
                    {
                      id: 'name',
                      title: t('name'),
                      lead: true,
                      cell: (row) => <LeadLink to={`/accounts/${row.id}`} code={row.loginName}>{row.name}</LeadLink>,
                    },
                    { id: 'post', title: t('post'), cell: (row) => row.title ?? '—' },
                    { id: 'factor', title: t('factor'), cell: (row) => (row.secondFactor ? t('bound') : t('unbound')) },
                    { id: 'state', title: c('state'), cell: (row) => <Tag tone={accountTones[row.state]}>{t(row.state)}</Tag> },
                  ]}
                />
              )}
            </More>
          </Panel>
        </>
      )}
    </Answered>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { data } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords } from '../../words/when.ts';
import { PurposeGate } from './purpose-gate.tsx';
import { registerWords } from './register-words.ts';
import { showValue } from './show-value.ts';

type Register = OutputOf<typeof data.listRegisters>['registers'][number];

export default function RegisterRows() {
  const { registerId = '' } = useParams();
  const found = useRead(data.listRegisters, {});
  return (
    <Answered of={found}>
      {({ registers }) => {
        const register = registers.find((one) => one.id === registerId);
        if (register === undefined) return null;
        return register.personal ? <PurposeGate>{(purpose) => <Rows register={register} purpose={purpose} />}</PurposeGate> : <Rows register={register} />;
      }}
    </Answered>
  );
}

/** Masked rows; searched by the fields that the register allows. */
function Rows({ register, purpose }: { register: Register; purpose?: string }) {
  const t = useWords(registerWords);
  const searchable = register.fields.filter((field) => field.searchable || field.identifier);
  const [field, setField] = useState(searchable[0]?.id ?? '');
  const [chosen, setOp] = useState<'eq' | 'startsWith'>('startsWith');
  // codes are found by their beginning; everything else, and what is masked, by its whole value
  const begins = ((one) => one !== undefined && !one.masked && ['credit-code', 'code', 'division'].includes(one.type))(searchable.find((one) => one.id === field));
  const op = begins ? chosen : 'eq';
  const [text, setText] = useState('');
  const [ended, setEnded] = useState(false);
  const pages = useMore(data.browseRegister, { register: register.id, where: text === '' || field === '' ? [] : [{ field, op, value: text }], ended, limit: 30, ...(purpose === undefined ? {} : { purpose }) });
  const shown = register.fields.filter((one) => one.identifier || one.searchable || /name|title|address|state/i.test(one.id)).slice(0, 6);
  return (
    <>
      <PageHead title={register.title} sub={[register.description, register.authority, register.standard].filter(Boolean).join(' · ')} />
      <div className="dk-filters">
        <select className="dk-input dk-auto" aria-label={t('by')} value={field} onChange={(event) => setField(event.target.value)}>
          {searchable.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
        <select className="dk-input dk-auto" aria-label={t('by')} value={op} onChange={(event) => setOp(event.target.value as 'eq')}>
          {begins && <option value="startsWith">{t('begins')}</option>}
          <option value="eq">{t('value')}</option>
        </select>
        <SearchBox label={register.fields.find((one) => one.id === field)?.title ?? ''} value={text} onSearch={setText} max={100} />
        <label className="dk-check">
          <input type="checkbox" checked={ended} onChange={(event) => setEnded(event.target.checked)} />
          {t('ended')}
        </label>
        <span className="dk-spring" />
        {purpose !== undefined && (
          <small>
            {t('purpose')}{between().named}{purpose}
          </small>
        )}
      </div>
      <Panel flush>
        <More of={pages} rows={(page) => page.records}>
          {(records) => (
            <DataTable
              label={register.title}
              keys
              rows={records}
              rowId={(row) => row.id}
              to={(row) => `/registers/${register.id}/${row.id}`}
              empty={t('none')}
              columns={[
                ...shown.map((one, at) => ({
                  id: one.id,
                  title: one.title,
                  lead: at === 0,
                  cell: (row: (typeof records)[number]) =>
                    at === 0 ? (
                      <Link className={`dk-strong ${/^[\w*-]{1,24}$/.test(showValue(row.data[one.id])) ? 'dk-nowrap' : ''}`} to={`/registers/${register.id}/${row.id}`}>
                        {showValue(row.data[one.id])}
                      </Link>
                    ) : (
                      showValue(row.data[one.id])
                    ),
                })),
                { id: 'recorded', title: t('updated'), cell: (row) => (<><span className="dk-nowrap">{instantWords(row.recordedAt)}</span><small>{row.source}</small></>) },
                { id: 'state', title: t('current'), cell: (row) => (row.endedOn === null ? <Tag tone="good">{t('current')}</Tag> : <Tag>{t('over', { day: row.endedOn })}</Tag>) },
              ]}
            />
          )}
        </More>
      </Panel>
    </>
  );
}

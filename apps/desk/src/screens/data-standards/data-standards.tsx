import { useState } from 'react';
import { Link } from 'react-router';
import { data, dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { mappingWords } from './mapping-words.ts';
import { standardsWords } from './standards-words.ts';

/** 数据标准: the elements with their standards, and how a register keeps to them. */
export default function DataStandards() {
  const t = useWords(standardsWords);
  const m = useWords(mappingWords);
  const [text, setText] = useState('');
  const [register, setRegister] = useState('population');
  const elements = useRead(dataQuality.listElements, { text }, { keep: true });
  const registers = useRead(data.listRegisters, {});
  const conformity = useRead(dataQuality.checkConformity, { register }, { keep: true });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <Link className="dk-button" to="/data-standards/mapping">{m('open')}</Link>
        <SearchBox label={t('find')} value={text} onSearch={setText} />
      </PageHead>
      <Panel title={t('conformity')} flush extra={<Select label={t('register')} value={register} onChange={setRegister} options={(registers.data?.registers ?? []).map((one) => ({ value: one.id, label: one.title }))} />}>
        <Answered of={conformity}>
          {(one) => (
            <>
              <p className="dk-note">{t('facts', { mapped: one.mapped, fields: one.fields.length, conforming: one.conforming, at: one.snapshotAt === null ? t('noSnapshot') : instantWords(one.snapshotAt) })}</p>
              <DataTable
                label={t('conformity')}
                rows={one.fields}
                rowId={(row) => row.field}
                columns={[
                  { id: 'title', title: t('field'), lead: true, cell: (row) => <b>{row.title}</b> },
                  { id: 'element', title: t('element'), cell: (row) => row.elementName ?? '—' },
                  { id: 'standard', title: t('standard'), cell: (row) => row.standard ?? '—' },
                  { id: 'checked', title: t('checked'), align: 'end', cell: (row) => (row.checked === null ? '—' : numberWords(row.checked)) },
                  { id: 'failed', title: t('failed'), align: 'end', cell: (row) => (row.failed === null ? '—' : numberWords(row.failed)) },
                  { id: 'state', title: t('state'), cell: (row) => (row.element === null ? <Tag>{t('unmapped')}</Tag> : row.faults.length + (row.failed ?? 0) === 0 ? <Tag tone="good">{t('keeps')}</Tag> : <Tag tone="bad">{row.faults[0] ?? t('rowsFail')}</Tag>) },
                ]}
              />
            </>
          )}
        </Answered>
      </Panel>
      <Panel title={t('elements')} flush>
        <Answered of={elements}>
          {(found) => (
            <DataTable
              label={t('elements')}
              rows={found.elements}
              rowId={(row) => row.id}
              columns={[
                { id: 'name', title: t('element'), lead: true, cell: (row) => <b>{row.name}</b> },
                { id: 'definition', title: t('definition'), cell: (row) => row.definition },
                { id: 'representation', title: t('representation'), cell: (row) => row.representation ?? (row.codeList !== null ? t('codes') : row.type === 'boolean' ? t('boolean') : row.type) },
                { id: 'standard', title: t('standard'), cell: (row) => row.standard },
                { id: 'used', title: t('used'), align: 'end', cell: (row) => numberWords(row.usedBy.length) },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}

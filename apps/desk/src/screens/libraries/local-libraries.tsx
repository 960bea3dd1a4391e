import { useState } from 'react';
import { libraries } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { libraryWords } from './library-words.ts';

const listed = (text: string): string[] => [...new Set(text.split(/[、,，;；\s]+/).map((one) => one.trim()).filter((one) => one !== ''))];

/** 地方建库登记: what stands beside the base libraries, and registering one more. */
export default function LocalLibraries() {
  const t = useWords(libraryWords);
  const found = useRead(libraries.listLocal, {});
  const send = useWrite(libraries.registerLocal);
  const manages = useMay('registers.manage');
  const [title, setTitle] = useState('');
  const [purpose, setPurpose] = useState('');
  const [fields, setFields] = useState('');
  const [key, setKey] = useState('');
  const [rows, setRows] = useState('');
  const go = async (): Promise<void> => {
    if ((await send.send({ title: title.trim(), purpose: purpose.trim(), fields: listed(fields), key: listed(key), rowsExpected: Number(rows) || 0 })) === undefined) return;
    for (const clear of [setTitle, setPurpose, setFields, setKey, setRows]) clear('');
  };
  return (
    <>
      <PageHead title={t('local')} sub={t('localSub')} />
      <Panel title={t('local')} flush>
        <Answered of={found}>
          {(page) => (
            <DataTable
              label={t('local')}
              rows={page.libraries}
              rowId={(row) => row.id}
              empty={t('noLocal')}
              columns={[
                { id: 'title', title: t('localTitle'), lead: true, cell: (row) => (<><b>{row.title}</b><small>{`${row.number} · ${row.purpose}`}</small></>) },
                { id: 'by', title: t('builder'), cell: (row) => row.organisationName },
                { id: 'fields', title: t('localFields'), cell: (row) => row.fields.join(between().things) },
                { id: 'rows', title: t('localRows'), align: 'end', cell: (row) => numberWords(row.rowsExpected) },
                { id: 'associates', title: t('associates'), cell: (row) => (row.associates.length === 0 ? '—' : <span className="dk-tags">{row.associates.map((one) => <Tag key={one.register}>{one.title}</Tag>)}</span>) },
                { id: 'at', title: t('registered'), cell: (row) => instantWords(row.at) },
              ]}
            />
          )}
        </Answered>
      </Panel>
      {manages && (
        <Panel title={t('localRegister')}>
          <RefusalNote refusal={send.refusal} />
          <TextInput label={t('localTitle')} value={title} onChange={setTitle} max={100} required />
          <TextInput label={t('localPurpose')} value={purpose} onChange={setPurpose} max={500} required />
          <TextArea label={t('localFields')} hint={t('localFieldsHint')} value={fields} onChange={setFields} max={4000} required />
          <div className="dk-form-row">
            <TextInput label={t('localKey')} value={key} onChange={setKey} required />
            <TextInput label={t('localRows')} type="number" value={rows} onChange={setRows} />
          </div>
          <Button tone="primary" busy={send.pending} disabled={title.trim().length < 2 || purpose.trim().length < 4 || listed(fields).length === 0 || listed(key).length === 0} onClick={() => void go()}>{t('localRegister')}</Button>
        </Panel>
      )}
    </>
  );
}

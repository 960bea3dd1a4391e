import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { Nothing } from '../../pieces/answered.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { GovernanceHead } from './governance-tabs.tsx';
import { governanceWords } from './governance-words.ts';
import { SourcePicker, useSnapshot } from './source-picker.tsx';

type Found = OutputOf<typeof dataQuality.findDuplicates> & { source: string };
const sameMax = 5;

/** 疑似重复: found by names written alike; of a register the records are opened for a purpose. */
export default function Duplicates() {
  const t = useWords(governanceWords);
  const find = useWrite(dataQuality.findDuplicates);
  const [source, setSource] = useState('');
  const [name, setName] = useState('');
  const [same, setSame] = useState<string[]>([]);
  const [ignore, setIgnore] = useState('');
  const [key, setKey] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const snapshot = useSnapshot(source);
  const columns = (snapshot?.columns ?? []).filter((c) => !c.name.startsWith('record') && c.kind !== 'digest');
  const texts = columns.filter((c) => c.kind === 'text');
  const options = texts.map((c) => ({ value: c.name, label: c.title }));
  const isFile = source.startsWith('file:');
  const chosenName = name === '' ? (options[0]?.value ?? '') : name;
  const choose = (next: string): void => {
    setSource(next);
    setName('');
    setSame([]);
    setKey('');
    setFound(null);
  };
  const send = async (): Promise<void> => {
    const answer = await find.send({ source, name: chosenName, same, ignore: ignore.split(/[、,，\s]+/).filter((word) => word !== ''), ...(isFile ? { key: key === '' ? chosenName : key } : {}) });
    setFound(answer === undefined ? null : { ...answer, source });
  };
  const toggle = (column: string): void => setSame((now) => (now.includes(column) ? now.filter((c) => c !== column) : [...now, column]));
  return (
    <>
      <GovernanceHead sub={t('duplicatesSub')} />
      <RefusalNote refusal={find.refusal} />
      <Panel title={t('duplicates')}>
        <SourcePicker label={t('source')} value={source} onChange={choose} />
        {snapshot !== undefined && (
          <>
            <div className="dk-form-row">
              <Select label={t('nameColumn')} value={chosenName} onChange={setName} options={options} />
              <TextInput label={t('ignore')} hint={t('ignoreHint')} value={ignore} onChange={setIgnore} max={200} />
              {isFile && <Select label={t('rowName')} value={key === '' ? chosenName : key} onChange={setKey} options={options} />}
            </div>
            <fieldset className="dg-pairs"><legend>{t('alike')}</legend><div className="dg-keys">{columns.filter((c) => c.name !== chosenName).map((c) => <label key={c.name}><input type="checkbox" checked={same.includes(c.name)} disabled={!same.includes(c.name) && same.length >= sameMax} onChange={() => toggle(c.name)} /> {c.title}</label>)}</div></fieldset>
          </>
        )}
        <Button tone="primary" icon="search" busy={find.pending} disabled={snapshot === undefined || chosenName === ''} onClick={() => void send()}>{t('find')}</Button>
      </Panel>
      {found !== null && <Groups found={found} />}
    </>
  );
}

function Groups({ found }: { found: Found }) {
  const t = useWords(governanceWords);
  if (found.groups === 0) return <Panel><Nothing icon="check">{t('noneFound')}</Nothing></Panel>;
  const register = found.source.startsWith('register:') ? found.source.slice('register:'.length) : null;
  return (
    <Panel title={t('found', { groups: numberWords(found.groups), rows: numberWords(found.rows) })} flush extra={found.groups > found.shown.length && t('firstOnly', { n: found.shown.length })}>
      <DataTable
        label={t('duplicates')} rows={found.shown.map((group, at) => ({ ...group, at: at + 1 }))} rowId={(row) => String(row.at)}
        columns={[
          { id: 'group', title: t('group'), width: '5rem', cell: (row) => numberWords(row.at) },
          { id: 'count', title: t('count'), align: 'end', width: '6rem', cell: (row) => numberWords(row.count) },
          { id: 'keys', title: t(register === null ? 'membersOfFile' : 'members'), lead: true, cell: (row) => <span className="dg-keys">{row.keys.map((key, i) => (register === null ? <span key={i}>{key}</span> : <Link key={key} to={`/registers/${register}/${key}`}>{t('record', { n: i + 1 })}</Link>))}</span> },
        ]}
      />
    </Panel>
  );
}

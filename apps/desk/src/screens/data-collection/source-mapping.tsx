import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { collection, data } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select, TextArea } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { collectionWords } from './collection-words.ts';

type Source = OutputOf<typeof collection.listSources>['sources'][number];

/** 字段对照: which column is which field, proposed by name and title, decided by a person. */
export function SourceMapping({ source, maySupply }: { source: Source; maySupply: boolean }) {
  const t = useWords(collectionWords);
  const registers = useRead(data.listRegisters, {});
  const suggest = useWrite(collection.suggestMapping);
  const change = useWrite(collection.changeSource);
  const found = source.lastRun?.facts?.['columns'];
  const [header, setHeader] = useState(Array.isArray(found) ? found.join(', ') : '');
  const [mapping, setMapping] = useState<Record<string, string>>(Object.fromEntries(source.mapping.map((m) => [m.column, m.field])));
  const [saved, setSaved] = useState(false);
  const columns = [...new Set([...header.split(/[,，\t\n]/).map((c) => c.trim()).filter((c) => c !== ''), ...Object.keys(mapping)])].slice(0, 300);
  const [missing, setMissing] = useState<string[]>([]);
  const fields = registers.data?.registers.find((one) => one.id === source.register)?.fields ?? [];
  const propose = async (): Promise<void> => {
    setSaved(false);
    const answer = await suggest.send({ register: source.register, columns });
    if (answer === undefined) return;
    setMapping(Object.fromEntries(answer.mapping.map((m) => [m.column, m.field])));
    setMissing(answer.missing.filter((m) => m.required).map((m) => m.title));
  };
  const save = async (): Promise<void> => {
    const rows = Object.entries(mapping).filter(([, field]) => field !== '').map(([column, field]) => ({ column, field }));
    const { id, version, name, settings, everyMinutes, mayBeEmpty, state } = source;
    const answer = await change.send({ sourceId: id, version, name, settings, mayBeEmpty, state, mapping: rows, ...(everyMinutes === null ? {} : { everyMinutes }) });
    setSaved(answer !== undefined);
  };
  return (
    <>
      <RefusalNote refusal={suggest.refusal ?? change.refusal} />
      <p className="dk-soft">{t('mappingHint')}</p>
      {maySupply && <TextArea label={t('header')} value={header} onChange={setHeader} rows={2} max={20_000} />}
      {maySupply && <Button icon="search" busy={suggest.pending} disabled={columns.length === 0} onClick={() => void propose()}>{t('suggest')}</Button>}
      {missing.length > 0 && <p className="dk-note dk-note--soon">{t('missing', { fields: missing.join(between().things) })}</p>}
      {columns.length > 0 && Object.keys(mapping).length > 0 && (
        <div className="dk-form-row">
          {columns.map((column) => (
            <Select key={column} label={column} value={mapping[column] ?? ''} onChange={(field) => { setSaved(false); setMapping({ ...mapping, [column]: field }); }} options={[{ value: '', label: t('none') }, ...fields.map((f) => ({ value: f.id, label: f.title }))]} />
          ))}
        </div>
      )}
      {maySupply && Object.keys(mapping).length > 0 && <Button tone="primary" busy={change.pending} onClick={() => void save()}>{t('save')}</Button>}
      {saved && <span role="status" className="dk-soft"> {t('saved')}</span>}
    </>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { refusalOf, type Refusal } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { useWords } from '../../words/define-words.ts';
import { collectionWords } from './collection-words.ts';
import { sendTable } from './send-table.ts';

/** 报送文件: one file at a time, with what part of it has gone out. */
export function HandIn({ sourceId }: { sourceId: string }) {
  const t = useWords(collectionWords);
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRefusal(null);
    setSending({ name: file.name, part: 0 });
    try {
      await sendTable(sourceId, file, (part) => setSending({ name: file.name, part }));
      await client.invalidateQueries();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSending(null);
      if (input.current !== null) input.current.value = '';
    }
  };
  return (
    <>
      <RefusalNote refusal={refusal} />
      <input ref={input} type="file" hidden accept=".csv,.txt,.tsv,.xlsx,.jsonl,.ndjson,.parquet" aria-label={t('choose')} onChange={(event) => void send(event.target.files?.[0])} />
      <Button tone="primary" icon="upload" busy={sending !== null} onClick={() => input.current?.click()}>{t('choose')}</Button>
      {sending === null ? <p className="dk-soft">{t('takes')}</p> : (
        <div role="status">
          <p className="dk-soft">{t('sending', { name: sending.name, part: Math.round(sending.part * 100) })}</p>
          <div className="dk-progress"><i style={{ width: `${sending.part * 100}%` }} /></div>
        </div>
      )}
    </>
  );
}

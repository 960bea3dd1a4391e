import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { refusalOf, type Refusal } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { useWords } from '../../words/define-words.ts';
import { collectionWords } from './collection-words.ts';
import { sendTable, type Sending } from './send-table.ts';

/** 报送文件: one file at a time, with what part of it has gone out. */
export function HandIn({ sourceId }: { sourceId: string }) {
  const t = useWords(collectionWords);
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<(Sending & { name: string }) | null>(null);
  const [sent, setSent] = useState<{ name: string; runId: string } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRefusal(null);
    setSent(null);
    setSending({ name: file.name, part: 0, waiting: false });
    try {
      const { runId } = await sendTable(sourceId, file, (how) => setSending({ name: file.name, ...how }));
      setSent({ name: file.name, runId });
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
      {sent !== null && <p className="dk-note" role="status">{t('sent', { name: sent.name })} <Link to={`/data-collection/runs/${sent.runId}`}>{t('report')}</Link></p>}
      {sending === null ? <p className="dk-soft">{t('takes')} {t('goesOn')}</p> : (
        <div role="status">
          <p className="dk-soft">{t(sending.waiting ? 'waiting' : 'sending', { name: sending.name, part: Math.floor(sending.part * 100) })}</p>
          <div className="dk-progress"><i style={{ width: `${sending.part * 100}%` }} /></div>
        </div>
      )}
    </>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Labelled } from '../../pieces/field.tsx';
import { FilePick } from '../../pieces/file-pick.tsx';
import { useWords } from '../../words/define-words.ts';
import { entryWords } from './entry-words.ts';

const bytesMax = 6_000_000;

/** 导入省级目录表: what is sound goes to review, entry by entry; what is not is told row by row. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(entryWords);
  const write = useWrite(catalogue.importCatalogue);
  const [file, setFile] = useState<File | null>(null);
  const [done, setDone] = useState<OutputOf<typeof catalogue.importCatalogue> | null>(null);
  const large = file !== null && file.size > bytesMax;
  const send = async (): Promise<void> => {
    if (file === null) return;
    const answer = await write.send({ workbook: await base64Of(file) });
    if (answer !== undefined) setDone(answer);
  };
  return (
    <Dialog title={t('import')} open onClose={onClose} wide foot={done === null ? <Button tone="primary" busy={write.pending} disabled={file === null || large} onClick={() => void send()}>{t('importSend')}</Button> : undefined}>
      {done === null ? (
        <>
          <RefusalNote refusal={write.refusal} />
          <Labelled label={t('import')} hint={large ? t('tooLarge') : t('importNote')} required>{(ids) => <FilePick {...ids} accept=".xlsx" file={file} onPick={setFile} />}</Labelled>
        </>
      ) : (
        <>
          <p role="status">{t('imported', { n: done.opened.length })}</p>
          {done.refused.length > 0 && <DataTable label={t('refusedRows')} rows={done.refused} rowId={(r) => String(r.row)} columns={[{ id: 'row', title: t('row'), cell: (r) => r.row }, { id: 'title', title: t('refusedRows'), lead: true, cell: (r) => r.title }, { id: 'why', title: t('why'), cell: (r) => r.why }]} />}
        </>
      )}
    </Dialog>
  );
}

/** In portions: a whole file as arguments is more than a call takes. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

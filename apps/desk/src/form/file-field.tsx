import { formWords } from '@yiwang/ui/form/words.ts';
import { useRef, useState } from 'react';
import { uploadFile, type UploadedFile } from '../api/upload-file.ts';
import { refusalOf, type Refusal } from '../api/use-write.ts';
import { RefusalNote } from '../pieces/answered.tsx';
import { Button } from '../pieces/button.tsx';
import { currentLanguage } from '../words/start-words.ts';
import { bytesWords } from '../words/when.ts';

/** Files of an answer (材料): uploaded at once, listed with their size, taken back one by one. */
export function FileField({ id, accept, max, value, onChange, camera = false }: { id: string; accept: readonly string[]; max: number; value: unknown; onChange: (files: UploadedFile[] | null) => void; camera?: boolean }) {
  const words = formWords[currentLanguage()];
  const files = (Array.isArray(value) ? value : []) as UploadedFile[];
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const take = async (chosen: FileList | null): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    const kept = [...files];
    try {
      for (const file of [...(chosen ?? [])].slice(0, max - files.length)) kept.push(await uploadFile(file));
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    if (kept.length > files.length) onChange(kept);
    if (field.current !== null) field.current.value = '';
    setBusy(false);
  };
  return (
    <div className="dk-files">
      <RefusalNote refusal={refusal} />
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            {file.type.startsWith('image/') && <img src={`/api/files/${file.id}`} alt="" />}
            <a href={`/api/files/${file.id}`} target="_blank" rel="noreferrer">
              {file.name}
            </a>
            <small>{bytesWords(file.bytes)}</small>
            <Button tone="quiet" aria-label={`${words.removeFile} ${file.name}`} icon="close" onClick={() => onChange(files.filter((one) => one.id !== file.id))} />
          </li>
        ))}
      </ul>
      {files.length < max && (
        <>
          <input ref={field} id={id} className="dk-hidden" type="file" tabIndex={-1} multiple={max > 1} accept={accept.join(',')} aria-label={words.chooseFile} onChange={(event) => void take(event.target.files)} />
          <Button icon={camera ? 'camera' : 'upload'} busy={busy} onClick={() => field.current?.click()}>
            {words.chooseFile}
          </Button>
        </>
      )}
    </div>
  );
}

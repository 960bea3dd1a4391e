import { useRef } from 'react';
import { defineWords, useWords } from '../words/define-words.ts';
import { Button } from './button.tsx';

const filePickWords = defineWords('filePick', {
  choose: ['选择文件', 'Choose a file'],
  another: ['换一个文件', 'Choose another'],
  none: ['未选择文件', 'No file chosen'],
});

/** One file, chosen in the desk's own language whatever that of the browser. */
export function FilePick({ id, accept, file, onPick, ...marks }: { id: string; accept: string; file: File | null; onPick: (file: File | null) => void; 'aria-describedby'?: string; 'aria-required'?: boolean }) {
  const t = useWords(filePickWords);
  const field = useRef<HTMLInputElement>(null);
  return (
    <span className="dk-file-pick">
      <input ref={field} {...marks} id={id} className="dk-hidden" type="file" tabIndex={-1} accept={accept} onChange={(event) => onPick(event.target.files?.[0] ?? null)} />
      <Button icon="upload" onClick={() => field.current?.click()}>{t(file === null ? 'choose' : 'another')}</Button>
      <span>{file?.name ?? t('none')}</span>
    </span>
  );
}

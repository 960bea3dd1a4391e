import { useState } from 'react';
import { Button } from '../../pieces/button.tsx';
import { Labelled } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { computingWords } from './computing-words.ts';

/** A text that is handed to somebody else, to the letter. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const t = useWords(computingWords);
  const [copied, setCopied] = useState(false);
  return (
    <>
      <Labelled label={label}>{(ids) => <textarea {...ids} className="dk-input dk-code" rows={Math.min(5, Math.ceil(text.length / 80))} readOnly value={text} onFocus={(event) => event.target.select()} />}</Labelled>
      <p style={{ marginBottom: '.75rem' }}><Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>{t(copied ? 'copied' : 'copy')}</Button></p>
    </>
  );
}

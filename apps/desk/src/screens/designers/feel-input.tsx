import { compileExpression } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';
import { useEffect, useState } from 'react';
import { Labelled } from '../../pieces/field.tsx';
import { currentLanguage } from '../../words/start-words.ts';

/** What is wrong with a FEEL text, in the reader's words; empty is never wrong. */
export function feelFault(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    compileExpression(text);
    return null;
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    const place = error.position === null ? '' : currentLanguage() === 'zh' ? `第 ${error.position.column} 列：` : `column ${error.position.column}: `;
    return `${place}${error.words[currentLanguage()]}`;
  }
}

/** 条件、表达式 (FEEL), read while it is typed; handed on when the field is left. */
export function FeelInput({ label, value, onChange, disabled = false, hint }: { label: string; value: string; onChange: (text: string) => void; disabled?: boolean; hint?: string }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const fault = feelFault(text);
  return (
    <Labelled label={label} hint={fault === null ? hint : <span className="dk-design-fault" role="alert">{fault}</span>}>
      {(ids) => <textarea {...ids} className="dk-input dk-design-feel" rows={2} maxLength={4000} spellCheck={false} disabled={disabled} aria-invalid={fault !== null} value={text} onChange={(event) => setText(event.target.value)} onBlur={() => text !== value && onChange(text)} />}
    </Labelled>
  );
}

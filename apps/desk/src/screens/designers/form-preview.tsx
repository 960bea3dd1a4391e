import { drawForm } from '@yiwang/ui/form/draw-form.ts';
import baseStyle from '@yiwang/ui/styles/base.css?inline';
import buttonStyle from '@yiwang/ui/styles/button.css?inline';
import formStyle from '@yiwang/ui/styles/form.css?inline';
import piecesStyle from '@yiwang/ui/styles/pieces.css?inline';
import tokens from '@yiwang/ui/tokens.css?inline';
import { compileForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { Answers, Form } from '@yiwang/ui/form-logic/form.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { currentLanguage } from '../../words/start-words.ts';

const style = [tokens, baseStyle, buttonStyle, formStyle, piecesStyle, 'body{margin:0;padding:16px}'].join('\n');
/** The house's own fonts, as this page has them. */
const fontSheets = (): Node[] => [...document.head.querySelectorAll('link[rel=stylesheet]')].filter((link) => /font/i.test(link.getAttribute('href') ?? '')).map((link) => link.cloneNode());

/** Long enough that typing a label does not draw the form at each letter. */
const pauseMs = 150;

/** 预览 in a frame of its own, so that the portal's styles and widths are the portal's. What is filled in moves the conditions. */
export function FormPreview({ form, page, narrow }: { form: Form; page: number; narrow: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [answers, setAnswers] = useState<Answers>({});
  const problems = useMemo(() => compileForm(form, ['applicant', 'item']).problems, [form]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const inside = frame.current?.contentDocument;
      if (inside == null || problems.length > 0) return;
      if (inside.querySelector('style') === null) {
        inside.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
        const sheet = inside.createElement('style');
        sheet.textContent = style;
        inside.head.append(sheet, ...fontSheets());
      }
      drawForm(inside.body, { form, answers, locale: currentLanguage(), now: new Date(), context: { item: { guide: {} }, applicant: {} } }, form.pages[page]?.id ?? '', setAnswers);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [form, answers, page, problems]);
  return (
    <>
      {problems.map((problem, at) => (
        <p key={`${at}`} className="dk-design-fault" role="alert">
          {problem.message[currentLanguage()]}
        </p>
      ))}
      <iframe ref={frame} title="preview" className={narrow ? 'dk-preview-frame dk-preview-frame--narrow' : 'dk-preview-frame'} />
    </>
  );
}

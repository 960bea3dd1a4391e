import type { ComponentChildren, JSX } from 'preact';
import { randomUUID } from 'node:crypto';
import { useSite } from '../site.ts';

export interface FormProps {
  action?: string;
  children: ComponentChildren;
  /** Takes files. */
  files?: boolean;
  /** Warns before typed answers are lost. */
  keep?: boolean;
}

/** A form that is sent once: csrf token and idempotency key are in it. */
export const PostForm = ({ action, children, files = false, keep = false }: FormProps): JSX.Element => {
  const { csrf } = useSite();
  return (
    <form method="post" action={action} enctype={files ? 'multipart/form-data' : undefined} noValidate {...(keep ? { 'data-keep': '' } : {})}>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="key" value={randomUUID()} />
      {children}
    </form>
  );
};

export const Button = ({ children, kind = '', name, value }: { children: ComponentChildren; kind?: '' | 'plain' | 'danger'; name?: string; value?: string }): JSX.Element => (
  <button class={`yw-button${kind === '' ? '' : ` yw-button--${kind}`}`} type="submit" name={name} value={value}>{children}</button>
);

export const LinkButton = ({ href, children, kind = '' }: { href: string; children: ComponentChildren; kind?: '' | 'plain' }): JSX.Element => <a class={`yw-button${kind === '' ? '' : ` yw-button--${kind}`}`} href={href}>{children}</a>;

export interface InputProps {
  id: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  value?: string;
  rows?: number;
  width?: '' | 'yw-input--10' | 'yw-input--20';
  mode?: 'numeric' | 'text';
  /** day: written as 年-月-日, whatever the language of the browser. */
  type?: 'text' | 'day';
}

/** One question of the portal's own small forms. */
export const Input = ({ id, label, hint, error, value = '', rows, width = '', mode, type = 'text' }: InputProps): JSX.Element => {
  const { text } = useSite();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter((one) => one !== '').join(' ') || undefined;
  const common = { id, name: id, class: `yw-input ${width}`, 'aria-describedby': described, 'aria-invalid': error ? ('true' as const) : undefined };
  return (
    <div class={error ? 'yw-field yw-field--wrong' : 'yw-field'}>
      <label class="yw-label" for={id}>{label}</label>
      {hint ? <p class="yw-hint" id={`${id}-hint`}>{hint}</p> : null}
      {error ? <p class="yw-error" id={`${id}-error`}>{error}</p> : null}
      {rows === undefined ? <input type="text" value={value} inputMode={mode} placeholder={type === 'day' ? text.common.dayForm : undefined} maxLength={type === 'day' ? 20 : undefined} autocomplete="off" spellcheck={false} {...common} /> : <textarea rows={rows} {...common}>{value}</textarea>}
    </div>
  );
};

export interface ShownError {
  /** id of the field that it belongs to. */
  id: string;
  words: string;
}

/** What has to be mended, on top of the page, with a link to each field. */
export const ErrorSummary = ({ errors }: { errors: readonly ShownError[] }): JSX.Element | null => {
  const { text } = useSite();
  if (errors.length === 0) return null;
  return (
    <div class="yw-summary-box" role="alert" tabIndex={-1} aria-labelledby="errors-title">
      <h2 id="errors-title">{text.common.thereIsAProblem}</h2>
      <ul>{errors.map(({ id, words }) => <li key={id + words}><a href={`#${id}`}>{words}</a></li>)}</ul>
    </div>
  );
};

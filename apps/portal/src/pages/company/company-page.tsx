import type { ComponentChildren, JSX } from 'preact';
import { moment } from '../../format.ts';
import type { Page, PageContext, Redirect, Rendered } from '../../page.ts';
import { definePage, fieldOf, queryOf } from '../../page.ts';
import type { Locale } from '../../portal-request.ts';
import { refusalOf } from '../../refusal.ts';
import { useSite } from '../../site.ts';
import { LinkButton } from '../../view/form.tsx';
import { Notice } from '../../view/pieces.tsx';
import { companyText } from './company-text.ts';

interface Shown { title?: string; body: ComponentChildren; status?: number }

interface CompanyPage<T> {
  path: string;
  words: Record<Locale, T>;
  title: (t: T) => string;
  back?: (t: T, context: PageContext) => { href: string; words: string };
  /** What is said after an act that led here with `?done=…`. */
  done?: (t: T) => Readonly<Record<string, string>>;
  /** What is shown, in the words of the reader. */
  show: (context: PageContext, t: T) => Promise<Shown>;
  /** Does what the pressed button says; where to go then. */
  act?: (context: PageContext, act: string) => Promise<Redirect | Rendered>;
}

/** What the server said to what was sent, on top of the page that is shown again. */
export const Refused = ({ words }: { words: string }): JSX.Element | null => (words === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{words}</p></Notice>);

/** What was done a moment ago. */
export const Done = ({ words }: { words: string | undefined }): JSX.Element | null => (words === undefined ? null : <Notice tone="good" icon="check"><p>{words}</p></Notice>);

/** An act; a refusal of the server shows the page again with what was typed. Bugs, and things that are not there, go on. */
export async function orAgain(context: PageContext, act: () => Promise<Rendered | Redirect>, again: (refused: string) => Promise<Rendered | Redirect>): Promise<Rendered | Redirect> {
  try {
    return await act();
  } catch (error) {
    const refusal = refusalOf(error, context.request.locale);
    if (refusal.status >= 500 || refusal.status === 404) throw error;
    const shown = await again(refusal.words === '' ? companyText[context.request.locale].stale : refusal.words);
    return 'redirect' in shown ? shown : { ...shown, status: refusal.status };
  }
}

/** A page for whoever acts for a company: others are told how to; a refusal is shown on top of the page, with what was typed still there. */
export function companyPage<T>({ path, words, title, back, done, show, act }: CompanyPage<T>): Page {
  const render = async (context: PageContext, refused: string): Promise<Rendered> => {
    const { locale, actor } = context.request;
    const t = words[locale];
    const head = { title: title(t), personal: true, back: back?.(t, context) ?? { href: '/my', words: context.text.frame.mine } };
    if (actor.actingFor?.kind !== 'company') return { ...head, body: <><h1>{head.title}</h1><Notice icon="company"><p>{companyText[locale].only}</p></Notice><p><LinkButton href={`/my/acting-for?return=${encodeURIComponent(context.request.path)}`}>{companyText[locale].switch}</LinkButton></p></> };
    const shown = await show(context, t);
    return { ...head, title: shown.title ?? head.title, ...(shown.status === undefined ? {} : { status: shown.status }), body: <><Refused words={refused} />{refused === '' ? <Done words={done?.(t)[queryOf(context, 'done')]} /> : null}{shown.body}</> };
  };
  return definePage({
    path, signedIn: true,
    get: (context) => render(context, ''),
    ...(act === undefined ? {} : { post: (context: PageContext) => orAgain(context, () => act(context, fieldOf(context, 'act')), (refused) => render(context, refused)) }),
  });
}

/** 经过: what was done, when, by whom. */
export function Course({ title, actions, words }: { title: string; actions: readonly { at: string; kind: string; note?: string | null; by: string }[]; words: (kind: string) => string }): JSX.Element {
  const { locale } = useSite();
  return (
    <section aria-labelledby="course">
      <h2 id="course">{title}</h2>
      <ol class="yw-list">{actions.map((x, n) => <li key={`${x.at} ${n}`}><b>{words(x.kind)}</b>{x.note == null || x.note === '' ? null : <p>{x.note}</p>}<p class="facts-line"><span>{moment(x.at, locale)}</span><span>{x.by === '系统' ? companyText[locale].system : x.by}</span></p></li>)}</ol>
    </section>
  );
}

/** 下一页, by where the one before ended. */
export function More({ href }: { href: string | null }): JSX.Element | null {
  const t = companyText[useSite().locale];
  return href === null ? null : <p class="pager"><LinkButton href={href} kind="plain">{t.more}</LinkButton></p>;
}

/** A word of the browser as the contract wants it: trimmed, and left out when empty. */
export const given = <K extends string>(name: K, text: string): { [P in K]?: string } => (text.trim() === '' ? {} : { [name]: text.trim() } as { [P in K]?: string });

/** One line of text, as contracts take it. */
export const lineOf = (context: PageContext, name: string): string => fieldOf(context, name).replace(/\s+/g, ' ').trim();

import type { ComponentChildren } from 'preact';
import type { Page, PageContext, Redirect, Rendered } from '../../page.ts';
import { definePage, fieldOf } from '../../page.ts';
import { refusalOf } from '../../refusal.ts';
import { LinkButton } from '../../view/form.tsx';
import { Notice } from '../../view/pieces.tsx';
import { companyText } from './company-text.ts';

interface CompanyPage {
  path: string;
  title: (context: PageContext) => string;
  back?: (context: PageContext) => { href: string; words: string };
  width?: Rendered['width'];
  /** What is shown; `refused`: what the server said to what was sent, empty otherwise. */
  show: (context: PageContext, refused: string) => Promise<{ title?: string; body: ComponentChildren }>;
  /** Does what the pressed button says; where to go then. */
  act?: (context: PageContext, act: string) => Promise<Redirect>;
}

/** A page for whoever acts for a company: others are told how to; a refusal is shown on top of the page, with what was typed still there. */
export function companyPage({ path, title, back, width, show, act }: CompanyPage): Page {
  const render = async (context: PageContext, refused: string): Promise<Rendered> => {
    const { locale, actor } = context.request;
    const head = { title: title(context), personal: true, ...(width === undefined ? {} : { width }), back: back?.(context) ?? { href: '/my', words: context.text.frame.mine } };
    if (actor.actingFor?.kind !== 'company') return { ...head, body: <><h1>{head.title}</h1><Notice icon="company"><p>{companyText[locale].only}</p></Notice><p><LinkButton href="/my/acting-for">{companyText[locale].switch}</LinkButton></p></> };
    const shown = await show(context, refused);
    return { ...head, title: shown.title ?? head.title, body: <>{refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}{shown.body}</> };
  };
  return definePage({
    path, signedIn: true,
    get: (context) => render(context, ''),
    ...(act === undefined ? {} : {
      async post(context: PageContext): Promise<Rendered | Redirect> {
        try {
          return await act(context, fieldOf(context, 'act'));
        } catch (error) {
          const refusal = refusalOf(error, context.request.locale);
          if (refusal.status >= 500 || refusal.status === 404) throw error;
          return { ...(await render(context, refusal.words === '' ? companyText[context.request.locale].stale : refusal.words)), status: refusal.status };
        }
      },
    }),
  });
}

/** A word of the browser as the contract wants it: trimmed, and left out when empty. */
export const given = <K extends string>(name: K, text: string): { [P in K]?: string } => (text.trim() === '' ? {} : { [name]: text.trim() } as { [P in K]?: string });

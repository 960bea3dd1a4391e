import type { PageContext, Rendered } from '../page.ts';
import { LinkButton } from './form.tsx';

/** A page that says what went wrong and what to do now. */
export function errorPage(context: PageContext, kind: 'notFound' | 'forbidden' | 'failed' | 'refused', status: number, words = ''): Rendered {
  const { errors } = context.text;
  const { actor } = context.request;
  const { title, lead } = {
    // what is not there has words of its own: a draft that was sent already, a case of somebody else
    notFound: words !== '' ? { title: words, lead: '' } : { title: errors.notFoundTitle, lead: errors.notFound },
    forbidden: { title: errors.forbiddenTitle, lead: errors.forbidden },
    failed: { title: errors.failedTitle, lead: errors.failed },
    refused: { title: errors.refusedTitle, lead: '' },
  }[kind];
  return {
    title,
    status,
    personal: true,
    body: (
      <>
        <h1>{title}</h1>
        {words === '' || words === title ? null : <p class="yw-lead">{words}</p>}
        {lead === '' ? null : <p>{lead}</p>}
        <div class="yw-actions"><LinkButton href="/">{errors.goHome}</LinkButton><a href="/search">{errors.search}</a>{actor.kind === 'citizen' ? <a href="/my/cases">{context.text.frame.cases}</a> : null}</div>
        <p class="yw-soft band">{errors.call}</p>
      </>
    ),
  };
}

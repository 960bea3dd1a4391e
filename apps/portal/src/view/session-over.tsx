import type { PageContext, Rendered } from '../page.ts';
import { Button, PostForm } from './form.tsx';

/** The key that makes a repeated press one act goes with the answers; the form's own token is written anew. */
const notKept = new Set(['csrf', 'key']);

/**
 * 登录已过期: the session ended while a form was being filled in. What was typed stands in this page, in no store of ours:
 * she signs in beside it and sends the same form again. Files have to be chosen again.
 */
export function sessionOver(context: PageContext): Rendered {
  const { errors } = context.text;
  const { path, body } = context.request;
  const fields = Object.entries(body?.fields ?? {}).filter(([name]) => !notKept.has(name));
  return {
    title: errors.sessionOverTitle,
    status: 401,
    personal: true,
    body: (
      <>
        <h1>{errors.sessionOverTitle}</h1>
        <p class="yw-lead">{errors.sessionOver}</p>
        <ol class="yw-steps">
          <li><p><a href={`/signin?app=portal&return=${encodeURIComponent('/my')}`} target="_blank" rel="noopener">{errors.signInBeside}</a></p></li>
          <li>
            <p>{errors.thenContinue}</p>
            <PostForm action={path}>
              {fields.flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one, at) => (one === undefined ? null : <input key={`${name}-${at}`} type="hidden" name={name} value={one} />)))}
              <Button>{errors.continueForm}</Button>
            </PostForm>
          </li>
        </ol>
      </>
    ),
  };
}

import { docking } from '@yiwang/server/contracts';
import type { PageContext, Rendered } from '../page.ts';
import { definePage, fieldOf, param } from '../page.ts';
import { sendOnce } from '../send-once.ts';
import { Button, ErrorSummary, LinkButton, PostForm } from '../view/form.tsx';
import { Facts, Notice } from '../view/pieces.tsx';
import { orAgain, Refused } from './company/company-page.tsx';
import { handOverText } from './hand-over-text.ts';

/**
 * 跳转交接: told what leaves and where to, she agrees, and goes. The address bears a ticket that counts once within a minute, so it is a
 * link of the answer to her agreement: forms of this site are sent to this site only, and nothing goes there by itself.
 */
export const handOver = definePage({
  path: '/handover/:system/:item',
  signedIn: true,
  get: (context) => show(context, '', false),
  post: (context) => {
    if (fieldOf(context, 'agreed') !== 'yes') return show(context, '', true);
    return orAgain(context, async () => {
      const input = { ...of(context), agreed: true as const };
      return arrived(context, (await context.call(docking.handOver, input, sendOnce(context, input))).url);
    }, (refused) => show(context, refused, false));
  },
});

const of = (context: PageContext): { system: string; item: string } => ({ system: param(context, 'system'), item: param(context, 'item') });
const backTo = (context: PageContext): Rendered['back'] => ({ href: `/items/${encodeURIComponent(param(context, 'item'))}`, words: handOverText[context.request.locale].back });

async function show(context: PageContext, refused: string, unsaid: boolean): Promise<Rendered> {
  const t = handOverText[context.request.locale];
  const told = await context.call(docking.describeHandover, of(context));
  const { actingFor } = context.request.actor;
  return {
    title: t.title(told.title), personal: true, back: backTo(context), ...(unsaid ? { status: 422 } : {}),
    body: (
      <>
        {unsaid ? <ErrorSummary errors={[{ id: 'agreed', words: t.agreeFirst }]} /> : null}
        <Refused words={refused} />
        <h1>{t.title(told.title)}</h1>
        <p class="yw-lead">{t.lead}</p>
        <Facts facts={[
          { label: t.to, value: <>{told.title}<br /><span class="yw-code">{told.host}</span></> }, { label: t.owner, value: told.owner }, { label: t.purpose, value: told.purpose }, { label: t.who, value: actingFor?.name ?? '' },
          { label: t.leaves, value: <ul>{told.tells.map((one) => <li key={one}>{t.tells[actingFor?.kind ?? 'person'][one]}</li>)}</ul> }, { label: t.stays, value: t.staysNote },
        ]} />
        <PostForm>
          <div class={unsaid ? 'yw-field yw-field--wrong' : 'yw-field'}><div class="yw-choice yw-choice--boxed"><input type="checkbox" id="agreed" name="agreed" value="yes" aria-invalid={unsaid ? 'true' : undefined} /><label for="agreed">{t.agree(told.owner)}</label></div></div>
          <Button>{t.next}</Button>
        </PostForm>
        <p class="yw-soft yw-small">{t.seconds(told.seconds)} <a href="/my/handovers">{t.mine}</a></p>
      </>
    ),
  };
}

async function arrived(context: PageContext, url: string): Promise<Rendered> {
  const t = handOverText[context.request.locale];
  const told = await context.call(docking.describeHandover, of(context));
  return {
    title: t.ready, personal: true, back: backTo(context),
    body: (
      <>
        <h1>{t.ready}</h1>
        <Notice tone="good" icon="check"><p>{t.agreed(told.seconds)}</p></Notice>
        <p><a class="yw-button" href={url} rel="noreferrer">{t.go(told.title)}</a></p>
        <p class="yw-soft">{t.leaving(told.host)}</p>
        <p><LinkButton href={context.request.path} kind="plain">{t.again}</LinkButton></p>
      </>
    ),
  };
}

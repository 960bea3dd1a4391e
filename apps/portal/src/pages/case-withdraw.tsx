import { services } from '@yiwang/server/contracts';
import { definePage, fieldOf, param, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { Button, ErrorSummary, Input, LinkButton, PostForm } from '../view/form.tsx';

/** 撤回申请. */
export const caseWithdraw = definePage({
  path: '/my/cases/:caseId/withdraw',
  signedIn: true,
  get: (context) => show(context, ''),
  async post(context) {
    const reason = fieldOf(context, 'reason').trim().slice(0, 1000);
    if (reason === '') return { ...(await show(context, context.text.cases.withdrawReasonMissing)), status: 422 };
    const input = { caseId: param(context, 'caseId'), version: Number(fieldOf(context, 'version')) || 0, reason };
    try {
      await context.call(services.withdrawCase, input, sendOnce(context, input));
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status !== 409) throw error;
      return { ...(await show(context, refusal.words)), status: 409 };
    }
    return { redirect: `/my/cases/${input.caseId}?done=withdrawn` };
  },
});

async function show(context: PageContext, error: string): Promise<Rendered> {
  const { cases: words, common } = context.text;
  const view = await context.call(services.getMyCase, { caseId: param(context, 'caseId') });
  return {
    title: words.withdrawTitle,
    personal: true,
    back: { href: `/my/cases/${view.id}`, words: view.name },
    body: (
      <>
        {error === '' ? null : <ErrorSummary errors={[{ id: 'reason', words: error }]} />}
        <h1>{words.withdrawTitle}</h1>
        <p>{words.withdrawLead}</p>
        <PostForm>
          <input type="hidden" name="version" value={view.version} />
          <Input id="reason" label={words.withdrawReason} rows={4} value={fieldOf(context, 'reason')} error={error || undefined} />
          <div class="yw-actions"><Button kind="danger">{words.withdrawSend}</Button><LinkButton kind="plain" href={`/my/cases/${view.id}`}>{common.cancel}</LinkButton></div>
        </PostForm>
      </>
    ),
  };
}

import { services } from '@yiwang/server/contracts';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { day } from '../format.ts';
import { definePage, param } from '../page.ts';
import { LinkButton } from '../view/form.tsx';

/** 提交成功: number, what comes next, receipt. */
export const caseSubmitted = definePage({
  path: '/my/cases/:caseId/submitted',
  signedIn: true,
  async get(context) {
    const { apply: words } = context.text;
    const view = await context.call(services.getMyCase, { caseId: param(context, 'caseId') });
    const due = view.clock.promisedDue ?? view.dueOn;
    return {
      title: words.submittedTitle,
      personal: true,
      body: (
        <>
          <div class="yw-panel">
            <Icon name="check" size={48} />
            <h1>{words.submittedTitle}</h1>
            <p>{words.submittedNumber} <strong>{view.number}</strong></p>
          </div>
          <p class="yw-lead">{view.name}</p>
          {view.children.length === 0 ? null : <><h2>{words.parts}</h2><ul class="tick">{view.children.map((child) => <li key={child.id}><Icon name="check" /><span>{child.department}<br /><span class="yw-soft yw-small">{child.name}</span></span></li>)}</ul></>}
          <h2>{words.submittedNext}</h2>
          <ol class="yw-steps">{words.submittedSteps(due === null ? '' : day(due, context.request.locale)).map((step) => <li key={step}><p>{step}</p></li>)}</ol>
          <p>{words.submittedTrack}</p>
          <p><a href={view.receiptUrl}>{words.submittedReceipt}</a><br /><span class="yw-soft yw-small">{words.submittedReceiptNote}</span></p>
          <div class="yw-actions"><LinkButton href={`/my/cases/${view.id}`}>{words.seeCase}</LinkButton><a href="/">{context.text.errors.goHome}</a></div>
        </>
      ),
    };
  },
});

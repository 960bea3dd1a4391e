import { identity } from '@yiwang/server/contracts';
import { deviceName } from '@yiwang/ui/words/device-name.ts';
import { moment } from '../format.ts';
import { definePage, fieldOf, param, queryOf } from '../page.ts';
import { sendOnce } from '../send-once.ts';
import { accountText } from './account-text.ts';
import { Button, PostForm } from '../view/form.tsx';
import { Facts, Notice } from '../view/pieces.tsx';

/** 扫码登录, the telephone's side: what would be signed in, where; yes or no. */
export const scan = definePage({
  path: '/scan/:token',
  signedIn: true,
  async get(context) {
    const words = accountText[context.request.locale];
    const { locale } = context.request;
    const done = queryOf(context, 'done');
    if (done !== '') return { title: words.scanTitle, personal: true, body: <><h1>{words.scanTitle}</h1><Notice tone={done === 'yes' ? 'good' : ''} icon={done === 'yes' ? 'check' : 'info'}><p>{done === 'yes' ? words.scanDone : words.scanDenied}</p></Notice></> };
    const asked = await context.call(identity.seeScan, { token: param(context, 'token') });
    return {
      title: words.scanTitle,
      personal: true,
      body: (
        <>
          <h1>{words.scanTitle}</h1>
          <p class="yw-lead">{words.scanLead(words.app[asked.app] ?? asked.app)}</p>
          <Facts facts={[{ label: words.scanDevice, value: deviceName(asked.device, locale) }, { label: words.scanAddress, value: asked.address }, { label: words.scanAt, value: moment(asked.shownAt, locale) }]} />
          <Notice tone="soon" icon="warning"><p>{words.scanWarn}</p></Notice>
          <PostForm><div class="yw-actions"><Button name="answer" value="yes">{words.scanYes}</Button><Button kind="plain" name="answer" value="no">{words.scanNo}</Button></div></PostForm>
        </>
      ),
    };
  },
  async post(context) {
    const input = { token: param(context, 'token'), accept: fieldOf(context, 'answer') === 'yes' };
    await context.call(identity.answerScan, input, sendOnce(context, input));
    return { redirect: `/scan/${input.token}?done=${input.accept ? 'yes' : 'no'}` };
  },
});

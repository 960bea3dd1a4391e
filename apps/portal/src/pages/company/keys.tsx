import { enterprise } from '@yiwang/server/contracts';
import { day } from '../../format.ts';
import { localPath } from '../../local-path.ts';
import { fieldOf, queryOf, type PageContext } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { Button, Input, LinkButton, PostForm } from '../../view/form.tsx';
import { companyPage, Done, given, lineOf } from './company-page.tsx';
import { keysText } from './keys-text.ts';

/** Where one came from to register a key; nowhere else. */
const cameFrom = (context: PageContext): string => { const to = localPath(queryOf(context, 'return')); return /^\/(my\/sharing|data-market)\//.test(to) ? to : ''; };

/** 系统公钥: with which key a system of the company calls services that were granted or bought. */
export const keys = companyPage({
  path: '/my/keys',
  words: keysText,
  title: (t) => t.title,
  back: (t, context) => (cameFrom(context) === '' ? { href: '/my', words: context.text.frame.mine } : { href: cameFrom(context), words: t.back }),
  async show(context, t) {
    const { locale } = context.request;
    const { keys: all, code } = await context.call(enterprise.myKeys, {});
    const registered = queryOf(context, 'done') === 'key';
    return {
      body: (
        <>
          {registered ? <Done words={t.done} /> : null}
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          <p class="yw-soft">{t.call}</p>
          {registered && cameFrom(context) !== '' ? <p><LinkButton href={cameFrom(context)}>{t.goOn}</LinkButton></p> : null}
          <h2>{t.registered}</h2>
          {all.length === 0 ? <p class="yw-soft">{t.none}</p> : <ul class="yw-list">{all.map((k) => <li key={k.keyId}><b>{k.name}</b><p class="facts-line"><span>{t.until(day(k.validTo, locale))}</span><span>{t.keyId} <span class="yw-code">{k.keyId}</span></span></p></li>)}</ul>}
          <h2>{t.register}</h2>
          <ol class="yw-steps">
            <li><p>{t.step.pair}</p></li>
            <li><p>{t.step.sign}</p><p class="yw-quote" id="statement"><span class="yw-code">yiwang exchange key</span><br /><span class="yw-code">{code}</span><br />{t.step.keyHere}</p></li>
            <li><p>{t.step.send}</p></li>
          </ol>
          <PostForm keep>
            <Input id="name" label={t.name} hint={t.nameHint} value={fieldOf(context, 'name')} />
            <Input id="publicKey" label={t.publicKey} hint={t.publicKeyHint} rows={3} value={fieldOf(context, 'publicKey')} />
            <Input id="proof" label={t.proof} hint={t.proofHint} rows={2} value={fieldOf(context, 'proof')} />
            <Button name="act" value="key">{t.register}</Button>
          </PostForm>
        </>
      ),
    };
  },
  async act(context) {
    const input = { name: lineOf(context, 'name'), publicKey: fieldOf(context, 'publicKey').replace(/\s/g, ''), proof: fieldOf(context, 'proof').replace(/\s/g, '') };
    await context.call(enterprise.registerKey, input, sendOnce(context, input));
    return { redirect: `/my/keys?${new URLSearchParams({ done: 'key', ...given('return', cameFrom(context)) }).toString()}` };
  },
});

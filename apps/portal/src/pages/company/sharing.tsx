import { enterprise } from '@yiwang/server/contracts';
import { day } from '../../format.ts';
import { fieldOf, queryOf, type PageContext } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Notice, Tag } from '../../view/pieces.tsx';
import { companyPage } from './company-page.tsx';
import { sharingText } from './sharing-text.ts';

export const stateTones = { applied: 'soon', review: 'soon', offered: 'soon', sealing: 'soon', active: 'good', ended: 'quiet', declined: 'quiet' } as const;
const words = (context: PageContext) => sharingText[context.request.locale];

/** 政企数据共享: the company's agreements, applying for one, keys of its systems. */
export const sharing = companyPage({
  path: '/my/sharing',
  title: (context) => words(context).title,
  async show(context) {
    const t = words(context);
    const { locale } = context.request;
    const chosen = queryOf(context, 'scene') || fieldOf(context, 'scene');
    const [{ agreements }, { scenes }, { keys }] = await Promise.all([context.call(enterprise.myAgreements, {}), context.call(enterprise.listScenes, {}), context.call(enterprise.myKeys, {})]);
    const scene = scenes.find((s) => s.id === chosen);
    const bodies = scene === undefined ? [] : (await context.call(enterprise.partners, { scene: scene.id })).bodies;
    const told = t.done[queryOf(context, 'done')];
    return {
      body: (
        <>
          {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          <h2>{t.mine}</h2>
          {agreements.length === 0 ? <p class="yw-soft">{t.none}</p> : (
            <ul class="yw-list">
              {agreements.map((a) => (
                <li key={a.id}>
                  <h3 class="item-name"><a href={`/my/sharing/${a.id}`}>{a.title}</a> <Tag tone={stateTones[a.state]}>{t.state[a.state]}</Tag></h3>
                  <p class="facts-line"><span>{a.organisationName}</span><span>{a.number}</span>{a.validUntil === null ? null : <span>{t.until(day(a.validUntil, locale))}</span>}</p>
                </li>
              ))}
            </ul>
          )}
          <h2>{t.applyTitle}</h2>
          {scene === undefined ? (
            <form method="get">
              <fieldset class="yw-field">
                <legend class="yw-label">{t.scene}</legend>
                {scenes.map((s, at) => <div class="yw-choice yw-choice--boxed" key={s.id}><input type="radio" id={`scene-${at}`} name="scene" value={s.id} checked={at === 0} /><label for={`scene-${at}`}><b>{s.title}</b><br /><span class="yw-soft yw-small">{s.purpose}</span></label></div>)}
              </fieldset>
              <Button kind="plain">{t.next}</Button>
            </form>
          ) : (
            <PostForm action="/my/sharing" keep>
              <input type="hidden" name="scene" value={scene.id} />
              <p><b>{scene.title}</b><br /><span class="yw-soft">{scene.purpose}</span></p>
              <div class="yw-field"><label class="yw-label" for="organisation">{t.bodyOf}</label><select class="yw-input" id="organisation" name="organisation">{bodies.map((b) => <option key={b.organisation} value={b.organisation} selected={fieldOf(context, 'organisation') === b.organisation}>{b.name}</option>)}</select></div>
              <Input id="words" label={t.reason} hint={t.reasonHint} rows={3} value={fieldOf(context, 'words')} />
              <Button name="act" value="apply">{t.apply}</Button>
            </PostForm>
          )}
          <h2>{t.keys}</h2>
          <p>{t.keysLead}</p>
          {keys.length === 0 ? <p class="yw-soft">{t.noKeys}</p> : <ul class="yw-list">{keys.map((k) => <li key={k.keyId}><b>{k.name}</b><p class="facts-line"><span class="yw-code">{k.keyId}</span><span>{t.keyUntil(day(k.validTo, locale))}</span></p></li>)}</ul>}
          <details>
            <summary>{t.register}</summary>
            <PostForm action="/my/sharing">
              <Input id="name" label={t.keyName} value={fieldOf(context, 'name')} />
              <Input id="publicKey" label={t.publicKey} rows={3} value={fieldOf(context, 'publicKey')} />
              <Input id="proof" label={t.proof} hint={t.proofHint} rows={2} value={fieldOf(context, 'proof')} />
              <Button kind="plain" name="act" value="key">{t.register}</Button>
            </PostForm>
          </details>
        </>
      ),
    };
  },
  async act(context, act) {
    if (act === 'key') {
      const input = { name: fieldOf(context, 'name'), publicKey: fieldOf(context, 'publicKey').replace(/\s/g, ''), proof: fieldOf(context, 'proof').replace(/\s/g, '') };
      await context.call(enterprise.registerKey, input, sendOnce(context, input));
      return { redirect: '/my/sharing?done=key' };
    }
    const input = { scene: fieldOf(context, 'scene'), organisation: fieldOf(context, 'organisation'), words: fieldOf(context, 'words').replace(/\s+/g, ' ') };
    await context.call(enterprise.apply, input, sendOnce(context, input));
    return { redirect: '/my/sharing?done=applied' };
  },
});

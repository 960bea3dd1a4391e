import { enterprise, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../../format.ts';
import { fieldOf, queryOf } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Facts, Tag } from '../../view/pieces.tsx';
import { companyPage, lineOf } from './company-page.tsx';
import { companyText } from './company-text.ts';
import { sharingText } from './sharing-text.ts';

type Scene = OutputOf<typeof enterprise.listScenes>['scenes'][number];
type Summary = OutputOf<typeof enterprise.myAgreements>['agreements'][number];
export const stateTones = { applied: '', review: '', offered: 'soon', sealing: '', active: 'good', ended: 'quiet', declined: 'quiet' } as const;

/** 政企数据共享: the company's agreements, and applying for one. */
export const sharing = companyPage({
  path: '/my/sharing',
  words: sharingText,
  title: (t) => t.title,
  done: (t) => t.done,
  async show(context, t) {
    const chosen = queryOf(context, 'scene') || fieldOf(context, 'scene');
    const [{ agreements }, { scenes }, { keys }] = await Promise.all([context.call(enterprise.myAgreements, {}), context.call(enterprise.listScenes, {}), context.call(enterprise.myKeys, {})]);
    const scene = scenes.find((s) => s.id === chosen);
    return {
      body: (
        <>
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          <h2>{t.mine}</h2>
          {agreements.length === 0 ? <p class="yw-soft">{t.none}</p> : <ul class="yw-list">{agreements.map((a) => <li key={a.id}><AgreementLine of={a} /></li>)}</ul>}
          <h2>{t.keys}</h2>
          <p>{t.keysOf(keys.length)} <a href="/my/keys">{t.keysManage}</a></p>
          <h2 id="apply">{t.applyTitle}</h2>
          {scene === undefined ? <ChooseScene scenes={scenes} /> : (
            <>
              <SceneTerms of={scene} />
              <PostForm action="/my/sharing" keep>
                <input type="hidden" name="scene" value={scene.id} />
                <div class="yw-field"><label class="yw-label" for="organisation">{t.bodyOf}</label><select class="yw-input" id="organisation" name="organisation">{(await context.call(enterprise.partners, { scene: scene.id })).bodies.map((b) => <option key={b.organisation} value={b.organisation} selected={fieldOf(context, 'organisation') === b.organisation}>{b.name}</option>)}</select></div>
                <Input id="words" label={t.reason} hint={t.reasonHint} rows={3} value={fieldOf(context, 'words')} />
                <Button name="act" value="apply">{t.apply}</Button>
              </PostForm>
              <p><a href="/my/sharing#apply">{t.otherScene}</a></p>
            </>
          )}
        </>
      ),
    };
  },
  async act(context) {
    const input = { scene: fieldOf(context, 'scene'), organisation: fieldOf(context, 'organisation'), words: lineOf(context, 'words') };
    const { id } = await context.call(enterprise.apply, input, sendOnce(context, input));
    return { redirect: `/my/sharing/${id}?done=applied` };
  },
});

function AgreementLine({ of: a }: { of: Summary }): JSX.Element {
  const { locale } = useSite();
  const t = sharingText[locale];
  return (
    <>
      <h3 class="item-name"><a href={`/my/sharing/${a.id}`}>{a.title}</a> <Tag tone={stateTones[a.state]}>{t.state[a.state]}</Tag></h3>
      <p class="facts-line"><span>{a.organisationName}</span>{a.validUntil === null ? null : <span>{t.until(day(a.validUntil, locale))}</span>}<span class="yw-code">{a.number}</span></p>
    </>
  );
}

function ChooseScene({ scenes }: { scenes: readonly Scene[] }): JSX.Element {
  const t = sharingText[useSite().locale];
  return scenes.length === 0 ? <p class="yw-soft">{t.noScenes}</p> : (
    <form method="get" action="/my/sharing#apply">
      <fieldset class="yw-field">
        <legend class="yw-label">{t.scene}</legend>
        {scenes.map((s, at) => <div class="yw-choice yw-choice--boxed" key={s.id}><input type="radio" id={`scene-${at}`} name="scene" value={s.id} checked={at === 0} /><label for={`scene-${at}`}><b>{s.title}</b><br /><span class="yw-soft yw-small">{s.purpose}</span></label></div>)}
      </fieldset>
      <Button kind="plain">{t.next}</Button>
    </form>
  );
}

/** What the scene is about, before anything is sent: both directions, duties, what becomes of the data. */
function SceneTerms({ of: s }: { of: Scene }): JSX.Element {
  const { locale } = useSite();
  const t = sharingText[locale];
  const { comma, colon } = companyText[locale];
  return (
    <>
      <h3>{s.title}</h3>
      <p>{s.purpose}</p>
      <Facts facts={[
        { label: t.basis, value: s.basis }, { label: t.concludedBy, value: s.body },
        ...(s.inbound === null ? [] : [{ label: t.inbound, value: `${s.inbound.registerTitle}${colon}${s.inbound.fields.map((f) => f.title).join(comma)}` }]),
        ...(s.outbound.length === 0 ? [] : [{ label: t.outbound, value: <ul>{s.outbound.map((o) => <li key={o.service}>{o.title}</li>)}</ul> }]),
        { label: t.duties, value: <ul>{s.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul> }, { label: t.atEnd, value: t.atEndOf(s.atEnd) },
      ]} />
    </>
  );
}

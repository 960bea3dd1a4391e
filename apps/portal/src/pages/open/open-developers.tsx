import { openData } from '@yiwang/server/contracts';
import { definePage, fieldOf, type PageContext } from '../../page.ts';
import { openText } from './open-text.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Notice, Tag } from '../../view/pieces.tsx';
import { OpenNav } from './open-nav.tsx';

async function page(context: PageContext, made?: string, error?: string) {
  const words = openText(context.request.locale);
  const signedIn = context.request.actor.kind === 'citizen';
  const [{ keys }, { access }, { erasures }] = signedIn ? await Promise.all([context.call(openData.listKeys, {}), context.call(openData.listAccess, {}), context.call(openData.listErasures, {})]) : [{ keys: [] }, { access: [] }, { erasures: [] }];
  const { origin } = context.request;
  return {
    title: words.developers, width: 'wide' as const, personal: signedIn,
    body: (
      <>
        <h1>{words.developers}</h1>
        <OpenNav at="developers" />
        <p class="yw-lead">{words.keysLead}</p>
        <dl class="yw-facts">
          <div><dt>CKAN Action API v3</dt><dd><code class="open-code">{origin}/api/3/action/package_search?q=</code></dd></div>
          <div><dt>DCAT-AP 3</dt><dd><a href="/catalog.ttl">/catalog.ttl</a> · <a href="/catalog.jsonld">/catalog.jsonld</a> · <a href="/catalog.rdf">/catalog.rdf</a></dd></div>
          <div><dt>OGC API Features</dt><dd><a href="/ogc?f=html">/ogc</a></dd></div>
          <div><dt>OpenAPI</dt><dd><a href="/openapi.json">/openapi.json</a></dd></div>
        </dl>
        <h2>{words.keys}</h2>
        {made === undefined ? null : <Notice tone="good" icon="check"><p>{words.newKey}</p><p><code class="open-code">{made}</code></p></Notice>}
        {signedIn ? (
          <>
            {keys.length === 0 ? <p class="yw-soft">{words.nothing}</p> : (
              <ul class="yw-list">{keys.map((k) => (
                <li key={k.id}><p><code>{k.hint}</code> · {k.purpose} · {words.created} {k.createdAt.slice(0, 10)}</p>{k.endedAt === null ? <PostForm action="/open/developers"><input type="hidden" name="end" value={k.id} /><Button kind="plain">{words.endKey}</Button></PostForm> : <p class="yw-soft">{words.ended}</p>}</li>
              ))}</ul>
            )}
            {erasures.length === 0 ? null : (
              <>
                <h3>{words.erasures}</h3>
                <ul class="yw-list">{erasures.map((e) => (
                  <li key={e.id}>
                    <p>{e.title} <Tag tone={e.erasedAt !== null ? 'good' : e.late ? 'bad' : 'soon'}>{e.erasedAt !== null ? words.erasureDone(e.erasedAt.slice(0, 10)) : words.erasureDue(e.dueAt.slice(0, 10))}</Tag></p>
                    <p class="yw-soft yw-small">{e.reason}</p>
                    {e.erasedAt === null ? <PostForm action="/open/developers"><input type="hidden" name="erased" value={e.id} /><Button kind="plain">{words.erasureConfirm}</Button></PostForm> : null}
                  </li>
                ))}</ul>
              </>
            )}
            {access.length === 0 ? null : (
              <>
                <h3>{words.accessMine}</h3>
                <ul class="yw-list">{access.map((a) => (
                  <li key={a.id}>
                    <p><a href={`/open/sets/${a.set}`}>{a.title}</a> <Tag tone={a.state === 'granted' ? 'good' : a.state === 'asked' ? 'soon' : 'bad'}>{words.accessStates[a.state]}</Tag></p>
                    <p class="yw-soft yw-small">{a.purpose} · {words.usableUntil(a.until)}{a.keyHint === null ? null : <> · <code>{a.keyHint}</code></>} · {words.calls} {a.times}{a.reason === null ? null : <> · {a.reason}</>}</p>
                    {a.state === 'granted' ? <PostForm action="/open/developers"><input type="hidden" name="access" value={a.id} /><Button kind="plain">{a.keyHint === null ? words.accessKey : words.accessKeyAgain}</Button></PostForm> : null}
                  </li>
                ))}</ul>
              </>
            )}
            <PostForm action="/open/developers"><Input id="purpose" label={words.purpose} value={fieldOf(context, 'purpose')} error={error} /><Button>{words.makeKey}</Button></PostForm>
          </>
        ) : <p><a class="yw-button" href={`/signin?app=portal&return=${encodeURIComponent('/open/developers')}`}>{words.signIn}</a></p>}
      </>
    ),
  };
}

/** 开发者与密钥: addresses of the interfaces; a key is shown once. */
export const openDevelopers = definePage({
  path: '/open/developers',
  get: (context) => page(context),
  async post(context) {
    if (context.request.actor.kind !== 'citizen') return { redirect: `/signin?app=portal&return=${encodeURIComponent('/open/developers')}` };
    const options = { idempotencyKey: fieldOf(context, 'key') };
    const end = fieldOf(context, 'end');
    if (/^[0-9a-f-]{36}$/.test(end)) {
      await context.call(openData.endKey, { id: end }, options);
      return { redirect: '/open/developers' };
    }
    const erased = fieldOf(context, 'erased');
    if (/^[0-9a-f-]{36}$/.test(erased)) {
      await context.call(openData.confirmErasure, { id: erased }, options);
      return { redirect: '/open/developers' };
    }
    const access = fieldOf(context, 'access');
    if (/^[0-9a-f-]{36}$/.test(access)) return page(context, (await context.call(openData.makeAccessKey, { id: access }, options)).key);
    const purpose = fieldOf(context, 'purpose').trim().slice(0, 200);
    if (purpose.length < 4) return { ...(await page(context, undefined, openText(context.request.locale).tooShort)), status: 400 };
    return page(context, (await context.call(openData.makeKey, { purpose }, options)).key);
  },
});

import { identity, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { toString as drawCode } from 'qrcode';
import { deviceName } from '@yiwang/ui/words/device-name.ts';
import { moment } from '../format.ts';
import { definePage, fieldOf, queryOf, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { accountText } from './account-text.ts';
import { Button, ErrorSummary, Input, LinkButton, PostForm } from '../view/form.tsx';
import { Notice, SvgImage, Tag } from '../view/pieces.tsx';

type Session = OutputOf<typeof identity.listSessions>['sessions'][number];
type Passkeys = OutputOf<typeof identity.listPasskeys>;

/** 账号与安全: passkeys, authenticator, and where she is signed in. */
export const security = definePage({
  path: '/my/security',
  signedIn: true,
  get: (context) => show(context, ''),
  async post(context) {
    const act = fieldOf(context, 'act');
    const id = fieldOf(context, 'id');
    try {
      const done = await changes[act]?.(context, id);
      return { redirect: `/my/security${done === undefined ? '' : `?done=${done}`}` };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500) throw error;
      return { ...(await show(context, refusal.words)), status: refusal.status };
    }
  },
});

const changes: Record<string, (context: PageContext, id: string) => Promise<string>> = {
  async end(context, sessionId) {
    await context.call(identity.revokeSession, { sessionId }, sendOnce(context, sessionId));
    return 'ended';
  },
  async endOthers(context) {
    await context.call(identity.revokeOtherSessions, {}, sendOnce(context, 'others'));
    return 'ended';
  },
  async removePasskey(context, passkeyId) {
    await context.call(identity.removePasskey, { passkeyId }, sendOnce(context, passkeyId));
    return 'passkeyRemoved';
  },
  async addPasskey(context) {
    const name = fieldOf(context, 'name').replace(/\p{Cc}/gu, '').trim().slice(0, 40) || accountText[context.request.locale].passkeyDefault;
    const input = { ticket: fieldOf(context, 'ticket'), name, response: JSON.parse(fieldOf(context, 'response') || '{}') as Record<string, unknown> };
    await context.call(identity.addPasskey, input, sendOnce(context, input));
    return 'passkeyAdded';
  },
};

async function show(context: PageContext, refused: string): Promise<Rendered> {
  const words = accountText[context.request.locale];
  const [{ sessions }, passkeys, me] = await Promise.all([context.call(identity.listSessions, {}), context.call(identity.listPasskeys, {}), context.call(identity.me, {})]);
  const offer = passkeys.possible ? await context.call(identity.offerPasskey, {}).catch(() => undefined) : undefined;
  const done = queryOf(context, 'done');
  const told = done === 'ended' || done === 'passkeyAdded' || done === 'passkeyRemoved' || done === 'authenticatorDone' ? words[done] : '';
  return {
    title: words.security,
    personal: true,
    back: { href: '/my', words: context.text.frame.mine },
    body: (
      <>
        {refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}
        {told === '' ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
        <h1>{words.security}</h1>
        <p class="yw-lead">{words.securityLead}</p>
        <PasskeyList passkeys={passkeys} offer={offer} />
        <section aria-labelledby="authenticator">
          <h2 id="authenticator">{words.authenticator}</h2>
          <p>{words.authenticatorLead}</p>
          <p><Tag tone={me.secondFactor ? 'good' : 'quiet'}>{me.secondFactor ? words.authenticatorOn : words.authenticatorOff}</Tag></p>
          <p><LinkButton kind="plain" href="/my/security/authenticator">{me.secondFactor ? words.authenticatorAgain : words.authenticatorSet}</LinkButton></p>
        </section>
        <section aria-labelledby="devices">
          <h2 id="devices">{words.devices}</h2>
          <ul class="yw-list">{sessions.map((one) => <Device key={one.id} session={one} />)}</ul>
          {sessions.length > 1 ? <PostForm><Button kind="danger" name="act" value="endOthers">{words.signOutOthers}</Button></PostForm> : null}
        </section>
      </>
    ),
  };
}

const Device = ({ session }: { session: Session }): JSX.Element => {
  const { locale } = useSite();
  const words = accountText[locale];
  return (
    <li>
      <h3 class="item-name">{deviceName(session.device, locale)} {session.current ? <Tag tone="good">{words.thisDevice}</Tag> : null}</h3>
      <p class="facts-line"><span>{words.app[session.app] ?? session.app}</span><span>{words.since(moment(session.createdAt, locale))}</span><span>{words.seen(moment(session.lastSeenAt, locale))}</span>{session.assurance === 2 ? <span>{words.twoFactors}</span> : null}</p>
      {session.current ? null : <PostForm><input type="hidden" name="id" value={session.id} /><button class="yw-button yw-button--plain yw-button--small" type="submit" name="act" value="end">{words.signOutOne}<span class="yw-hidden"> {deviceName(session.device, locale)}</span></button></PostForm>}
    </li>
  );
};

const PasskeyList = ({ passkeys: { passkeys, possible }, offer }: { passkeys: Passkeys; offer: OutputOf<typeof identity.offerPasskey> | undefined }): JSX.Element => {
  const { locale } = useSite();
  const words = accountText[locale];
  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">{words.passkeys}</h2>
      <p>{words.passkeysLead}</p>
      {passkeys.length === 0 ? <p class="yw-soft">{words.passkeysNone}</p> : (
        <ul class="yw-list">
          {passkeys.map((one) => (
            <li key={one.id}>
              <h3 class="item-name">{one.name}</h3>
              <p class="facts-line"><span>{one.backedUp ? words.backedUp : words.onlyHere}</span><span>{words.used(one.lastUsedAt === null ? null : moment(one.lastUsedAt, locale))}</span></p>
              <PostForm><input type="hidden" name="id" value={one.id} /><button class="yw-button yw-button--plain yw-button--small" type="submit" name="act" value="removePasskey">{words.remove}<span class="yw-hidden"> {one.name}</span></button></PostForm>
            </li>
          ))}
        </ul>
      )}
      {!possible ? <p class="yw-soft">{words.passkeysOff}</p> : offer === undefined ? null : (
        <>
          <noscript><p class="yw-soft">{words.passkeyNoScript}</p></noscript>
          <div data-island="passkey" data-options={JSON.stringify(offer.options)} hidden>
            <PostForm>
              <p class="yw-error" role="alert" hidden>{words.passkeyFailed}</p>
              <input type="hidden" name="act" value="addPasskey" />
              <input type="hidden" name="ticket" value={offer.ticket} />
              <input type="hidden" name="response" value="" />
              <Input id="name" label={words.passkeyName} hint={words.passkeyHint} width="yw-input--20" />
              <Button kind="plain">{words.passkeyAdd}</Button>
            </PostForm>
          </div>
        </>
      )}
    </section>
  );
};

/** 绑定动态口令: the key counts once a token of it was seen. */
export const authenticator = definePage({
  path: '/my/security/authenticator',
  signedIn: true,
  get: async (context) => showAuthenticator(context, await context.call(identity.offerSecondFactor, {}), ''),
  async post(context) {
    const offer = { secret: fieldOf(context, 'secret'), uri: fieldOf(context, 'uri'), ticket: fieldOf(context, 'ticket') };
    const token = fieldOf(context, 'token').replace(/\s/g, '');
    try {
      await context.call(identity.confirmSecondFactor, { ticket: offer.ticket, token }, sendOnce(context, token));
      return { redirect: '/my/security?done=authenticatorDone' };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500) throw error;
      return { ...(await showAuthenticator(context, offer, refusal.words)), status: 422 };
    }
  },
});

async function showAuthenticator(context: PageContext, offer: { secret: string; uri: string; ticket: string }, refused: string): Promise<Rendered> {
  const words = accountText[context.request.locale];
  return {
    title: words.authenticatorTitle,
    personal: true,
    back: { href: '/my/security', words: words.security },
    body: (
      <>
        {refused === '' ? null : <ErrorSummary errors={[{ id: 'token', words: refused }]} />}
        <h1>{words.authenticatorTitle}</h1>
        <p>{words.authenticatorScan}</p>
        <SvgImage class="qr-code" alt={words.authenticatorScan} svg={await drawCode(offer.uri, { type: 'svg', margin: 2, width: 220 })} />
        <p class="yw-code">{offer.secret.replace(/(.{4})/g, '$1 ').trim()}</p>
        <PostForm>
          <input type="hidden" name="secret" value={offer.secret} /><input type="hidden" name="uri" value={offer.uri} /><input type="hidden" name="ticket" value={offer.ticket} />
          <Input id="token" label={words.authenticatorCode} width="yw-input--10" mode="numeric" error={refused || undefined} />
          <Button>{words.confirm}</Button>
        </PostForm>
      </>
    ),
  };
}

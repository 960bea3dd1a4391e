import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { toString } from 'qrcode';
import { acrOf, apps, accessErrors, demonstrationPassword, isApp, openTicket, sealTicket, type Access, type App } from '#engines/access';
import { Refusal } from '#kernel/errors';
import { localeOf } from '#kernel/i18n';
import { html } from './html.ts';
import { pageOf, passkeyScript, passkeyScriptPath, sendPage } from './page.ts';
import { preferencesOf } from './preferences.ts';
import { signInBody, titleOf, type SignInStep } from './sign-in-page.ts';

export const interactionPath = (uid: string): string => `/signin/interaction/${uid}`;

/** What is left to prove after the first factor, sealed into the form, so that the server keeps nothing. */
interface SecondTicket {
  uid: string;
  account: string;
  method: 'totp' | 'sms';
  first: 'password' | 'sms' | 'passkey';
  phone: string | undefined;
  /** Whether a passkey of hers will do as well. */
  passkey: boolean;
  until: number;
}

const amrOf = { password: 'pwd', sms: 'sms', totp: 'otp', passkey: 'hwk' } as const;
const ticketMs = 10 * 60_000;

/** The pages on which a person proves who she is: password, SMS code, passkey or a telephone that is signed in; then a second factor for officers. */
export function mountInteraction(app: FastifyInstance, access: Access): void {
  const { signIn, scans, part } = access;

  interface At {
    request: FastifyRequest;
    reply: FastifyReply;
    uid: string;
    app: App;
    provider: Provider;
    details: Awaited<ReturnType<Provider['interactionDetails']>>;
  }

  const at = async (request: FastifyRequest, reply: FastifyReply): Promise<At> => {
    const uid = (request.params as { uid: string }).uid;
    const provider = await access.openIdProvider();
    const details = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined);
    if (details === undefined || details.uid !== uid) throw accessErrors.interactionGone();
    const client = details.params['client_id'];
    return { request, reply, uid, app: isApp(client) ? client : 'portal', provider, details };
  };

  const show = async (where: At, now: SignInStep, refusal?: Refusal): Promise<FastifyReply> => {
    const { locale, large } = preferencesOf(part.publicUrl, where.request, where.reply);
    const kind = apps[where.app].kind;
    const action = interactionPath(where.uid);
    const demonstration = part.demonstration ? { password: demonstrationPassword, logins: await access.demonstrationLogins(kind) } : undefined;
    const passkey = now.step === 'password' && kind === 'citizen' && signIn.passkeys ? await signIn.askPasskey(null) : undefined;
    const view = { locale, action, kind, demonstration, now, passkey, ...(refusal === undefined ? {} : { refused: refusal.words(locale) }) };
    const here = now.step === 'telephone' ? `${action}?by=sms` : now.step === 'scan' ? `${action}?by=scan` : action;
    const waits = now.step === 'scan' && (now.state === 'shown' || now.state === 'seen');
    const text = pageOf({ locale, large, service: apps[where.app][locale], title: titleOf(view), here, body: signInBody(view), ...(waits ? { againSeconds: scanAgainSeconds } : {}) });
    return sendPage(where.reply, refusal?.status ?? 200, text);
  };

  const finish = async (where: At, accountId: string, assurance: 1 | 2, methods: string[]): Promise<FastifyReply> => {
    const next = await where.provider.interactionResult(where.request.raw, where.reply.raw, { login: { accountId, acr: acrOf(assurance), amr: methods, remember: false } });
    return where.reply.redirect(next, 303);
  };

  /** After the first factor: done, or on to the second. */
  const proceed = async (where: At, first: Awaited<ReturnType<typeof signIn.withPassword>>): Promise<FastifyReply> => {
    if (first.kind !== apps[where.app].kind) throw accessErrors.wrongApp({ app: apps[where.app].zh });
    if (first.second === 'none') return finish(where, first.accountId, 1, [amrOf[first.method]]);
    const ticket: SecondTicket = { uid: where.uid, account: first.accountId, method: first.second, first: first.method, phone: first.phone, passkey: first.passkey, until: part.clock.now().getTime() + ticketMs };
    return askSecond(where, ticket);
  };

  /** A code is sent at once only to whoever has nothing better at hand. */
  const askSecond = async (where: At, ticket: SecondTicket, how: { refusal?: Refusal; send?: boolean } = {}): Promise<FastifyReply> => {
    const passkey = ticket.passkey ? await signIn.askPasskey(ticket.account) : undefined;
    const send = ticket.method === 'sms' && how.refusal === undefined && (how.send ?? passkey === undefined);
    const shownCode = send ? (await signIn.sendSecondCode({ accountId: ticket.account, address: where.request.ip })).shownCode : undefined;
    const coded = ticket.method === 'totp' || send || how.refusal !== undefined;
    return show(where, { step: 'second', method: ticket.method, ticket: sealTicket(part, { ...ticket }), coded, passkey, ...(ticket.phone === undefined ? {} : { phone: ticket.phone }), ...(shownCode === undefined ? {} : { shownCode }) }, how.refusal);
  };

  /** 扫码: in, once the telephone has said yes; until then the code, asked again every few seconds. */
  const scan = async (where: At, again: boolean): Promise<FastifyReply> => {
    const confirmed = await scans.take(where.uid);
    if (confirmed !== undefined) return finish(where, confirmed.accountId, confirmed.assurance, confirmed.assurance === 2 ? ['mca', 'mfa'] : ['mca']);
    const shown = await scans.show({ interaction: where.uid, app: where.app, device: String(where.request.headers['user-agent'] ?? ''), address: where.request.ip, again });
    const address = `${part.publicUrl}${where.app === 'desk' ? '/desk' : ''}/scan/${shown.token}`;
    return show(where, { step: 'scan', state: shown.state, address, picture: await toString(address, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) });
  };

  const ticketOf = (where: At, sealed: string): SecondTicket => {
    const ticket = openTicket(part, sealed) as SecondTicket | undefined;
    if (ticket === undefined || ticket.uid !== where.uid || ticket.until < part.clock.now().getTime()) throw accessErrors.interactionGone();
    return ticket;
  };

  const consentStep = async ({ details, provider }: At): Promise<SignInStep> => {
    const client = await provider.Client.find(String(details.params['client_id']));
    return { step: 'consent', client: client?.clientName ?? String(details.params['client_id']), scopes: String(details.params['scope'] ?? '').split(' ') };
  };

  /** 授权: what was asked for is granted to the application, for this session. */
  const consent = async (where: At, allowed: boolean): Promise<FastifyReply> => {
    const { details, request, reply, provider } = where;
    if (details.prompt.name !== 'consent' || details.session === undefined) throw accessErrors.interactionGone();
    const result = allowed ? { consent: { grantId: await grantTo(where) } } : { error: 'access_denied', error_description: 'the person did not agree' };
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: true }), 303);
  };

  const grantTo = async ({ details, provider }: At): Promise<string> => {
    const known = details.grantId === undefined ? undefined : await provider.Grant.find(details.grantId);
    const grant = known ?? new provider.Grant({ accountId: details.session!.accountId, clientId: String(details.params['client_id']) });
    grant.addOIDCScope(String(details.params['scope'] ?? 'openid'));
    return grant.save();
  };

  const take = async (where: At, field: (name: string) => string): Promise<FastifyReply> => {
    const address = where.request.ip;
    switch (field('step')) {
      case 'password':
        return proceed(where, await signIn.withPassword({ login: field('login'), password: field('password'), address }));
      case 'send': {
        const { shownCode } = await signIn.sendSignInCode({ phone: field('phone'), address });
        return show(where, { step: 'code', phone: field('phone'), ...(shownCode === undefined ? {} : { shownCode }) });
      }
      case 'code':
        return proceed(where, await signIn.withCode({ phone: field('phone'), code: field('code'), address, kind: apps[where.app].kind }));
      case 'passkey': {
        const first = await signIn.withPasskey({ ticket: field('challenge'), response: jsonOf(field('response')), address });
        if (first.kind !== apps[where.app].kind) throw accessErrors.wrongApp({ app: apps[where.app].zh });
        return finish(where, first.accountId, 2, first.methods);
      }
      case 'second-passkey': {
        const ticket = ticketOf(where, field('ticket'));
        const methods = await signIn.checkSecondPasskey({ accountId: ticket.account, ticket: field('challenge'), response: jsonOf(field('response')), address });
        return finish(where, ticket.account, 2, [amrOf[ticket.first], ...methods]);
      }
      case 'scan':
        return scan(where, true);
      case 'allow':
      case 'deny':
        return consent(where, field('step') === 'allow');
      case 'resend':
        return askSecond(where, ticketOf(where, field('ticket')), { send: true });
      case 'second': {
        const ticket = ticketOf(where, field('ticket'));
        await signIn.checkSecond({ accountId: ticket.account, method: ticket.method, code: field('code'), address });
        return finish(where, ticket.account, 2, [amrOf[ticket.first], amrOf[ticket.method], 'mfa']);
      }
      default:
        return show(where, { step: 'password' });
    }
  };

  /** A refusal is shown on the page of the step that it belongs to. */
  const again = async (where: At, field: (name: string) => string, refusal: Refusal): Promise<FastifyReply> => {
    const step = field('step');
    if (refusal.status === 429) void where.reply.header('retry-after', String(refusal.parameters['seconds'] ?? 60));
    if (step === 'code' && refusal.code === 'access.codeWrong') return show(where, { step: 'code', phone: field('phone') }, refusal);
    if (step === 'send' || step === 'code') return show(where, { step: 'telephone', phone: field('phone') }, refusal);
    if ((step === 'second' || step === 'second-passkey' || step === 'resend') && refusal.code !== 'access.interactionGone') {
      const ticket = ticketOf(where, field('ticket'));
      return askSecond(where, ticket, { refusal });
    }
    return show(where, { step: 'password', login: field('login') }, refusal);
  };

  const refused = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
    if (!(error instanceof Refusal)) throw error;
    return sendRefusal(request, reply, error);
  };

  app.get(passkeyScriptPath, (_request, reply) => reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=3600').header('x-content-type-options', 'nosniff').send(passkeyScript));

  app.get('/signin/interaction/:uid', async (request, reply) => {
    try {
      const where = await at(request, reply);
      if (where.details.prompt.name === 'consent') return await show(where, await consentStep(where));
      const { by } = request.query as { by?: string };
      if (by === 'scan') return await scan(where, false);
      return await show(where, by === 'sms' ? { step: 'telephone' } : { step: 'password' });
    } catch (error) {
      return refused(request, reply, error);
    }
  });

  app.post('/signin/interaction/:uid', async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const field = (name: string): string => (typeof body[name] === 'string' ? body[name].replace(/\p{Cc}/gu, '').trim() : '');
    const secret = (name: string): string => (name === 'password' && typeof body[name] === 'string' ? body[name] : field(name));
    try {
      const where = await at(request, reply);
      try {
        return await take(where, secret);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return await again(where, field, error);
      }
    } catch (error) {
      return refused(request, reply, error);
    }
  });
}

const scanAgainSeconds = 3;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw accessErrors.passkeyWrong();
  }
};

/** A page for a refusal that belongs to no form. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const locale = localeOf(request.cookies['yiwang_language'] ?? request.headers['accept-language']);
  const zh = locale === 'zh';
  return sendPage(reply, refusal.status, refusalPage(locale, refusal.words(locale), zh ? '重新登录' : 'Sign in again', '/signin?app=portal'));
}

export const refusalPage = (locale: 'zh' | 'en', message: string, again: string, href: string): string =>
  pageOf({ locale, large: false, service: apps.portal[locale], title: locale === 'zh' ? '无法登录' : 'Sign-in failed', here: '/signin?app=portal', body: messageBody(message, again, href) });

const messageBody = (message: string, again: string, href: string) => html`<h1>${message}</h1><p><a href="${href}">${again}</a></p>`;

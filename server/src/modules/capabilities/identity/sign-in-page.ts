import type { Locale } from '#kernel/i18n';
import { html, type Html } from './html.ts';

/** What a sign-in page shows; one page, one question. */
export type SignInStep =
  | { step: 'password'; login?: string }
  | { step: 'telephone'; phone?: string }
  | { step: 'code'; phone: string; shownCode?: string }
  | { step: 'consent'; client: string; scopes: string[] }
  | { step: 'scan'; state: 'shown' | 'seen' | 'denied' | 'expired'; address: string; picture: string }
  | { step: 'second'; method: 'totp' | 'sms'; phone?: string; ticket: string; shownCode?: string; coded: boolean; passkey: PasskeyAsked | undefined };

/** What the browser's passkey dialogue is given, and the sealed challenge that comes back with the answer. */
export interface PasskeyAsked {
  options: object;
  ticket: string;
}

export interface SignInView {
  locale: Locale;
  action: string;
  /** Whose app it is: citizens see the telephone tab first class, officers the staff account. */
  kind: 'citizen' | 'officer';
  refused?: string;
  demonstration: { password: string; logins: string[] } | undefined;
  passkey: PasskeyAsked | undefined;
  now: SignInStep;
}

const words = {
  zh: {
    citizen: '个人、法人登录', officer: '工作人员登录', byPassword: '密码登录', byPhone: '短信验证码登录', byScan: '扫码登录', scanLead: '请用已登录{app}的手机扫描二维码，在手机上确认。', scanSeen: '已扫描，请在手机上确认登录。', scanDenied: '手机上已取消本次登录。', scanExpired: '二维码已失效。', scanAgain: '重新获取二维码', scanPicture: '登录二维码', scanDemo: '演示环境：也可在另一个已登录的浏览器中打开此地址', passkey: '使用通行密钥登录', passkeySecond: '使用通行密钥验证', passkeyFailed: '没有完成通行密钥验证，请重试或使用其他方式。', or: '或者', portalName: '一网通办', deskName: '一网协同', sendCode: '改用短信验证码', login: '账号或手机号', staffLogin: '工作账号', password: '密码', phone: '手机号码', code: '验证码',
    signIn: '登录', send: '获取验证码', next: '下一步', resend: '重新获取验证码', sent: '验证码已发送至 {phone}，5 分钟内有效。', sentHidden: '如该手机号已注册，验证码已发送，5 分钟内有效。',
    consent: '授权登录', consentWords: '“{client}”请求使用您的一网账号登录。它只会得到一个账号标识，不会得到您的姓名、证件号码或手机号码。', offline: '在您离开后保持登录状态（12 小时内）', allow: '同意并登录', deny: '不同意',
    second: '二次验证', totp: '请输入身份验证器显示的 6 位动态口令', sms: '为保护数据安全，工作人员登录需要短信验证码', other: '使用其他手机号', back: '返回上一步', register: '没有账号？实名注册', demo: '演示环境', demoWords: '演示账号的密码均为', demoCode: '演示环境不发送短信，验证码为', example: '示例账号', company: '企业由法定代表人或受托人以个人账号登录，登录后选择所代表的企业。',
  },
  en: {
    citizen: 'Sign in: people and companies', officer: 'Sign in: staff', byPassword: 'Password', byPhone: 'Text message', byScan: 'Scan a code', scanLead: 'Scan this code with a phone that is signed in to {app}, and confirm there.', scanSeen: 'Scanned. Confirm on your phone.', scanDenied: 'The sign-in was declined on the phone.', scanExpired: 'This code is no longer valid.', scanAgain: 'Show a new code', scanPicture: 'Code for signing in', scanDemo: 'Demonstration: or open this address in another browser that is signed in', passkey: 'Sign in with a passkey', passkeySecond: 'Use a passkey', passkeyFailed: 'The passkey was not used. Try again, or sign in another way.', or: 'or', portalName: 'Services', deskName: 'the Desk', sendCode: 'Use a text message instead', login: 'Account name or mobile number', staffLogin: 'Staff account', password: 'Password', phone: 'Mobile number', code: 'Code',
    signIn: 'Sign in', send: 'Send me a code', next: 'Next', resend: 'Send a new code', sent: 'A code was sent to {phone}; it is valid for 5 minutes.', sentHidden: 'If this number is registered, a code was sent to it; it is valid for 5 minutes.',
    consent: 'Sign in to another application', consentWords: '“{client}” asks to sign you in with your Yiwang account. It gets an identifier of the account, not your name, identity number or telephone.', offline: 'Stay signed in after you leave (12 hours at most)', allow: 'Agree and sign in', deny: 'No',
    second: 'Second factor', totp: 'Enter the 6 digits that your authenticator shows', sms: 'To protect the data, staff also enter a code sent by text message', other: 'Use another number', back: 'Back', register: 'No account yet? Register', demo: 'Demonstration', demoWords: 'All demonstration accounts have the password', demoCode: 'No message is sent in the demonstration; the code is', example: 'For example', company: 'For a company, its legal representative or agent signs in as a person and then chooses the company.',
  },
} as const;

type Words = { readonly [K in keyof (typeof words)['zh']]: string };

export const titleOf = (view: Pick<SignInView, 'locale' | 'kind' | 'now'>): string => 
  view.now.step === 'second' || view.now.step === 'consent' ? words[view.locale][view.now.step] : words[view.locale][view.kind];

export function signInBody(view: SignInView): Html {
  const w: Words = words[view.locale];
  const { now } = view;
  const first = now.step === 'password' || now.step === 'telephone' || now.step === 'scan';
  return html`<h1>${titleOf(view)}</h1>
${view.refused === undefined ? undefined : html`<p class="alert" role="alert" id="refusal">${view.refused}</p>`}
${first && html`<ul class="tabs"><li><a href="${view.action}"${now.step === 'password' && current}>${w.byPassword}</a></li><li><a href="${view.action}?by=sms"${now.step === 'telephone' && current}>${w.byPhone}</a></li><li><a href="${view.action}?by=scan"${now.step === 'scan' && current}>${w.byScan}</a></li></ul>`}
${formOf(view, w)}
${first && view.kind === 'citizen' && html`<p><a href="/signin/register">${w.register}</a></p>`}
${first && view.kind === 'citizen' && html`<p class="hint" style="margin-top:1.2rem">${w.company}</p>`}
${first && view.demonstration !== undefined && html`<details class="demo" open><summary>${w.demo}</summary>${w.demoWords} <code>${view.demonstration.password}</code><br>${w.example} ${view.demonstration.logins.map((login) => html`<code>${login}</code> `)}</details>`}`;
}

const current = html` aria-current="page"`;
const plainButton = html` class="plain"`;
const noteClass = html` class="note"`;
const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

function formOf(view: SignInView, w: Words): Html {
  const { now, action } = view;
  const bad = view.refused === undefined ? undefined : html` aria-invalid="true" aria-describedby="refusal"`;
  const codeField = html`<label for="code">${w.code}</label><input class="code" id="code" name="code" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="one-time-code" required autofocus${bad}>`;
  const shown = (code: string | undefined): Html | undefined => (code === undefined ? undefined : html`<p class="note">${w.demoCode} <strong data-demonstration-code="${code}">${code}</strong></p>`);
  switch (now.step) {
    case 'password':
      return html`<form method="post" action="${action}">${hidden('step', 'password')}
<label for="login">${view.kind === 'officer' ? w.staffLogin : w.login}</label><input id="login" name="login" value="${now.login}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required${bad}>
<label for="password">${w.password}</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required${bad}>
<button>${w.signIn}</button></form>${view.passkey !== undefined && passkeyForm(view, w, 'passkey', view.passkey, w.passkey)}`;
    case 'scan':
      return scanBody(view, w, now);
    case 'telephone':
      return html`<form method="post" action="${action}">${hidden('step', 'send')}
<label for="phone">${w.phone}</label><input id="phone" name="phone" type="tel" inputmode="numeric" value="${now.phone}" pattern="1[3-9][0-9]{9}" maxlength="11" autocomplete="tel-national" required${bad}>
<button>${w.send}</button></form>`;
    case 'code':
      return html`<p>${w.sentHidden}</p>${shown(now.shownCode)}<form method="post" action="${action}">${hidden('step', 'code')}${hidden('phone', now.phone)}${codeField}<button>${w.signIn}</button></form>
<form method="post" action="${action}">${hidden('step', 'send')}${hidden('phone', now.phone)}<button class="plain">${w.resend}</button></form><p><a href="${action}?by=sms">${w.other}</a></p>`;
    case 'consent':
      return html`<p>${w.consentWords.replace('{client}', now.client)}</p>${now.scopes.includes('offline_access') && html`<ul><li>${w.offline}</li></ul>`}
<form method="post" action="${action}">${hidden('step', 'allow')}<button>${w.allow}</button></form><form method="post" action="${action}">${hidden('step', 'deny')}<button class="plain">${w.deny}</button></form>`;
    case 'second':
      return html`${now.passkey !== undefined && passkeyForm(view, w, 'second-passkey', now.passkey, w.passkeySecond, now.ticket)}
${now.coded && html`<p>${now.method === 'totp' ? w.totp : w.sms}</p>${now.method === 'sms' && now.phone !== undefined && now.shownCode === undefined && html`<p class="note" role="status">${w.sent.replace('{phone}', now.phone)}</p>`}${shown(now.shownCode)}
<form method="post" action="${action}">${hidden('step', 'second')}${hidden('ticket', now.ticket)}${codeField}<button>${w.signIn}</button></form>`}
${now.method === 'sms' && html`<form method="post" action="${action}">${hidden('step', 'resend')}${hidden('ticket', now.ticket)}<button class="plain">${now.coded ? w.resend : w.sendCode}</button></form>`}<p><a href="${action}">${w.back}</a></p>`;
  }
}

/** Shown by the page's script where the browser has passkeys. */
function passkeyForm(view: SignInView, w: Words, step: string, asked: PasskeyAsked, label: string, ticket?: string): Html {
  return html`<form method="post" action="${view.action}" data-passkey="${JSON.stringify(asked.options)}" hidden>${step === 'passkey' && html`<p class="or">${w.or}</p>`}<p class="alert" role="alert" hidden>${w.passkeyFailed}</p>${hidden('step', step)}${hidden('challenge', asked.ticket)}${ticket !== undefined && hidden('ticket', ticket)}${hidden('response', '')}<button${step === 'passkey' && plainButton}>${label}</button></form>`;
}

function scanBody(view: SignInView, w: Words, now: Extract<SignInStep, { step: 'scan' }>): Html {
  const over = now.state === 'denied' || now.state === 'expired';
  if (over) return html`<p class="alert" role="alert">${now.state === 'denied' ? w.scanDenied : w.scanExpired}</p><form method="post" action="${view.action}">${hidden('step', 'scan')}<button>${w.scanAgain}</button></form>`;
  return html`<p${now.state === 'seen' && noteClass} role="status">${now.state === 'seen' ? w.scanSeen : w.scanLead.replace('{app}', view.kind === 'officer' ? w.deskName : w.portalName)}</p>
${now.state === 'shown' && html`<img class="scan" alt="${w.scanPicture}" src="data:image/svg+xml;base64,${Buffer.from(now.picture).toString('base64')}">`}
${now.state === 'shown' && view.demonstration !== undefined && html`<p class="demo">${w.scanDemo}<br><a data-scan href="${now.address}">${now.address}</a></p>`}`;
}

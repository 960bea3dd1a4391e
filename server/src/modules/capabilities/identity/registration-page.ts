import type { Locale } from '#kernel/i18n';
import { html, type Html } from './html.ts';

export const registrationPath = '/signin/register';

const words = {
  zh: {
    title: '个人实名注册', name: '姓名', identityNumber: '身份证号码', phone: '手机号码', code: '验证码', send: '获取验证码', login: '登录名', loginHint: '4 至 32 位小写字母、数字、下划线或连字符，以字母开头', password: '设置密码', passwordHint: '至少 8 位，须含字母和数字',
    submit: '注册', sent: '验证码已发送，5 分钟内有效。', shown: '演示环境不发送短信，验证码为', done: '注册成功', doneWords: '请使用登录名或手机号码登录。', signIn: '去登录', have: '已有账号，直接登录', why: '姓名和身份证号码用于核验您的身份，加密保存。',
  },
  en: {
    title: 'Register with your real name', name: 'Name', identityNumber: 'Identity number', phone: 'Mobile number', code: 'Code', send: 'Send me a code', login: 'Login name', loginHint: '4 to 32 lower-case letters, digits, _ or -, beginning with a letter', password: 'Password', passwordHint: 'At least 8 characters, letters and digits',
    submit: 'Register', sent: 'A code was sent; it is valid for 5 minutes.', shown: 'No message is sent in the demonstration; the code is', done: 'You are registered', doneWords: 'Sign in with your login name or mobile number.', signIn: 'Sign in', have: 'I have an account: sign in', why: 'Name and identity number prove who you are; they are stored encrypted.',
  },
} as const;

export interface RegistrationView {
  locale: Locale;
  values: { name: string; identityNumber: string; phone: string; loginName: string };
  refused?: string;
  /** A code is on its way. */
  sent?: boolean;
  shownCode?: string | undefined;
  done?: boolean;
}

export const registrationTitle = (locale: Locale): string => words[locale].title;

export function registrationBody(view: RegistrationView): Html {
  const w = words[view.locale];
  if (view.done) return html`<h1>${w.done}</h1><p>${w.doneWords}</p><p><a href="/signin?app=portal">${w.signIn}</a></p>`;
  const { name, identityNumber, phone, loginName } = view.values;
  return html`<h1>${w.title}</h1>
${view.refused === undefined ? undefined : html`<p class="alert" role="alert">${view.refused}</p>`}
<p class="hint">${w.why}</p>
<form method="post" action="${registrationPath}">
<button name="step" value="register" tabindex="-1" aria-hidden="true" style="position:absolute;left:-100rem;width:1px">${w.submit}</button>
<label for="name">${w.name}</label><input id="name" name="name" value="${name}" autocomplete="name" maxlength="50">
<label for="identityNumber">${w.identityNumber}</label><input id="identityNumber" name="identityNumber" value="${identityNumber}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="18">
<label for="phone">${w.phone}</label><input id="phone" name="phone" type="tel" inputmode="numeric" value="${phone}" autocomplete="tel-national" maxlength="11">
<button class="plain" name="step" value="send">${w.send}</button>
${view.sent && html`<p class="note" role="status" style="margin-top:1rem">${view.shownCode === undefined ? w.sent : html`${w.shown} <strong data-demonstration-code="${view.shownCode}">${view.shownCode}</strong>`}</p>`}
<label for="code">${w.code}</label><input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6">
<label for="loginName">${w.login}<span class="hint">${w.loginHint}</span></label><input id="loginName" name="loginName" value="${loginName}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="32">
<label for="password">${w.password}<span class="hint">${w.passwordHint}</span></label><input id="password" name="password" type="password" autocomplete="new-password" maxlength="200">
<button name="step" value="register">${w.submit}</button></form><p><a href="/signin?app=portal">${w.have}</a></p>`;
}

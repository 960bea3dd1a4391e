import { readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import type { Locale } from '#kernel/i18n';
import { html, Html } from './html.ts';

/** The one script of these pages: the browser's passkey dialogue. Everything else works without. */
export const passkeyScriptPath = '/signin/passkey.js';
export const passkeyScript = readFileSync(new URL('./passkey-button.js', import.meta.url), 'utf8');

/** Design tokens of the house, then what these few pages need. */
const tokens = new URL('../../../../../packages/ui/src/tokens.css', import.meta.url);
const css = `${readFileSync(tokens, 'utf8')}
*{box-sizing:border-box}
body{font-size:var(--yw-text)}
body{margin:0;background:var(--yw-ground-soft);color:var(--yw-ink);font-family:var(--yw-font);line-height:1.6}
header,footer{max-width:32rem;margin:0 auto;padding:1rem 1.25rem;display:flex;gap:.5rem 1rem;flex-wrap:wrap;align-items:center;justify-content:space-between}
header strong{font-size:1.15em}header nav{display:flex;gap:1rem}
main{max-width:32rem;margin:0 auto;background:var(--yw-ground);padding:1.5rem 1.25rem 2rem;border-top:.25rem solid var(--yw-accent)}
@media(min-width:40rem){main{padding:2rem 2.25rem 2.5rem;border-radius:var(--yw-radius)}header{padding:3rem 2.25rem 1rem}}
h1{font-size:var(--yw-heading-m);line-height:1.35;margin:0 0 1rem}
a{color:var(--yw-accent);text-underline-offset:.2em}
a,button,input,summary{outline-offset:2px}:focus-visible{outline:3px solid var(--yw-focus);box-shadow:0 0 0 5px var(--yw-focus-ink)}
.tabs{display:flex;border-bottom:1px solid var(--yw-line-strong);margin:0 0 1.25rem;padding:0;list-style:none}
.tabs a{display:block;padding:.6rem 1rem;min-height:2.7rem;text-decoration:none;color:var(--yw-ink-soft)}
.tabs a[aria-current]{color:var(--yw-ink);font-weight:700;box-shadow:inset 0 -3px var(--yw-accent)}
label{display:block;font-weight:700;margin:1.1rem 0 .3rem}
.hint{color:var(--yw-ink-soft);font-weight:400;margin:0 0 .3rem;display:block;font-size:var(--yw-text-small)}
input{width:100%;font:inherit;padding:.6rem .75rem;min-height:max(3rem,2.4em);border:1px solid var(--yw-line-strong);border-radius:var(--yw-radius);background:#fff;color:inherit}
input.code{letter-spacing:.3em;max-width:12rem;font-variant-numeric:tabular-nums}
button{font:inherit;font-weight:700;min-height:max(3rem,2.4em);padding:.6rem 1.5rem;border-radius:var(--yw-radius);border:1px solid var(--yw-accent);background:var(--yw-accent);color:#fff;cursor:pointer;margin-top:1.4rem;width:100%}
button.plain{background:transparent;color:var(--yw-accent);font-weight:400;margin-top:.8rem}
.alert,.note{border-left:.3rem solid var(--yw-bad);background:var(--yw-bad-ground);padding:.7rem 1rem;margin:0 0 1.25rem;overflow-wrap:anywhere}
.note{border-color:var(--yw-accent);background:var(--yw-blue-50)}
.scan{display:block;width:100%;max-width:15rem;margin:0 auto 1rem;image-rendering:pixelated}
.or{text-align:center;color:var(--yw-ink-soft);margin:1.2rem 0 0}
.demo{margin-top:2rem;font-size:var(--yw-text-small);color:var(--yw-ink-soft)}.demo code{font-size:1em;white-space:nowrap;color:var(--yw-ink)}
.demo summary{cursor:pointer;padding:.5rem 0}
@media(prefers-color-scheme:dark){:root{color-scheme:light}}
@media(forced-colors:active){.tabs a[aria-current]{border-bottom:3px solid}}
`;

export interface Page {
  locale: Locale;
  large: boolean;
  /** Of the app where the reader is going. */
  service: string;
  title: string;
  /** Where this page is, for its language and type-size links. */
  here: string;
  /** Asks for itself again after so many seconds: something is waited for, without script. */
  againSeconds?: number;
  body: Html;
}

const link = (here: string, name: string, value: string): string => `${here}${here.includes('?') ? '&' : '?'}${name}=${value}`;

/** A small page of plain HTML: no script needed, readable on a telephone, by keyboard and by screen reader. */
export function pageOf(page: Page): string {
  const zh = page.locale === 'zh';
  return `<!doctype html>${
    html`<html lang="${zh ? 'zh-CN' : 'en'}"${page.large ? new Html(' class="yw-elder"') : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${page.againSeconds !== undefined && html`<meta http-equiv="refresh" content="${String(page.againSeconds)};url=${page.here}">`}<title>${page.title} · ${page.service}</title><link rel="stylesheet" href="/assets/fonts.css"><style>${new Html(css)}</style><script src="${passkeyScriptPath}" defer></script></head>
<body><header><strong>${page.service}</strong><nav aria-label="${zh ? '显示' : 'Display'}"><a href="${link(page.here, 'large', page.large ? '0' : '1')}">${page.large ? (zh ? '标准字号' : 'Normal type') : zh ? '大字版' : 'Large type'}</a><a href="${link(page.here, 'lang', zh ? 'en' : 'zh')}" lang="${zh ? 'en' : 'zh-CN'}" hreflang="${zh ? 'en' : 'zh-CN'}">${zh ? 'English' : '中文'}</a></nav></header>
<main>${page.body}</main></body></html>`.text
  }`;
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

export const sendPage = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').header('content-security-policy', policy).send(text);

import { existsSync, readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import type { Locale } from '#kernel/i18n';
import { html, Html } from './html.ts';

/** Design tokens of the house where they are, then what these few pages need. Widths in rem of the reader's own size. */
const tokens = new URL('../../../../../packages/ui/src/tokens.css', import.meta.url);
const css = `${existsSync(tokens) ? readFileSync(tokens, 'utf8') : ''}
:root{--si-ink:var(--ink,#1c1f23);--si-soft:var(--ink-soft,#50565e);--si-paper:var(--paper,#fff);--si-ground:var(--ground,#f3f5f7);--si-line:var(--line,#8a929b);--si-accent:var(--accent,#0b57a4);--si-danger:var(--danger,#b3261e)}
*{box-sizing:border-box}
html{font-size:112.5%}html.large{font-size:143%}
body{margin:0;background:var(--si-ground);color:var(--si-ink);font-family:var(--font,"Noto Sans SC","PingFang SC","Microsoft YaHei","Source Han Sans SC",system-ui,sans-serif);line-height:1.6}
header,footer{max-width:30rem;margin:0 auto;padding:1rem 1.25rem;display:flex;gap:.5rem 1rem;flex-wrap:wrap;align-items:center;justify-content:space-between}
header strong{font-size:1.15rem}header nav{display:flex;gap:1rem}
main{max-width:30rem;margin:0 auto;background:var(--si-paper);padding:1.5rem 1.25rem 2rem;border-top:.25rem solid var(--si-accent)}
@media(min-width:40rem){main{padding:2rem 2.25rem 2.5rem;border-radius:.25rem}header{padding-top:3rem}}
h1{font-size:1.5rem;line-height:1.35;margin:0 0 1rem}
a{color:var(--si-accent);text-underline-offset:.2em}
a,button,input,summary{outline-offset:2px}:focus-visible{outline:3px solid var(--si-accent)}
.tabs{display:flex;border-bottom:1px solid var(--si-line);margin:0 0 1.25rem;padding:0;list-style:none}
.tabs a{display:block;padding:.6rem 1rem;min-height:2.7rem;text-decoration:none;color:var(--si-soft)}
.tabs a[aria-current]{color:var(--si-ink);font-weight:700;box-shadow:inset 0 -3px var(--si-accent)}
label{display:block;font-weight:700;margin:1.1rem 0 .3rem}
.hint{color:var(--si-soft);font-weight:400;margin:0 0 .3rem;display:block;font-size:.9rem}
input{width:100%;font:inherit;padding:.6rem .75rem;min-height:2.9rem;border:1px solid var(--si-line);border-radius:.2rem;background:#fff;color:inherit}
input.code{letter-spacing:.3em;max-width:12rem;font-variant-numeric:tabular-nums}
button{font:inherit;font-weight:700;min-height:2.9rem;padding:.6rem 1.5rem;border-radius:.2rem;border:1px solid var(--si-accent);background:var(--si-accent);color:#fff;cursor:pointer;margin-top:1.4rem;width:100%}
button.plain{background:transparent;color:var(--si-accent);font-weight:400;margin-top:.8rem}
.alert,.note{border-left:.3rem solid var(--si-danger);background:#fdf1f0;padding:.7rem 1rem;margin:0 0 1.25rem;overflow-wrap:anywhere}
.note{border-color:var(--si-accent);background:#eef4fa}
.demo{margin-top:2rem;font-size:.9rem;color:var(--si-soft)}.demo code{font-size:1em;color:var(--si-ink)}
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
  body: Html;
}

const link = (here: string, name: string, value: string): string => `${here}${here.includes('?') ? '&' : '?'}${name}=${value}`;

/** A small page of plain HTML: no script, readable on a telephone, by keyboard and by screen reader. */
export function pageOf(page: Page): string {
  const zh = page.locale === 'zh';
  return `<!doctype html>${
    html`<html lang="${zh ? 'zh-CN' : 'en'}"${page.large ? new Html(' class="large"') : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${page.title} · ${page.service}</title><style>${new Html(css)}</style></head>
<body><header><strong>${page.service}</strong><nav aria-label="${zh ? '显示' : 'Display'}"><a href="${link(page.here, 'large', page.large ? '0' : '1')}">${page.large ? (zh ? '标准字号' : 'Normal type') : zh ? '大字版' : 'Large type'}</a><a href="${link(page.here, 'lang', zh ? 'en' : 'zh')}" lang="${zh ? 'en' : 'zh-CN'}" hreflang="${zh ? 'en' : 'zh-CN'}">${zh ? 'English' : '中文'}</a></nav></header>
<main>${page.body}</main></body></html>`.text
  }`;
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

export const sendPage = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').header('content-security-policy', policy).send(text);

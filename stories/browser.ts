import assert from 'node:assert/strict';
import { demonstrationPassword } from './harness.ts';

export interface Page {
  status: number;
  /** Where the redirects ended; an address of another site is not followed. */
  url: string;
  text: string;
  /** Every address on the way, the first included. */
  way: string[];
}

/** A browser without script: a cookie jar, redirects, forms. */
export interface Browser {
  readonly cookies: ReadonlyMap<string, string>;
  go(address: string, form?: Record<string, string>): Promise<Page>;
  /** Fills in the form of a page. */
  submit(page: Page, form: Record<string, string>): Promise<Page>;
  /** The sign-in page, filled in; an officer's second factor is what the demonstration shows. */
  signIn(page: Page, login: string, password?: string): Promise<Page>;
}

export function openBrowser(base: string): Browser {
  const jar = new Map<string, string>();
  const origin = new URL(base).origin;
  const keep = (line: string): void => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined || value === undefined) return;
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  };
  const go = async (address: string, form?: Record<string, string>): Promise<Page> => {
    const way: string[] = [];
    let at = new URL(address, base);
    let body = form === undefined ? undefined : new URLSearchParams(form).toString();
    for (let hops = 0; hops < 15; hops++) {
      way.push(at.href);
      if (at.origin !== origin) return { status: 0, url: at.href, text: '', way };
      const answer = await fetch(at, { method: body === undefined ? 'GET' : 'POST', redirect: 'manual', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '), ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }, ...(body === undefined ? {} : { body }) });
      answer.headers.getSetCookie().forEach(keep);
      const location = answer.headers.get('location');
      const text = await answer.text();
      if (location === null) return { status: answer.status, url: at.pathname + at.search, text, way };
      at = new URL(location, at);
      body = undefined;
    }
    throw new Error(`redirected for ever: ${way.join(' → ')}`);
  };
  const submit: Browser['submit'] = (page, form) => {
    const action = /action="(\/signin\/interaction\/[^"]+)"/.exec(page.text)?.[1];
    assert.ok(action, `a form on ${page.url}: ${page.status} ${page.text.slice(0, 200)}`);
    return go(action, form);
  };
  return {
    cookies: jar, go, submit,
    async signIn(page, login, password = demonstrationPassword) {
      const next = await submit(page, { step: 'password', login, password });
      const ticket = /name="ticket" value="([^"]*)"/.exec(next.text)?.[1];
      const code = /data-demonstration-code="(\d+)"/.exec(next.text)?.[1];
      return ticket === undefined || code === undefined ? next : submit(next, { step: 'second', ticket, code });
    },
  };
}

/** What a page says has gone wrong. */
export const alertOf = (page: Page): string => /role="alert"[^>]*>([\s\S]*?)<\//.exec(page.text)?.[1]?.replace(/<[^>]*>/g, '').trim() ?? '';

/** One HTTP exchange without following redirects; `path` begins with a slash. */
export type Exchange = (path: string, init: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string }) => Promise<{ status: number; location: string | undefined; cookies: string[]; text: string }>;

export interface SignInByForms {
  app: 'portal' | 'desk';
  login: string;
  password: string;
  /** Gives the second factor when the page does not show it (a message, an authenticator). */
  code?: () => Promise<string>;
}

export class SignInFailed extends Error {}

/** Over the network, for stories and scripts. */
export const exchangeOver =
  (base: string, send: typeof fetch = fetch): Exchange =>
  async (path, init) => {
    const answer = await send(base + path, { ...init, redirect: 'manual' });
    return { status: answer.status, location: answer.headers.get('location') ?? undefined, cookies: answer.headers.getSetCookie(), text: await answer.text() };
  };

const fieldOf = (page: string, name: string): string | undefined => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
const alertOf = (page: string): string | undefined => /role="alert"[^>]*>([^<]*)</.exec(page)?.[1];

/** Signs in as a browser without script does: plain form posts. Returns the `cookie` header of the session. */
export async function signInByForms(exchange: Exchange, who: SignInByForms): Promise<string> {
  const jar = new Map<string, string>();
  const go = async (path: string, form?: Record<string, string>): Promise<{ page: string; path: string }> => {
    let at = path;
    let post = form;
    for (let hops = 0; hops < 12; hops++) {
      const headers: Record<string, string> = { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '), ...(post === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) };
      const answer = await exchange(at, { method: post === undefined ? 'GET' : 'POST', headers, ...(post === undefined ? {} : { body: new URLSearchParams(post).toString() }) });
      for (const line of answer.cookies) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      if (answer.location === undefined || answer.status < 300 || answer.status >= 400) return { page: answer.text, path: at };
      const next = new URL(answer.location, 'http://house');
      at = next.pathname + next.search;
      post = undefined;
      if (jar.has('yiwang_session')) return { page: '', path: at };
    }
    throw new SignInFailed('too many redirects');
  };
  const first = await go(`/signin?app=${who.app}&return=/healthz`);
  const action = /action="(\/signin\/interaction\/[^"]+)"/.exec(first.page)?.[1];
  if (action === undefined) throw new SignInFailed(`no sign-in page: ${first.page.slice(0, 200)}`);
  let { page } = await go(action, { step: 'password', login: who.login, password: who.password });
  const ticket = fieldOf(page, 'ticket');
  if (ticket !== undefined && !jar.has('yiwang_session')) {
    const code = /data-demonstration-code="(\d+)"/.exec(page)?.[1] ?? (await who.code?.());
    if (code === undefined) throw new SignInFailed('a second factor is asked for');
    ({ page } = await go(action, { step: 'second', ticket, code }));
  }
  const session = jar.get('yiwang_session');
  if (session === undefined) throw new SignInFailed(alertOf(page) ?? page.slice(0, 200));
  return `yiwang_session=${session}`;
}

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import * as jose from 'jose';
import * as openid from 'openid-client';
import { demonstrationPassword as password, demonstrationSecret } from '#engines/access';
import { organisations } from '../../../engines/access/test-access.ts';
import * as c from './contract.ts';
import { signInByForms } from './sign-in-by-forms.ts';
import { testHouse, type TestHouse } from './test-house.ts';

const house8080 = 'http://localhost:8080';
const redirectUri = 'https://app.example/callback';

interface Outside extends TestHouse {
  config: openid.Configuration;
  /** Follows redirects inside the house with one cookie jar; ends at a page or at the first address outside. */
  browse(url: string, form?: Record<string, string>): Promise<{ status: number; url: string; text: string }>;
  token(form: Record<string, string>, headers?: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** A house and a public application of somebody else's, registered as a client. */
async function outside(t: TestContext): Promise<Outside> {
  const house = await testHouse(t);
  await house.db.owner((o) => o.query("insert into access.client (id, name, redirect_uris, grant_types, created_at) values ('outside', '外部应用', $1, '{authorization_code,refresh_token}', now())", [[redirectUri]]));
  const send = async (url: string, init: { method?: string; headers?: Record<string, string>; body?: unknown }): Promise<Response> => {
    const answer = await house.http.app.inject({ method: (init.method ?? 'GET') as 'GET', url: url.replace(house8080, ''), headers: init.headers ?? {}, ...(init.body == null ? {} : { payload: String(init.body) }) });
    return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode, headers: answer.headers as Record<string, string> });
  };
  const config = await openid.discovery(new URL(`${house8080}/oidc`), 'outside', { id_token_signed_response_alg: 'ES256' }, openid.None(), { execute: [openid.allowInsecureRequests], [openid.customFetch]: (url, o) => send(url, o as never) });
  const jar = new Map<string, string>();
  return {
    ...house,
    config,
    async browse(url, form) {
      let at = url.replace(house8080, '');
      let post = form;
      for (;;) {
        const answer = await house.exchange(at, { method: post === undefined ? 'GET' : 'POST', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '), ...(post === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }, ...(post === undefined ? {} : { body: new URLSearchParams(post).toString() }) });
        for (const line of answer.cookies) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
          if (value === '' || /1970/.test(line)) jar.delete(name!);
          else jar.set(name!, value!);
        }
        if (answer.location === undefined) return { status: answer.status, url: at, text: answer.text };
        const next = new URL(answer.location, house8080);
        if (next.origin !== house8080) return { status: answer.status, url: next.href, text: '' };
        at = next.pathname + next.search;
        post = undefined;
      }
    },
    async token(form, headers = {}) {
      const answer = await house.http.app.inject({ method: 'POST', url: '/oidc/token', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: new URLSearchParams(form).toString() });
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}

interface Asked {
  verifier: string;
  state: string;
  nonce: string;
  url: URL;
}

async function ask(o: Outside, more: Record<string, string> = {}): Promise<Asked> {
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const url = openid.buildAuthorizationUrl(o.config, { redirect_uri: redirectUri, scope: 'openid', state, nonce, code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more });
  return { verifier, state, nonce, url };
}

/** Signs in at the page that the flow leads to and returns the address to which the application is called back. */
async function callBack(o: Outside, asked: Asked, login = 'p-li'): Promise<URL> {
  let { url, text } = await o.browse(asked.url.href);
  const action = /action="(\/signin\/interaction\/[^"]+)"/.exec(text)?.[1];
  if (action !== undefined && text.includes('name="password"')) ({ url, text } = await o.browse(action, { step: 'password', login, password }));
  const consent = /action="(\/signin\/interaction\/[^"]+)"/.exec(text)?.[1];
  if (consent !== undefined) ({ url, text } = await o.browse(consent, { step: 'allow' }));
  assert.ok(url.startsWith(redirectUri), `${url} ${text.slice(0, 300)}`);
  return new URL(url);
}

const redeem = (o: Outside, asked: Asked, back: URL) => openid.authorizationCodeGrant(o.config, back, { pkceCodeVerifier: asked.verifier, expectedState: asked.state, expectedNonce: asked.nonce, idTokenExpected: true });

test('discovery is found at the issuer, at the root and in the RFC 8414 form; no Host header moves it', async (t) => {
  const { http } = await outside(t);
  const documents = await Promise.all(['/oidc/.well-known/openid-configuration', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/oidc'].map(async (url) => (await http.app.inject({ url, headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } })).json()));
  for (const d of documents) assert.deepEqual(d, documents[0]);
  assert.equal(documents[0].issuer, `${house8080}/oidc`);
  assert.ok(!JSON.stringify(documents).includes('evil.example'));
  assert.deepEqual(documents[0].code_challenge_methods_supported, ['S256']);
});

test('code with PKCE: the ID token is signed with our published ES256 key and holds no personal data', async (t) => {
  const o = await outside(t);
  const asked = await ask(o);
  const tokens = await redeem(o, asked, await callBack(o, asked));
  const jwks = (await o.http.app.inject({ url: '/oidc/jwks' })).json();
  assert.ok(jwks.keys.every((k: { d?: string }) => k.d === undefined));
  const { payload, protectedHeader } = await jose.jwtVerify(tokens.id_token!, jose.createLocalJWKSet(jwks), { issuer: `${house8080}/oidc`, audience: 'outside' });
  assert.equal(protectedHeader.alg, 'ES256');
  assert.deepEqual([payload['acr'], payload['amr']], ['urn:yiwang:assurance:1', ['pwd']]);
  assert.ok(!/李|1390|2201/.test(JSON.stringify(payload)));
  assert.deepEqual(await openid.fetchUserInfo(o.config, tokens.access_token, payload.sub!), { sub: payload.sub });
});

test('who is signed in at one application is not asked again at the next; the desk still wants its own account', async (t) => {
  const o = await outside(t);
  const first = await ask(o);
  await callBack(o, first);
  const second = await ask(o);
  assert.ok((await o.browse(second.url.href)).url.startsWith(redirectUri));
  assert.equal((await o.browse('/signin?app=portal&return=/healthz')).url, '/healthz');
  assert.match((await o.browse('/signin?app=desk&return=/healthz')).text, /工作人员登录/);
});

test('an address that is not registered gets no redirect and no code', async (t) => {
  const o = await outside(t);
  for (const bad of ['https://evil.example/callback', `${redirectUri}/more`, `${redirectUri}?x=1`, 'https://app.example.evil.example/callback']) {
    const page = await o.browse((await ask(o, { redirect_uri: bad })).url.href);
    assert.deepEqual([page.status, page.url.startsWith('/oidc/auth')], [400, true], bad);
  }
});

for (const [what, change, error] of [
  ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
  ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['the implicit flow', { response_type: 'id_token token' }, 'unsupported_response_type'],
  ['prompt=none without a session', { prompt: 'none' }, 'login_required'],
] as const) {
  test(`${what}: refused to the application as ${error}`, async (t) => {
    const o = await outside(t);
    const { url } = await o.browse((await ask(o, change)).url.href);
    const back = new URL(url, house8080);
    const params = back.hash === '' ? back.searchParams : new URLSearchParams(back.hash.slice(1));
    assert.deepEqual([back.origin + back.pathname, params.get('error')], [redirectUri, error]);
  });
}

test('a scope that the client may not ask for is invalid_scope, at the authorization endpoint and at PAR', async (t) => {
  const o = await outside(t);
  const asked = await ask(o, { scope: 'openid machine' });
  assert.equal(new URL((await o.browse(asked.url.href)).url).searchParams.get('error'), 'invalid_scope');
  await assert.rejects(openid.buildAuthorizationUrlWithPAR(o.config, asked.url.searchParams), (e: { error?: string }) => e.error === 'invalid_scope');
});

test('a person who does not agree goes back with access_denied; who agreed once is not asked again in the session', async (t) => {
  const o = await outside(t);
  const asked = await ask(o);
  const form = /action="([^"]+)"/.exec((await o.browse(asked.url.href)).text)![1]!;
  const page = await o.browse(form, { step: 'password', login: 'p-li', password });
  assert.match(page.text, /外部应用/);
  const consentForm = /action="([^"]+)"/.exec(page.text)![1]!;
  assert.equal(new URL((await o.browse(consentForm, { step: 'deny' })).url).searchParams.get('error'), 'access_denied');
  await callBack(o, await ask(o));
  assert.ok((await o.browse((await ask(o)).url.href)).url.startsWith(redirectUri));
});

test('a code works once: the second time it is refused and what the first gave is revoked', async (t) => {
  const o = await outside(t);
  const asked = await ask(o);
  const back = await callBack(o, asked);
  const tokens = await redeem(o, asked, back);
  await assert.rejects(redeem(o, asked, back), (e: { error?: string }) => e.error === 'invalid_grant');
  await assert.rejects(openid.fetchUserInfo(o.config, tokens.access_token, openid.skipSubjectCheck));
});

test('twenty redemptions of one code at the same time: one gets tokens, none a fault', async (t) => {
  const o = await outside(t);
  const asked = await ask(o);
  const code = (await callBack(o, asked)).searchParams.get('code')!;
  const answers = await Promise.all(Array.from({ length: 20 }, () => o.token({ grant_type: 'authorization_code', client_id: 'outside', code, code_verifier: asked.verifier, redirect_uri: redirectUri })));
  assert.ok(answers.filter((a) => a.status === 200).length === 1);
  assert.ok(answers.every((a) => a.status === 200 || a.body['error'] === 'invalid_grant'), JSON.stringify(answers.map((a) => a.body)));
});

test('a code that is late, of another client, with another verifier or address is refused', async (t) => {
  const o = await outside(t);
  const code = async () => {
    const asked = await ask(o);
    return { asked, code: (await callBack(o, asked)).searchParams.get('code')! };
  };
  const form = async (change: Record<string, string>) => {
    const got = await code();
    return { grant_type: 'authorization_code', client_id: 'outside', code: got.code, code_verifier: got.asked.verifier, redirect_uri: redirectUri, ...change };
  };
  assert.equal((await o.token(await form({ code_verifier: openid.randomPKCECodeVerifier() }))).body['error'], 'invalid_grant');
  assert.equal((await o.token(await form({ redirect_uri: 'https://evil.example/callback' }))).body['error'], 'invalid_grant');
  const late = await form({});
  o.clock.advance(61_000);
  assert.equal((await o.token(late)).body['error'], 'invalid_grant');
  await o.db.owner((owner) => owner.query("insert into access.client (id, name, redirect_uris, grant_types, created_at) values ('second', '另一应用', $1, '{authorization_code}', now())", [[redirectUri]]));
  assert.equal((await o.token(await form({ client_id: 'second' }))).body['error'], 'invalid_grant');
});

test('refresh tokens rotate; one that comes back ends the family', async (t) => {
  const o = await outside(t);
  const asked = await ask(o, { scope: 'openid offline_access', prompt: 'consent' });
  const tokens = await redeem(o, asked, await callBack(o, asked));
  const next = await openid.refreshTokenGrant(o.config, tokens.refresh_token!);
  assert.notEqual(next.refresh_token, tokens.refresh_token);
  await assert.rejects(openid.refreshTokenGrant(o.config, tokens.refresh_token!), (e: { error?: string }) => e.error === 'invalid_grant');
  await assert.rejects(openid.refreshTokenGrant(o.config, next.refresh_token!), (e: { error?: string }) => e.error === 'invalid_grant');
});

test('the token endpoint answers nonsense with a refusal, never with a fault', async (t) => {
  const o = await outside(t);
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
  const nonsense: [Record<string, string>, Record<string, string>?][] = [
    [{}], [{ grant_type: 'password' }], [{ grant_type: 'authorization_code' }], [{ grant_type: 'authorization_code', client_id: 'nobody', code: 'x' }],
    [{ grant_type: 'authorization_code', client_id: 'outside', code: 'x'.repeat(5000), code_verifier: 'y', redirect_uri: redirectUri }],
    [{ grant_type: 'refresh_token', client_id: 'outside', refresh_token: '\u0000' }], [{ grant_type: 'authorization_code', client_id: "' or 1=1", code: '\ud800' }],
    [{ grant_type: 'client_credentials' }, basic('portal', 'wrong')], [{ grant_type: 'client_credentials' }, basic('\u0000', '%')], [{ grant_type: 'client_credentials' }, { authorization: 'Basic ???' }],
    [{ grant_type: 'client_credentials', scope: 'openid' }, basic(`demo-${organisations.city}`.toLowerCase(), demonstrationSecret)],
    [{ grant_type: '__proto__', client_id: 'constructor' }], [{ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', client_id: 'outside', subject_token: 'x' }],
  ];
  for (const [form, headers] of nonsense) {
    const { status, body } = await o.token(form, headers);
    assert.ok(status >= 400 && status < 500 && typeof body['error'] === 'string', `${JSON.stringify(form).slice(0, 80)} → ${status} ${JSON.stringify(body)}`);
  }
  for (const payload of ['{"grant_type":"x"}', 'x'.repeat(200_000), '%%%', '']) {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      const answer = await o.http.app.inject({ method: 'POST', url: '/oidc/token', payload, headers: { 'content-type': type } });
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${type} ${payload.slice(0, 20)} → ${answer.statusCode}`);
    }
  }
});

test('a machine gets a token by client credentials and is its organisation; a locked one is nobody', async (t) => {
  const o = await outside(t);
  const id = `demo-${organisations.city}`.toLowerCase();
  const { status, body } = await o.token({ grant_type: 'client_credentials' }, { authorization: `Basic ${Buffer.from(`${id}:${demonstrationSecret}`).toString('base64')}` });
  assert.equal(status, 200, JSON.stringify(body));
  const me = async () => (await o.http.app.inject({ url: '/api/identity/me', headers: { authorization: `Bearer ${String(body['access_token'])}` } })).json();
  const known = await me();
  assert.deepEqual([known.kind, known.name, known.organisations, known.divisions], ['machine', '甲市政务局', [organisations.city], ['2201']]);
  await o.db.owner((owner) => owner.query("update access.account set state = 'locked' where login_name = $1", [id]));
  o.clock.advance(6_000);
  assert.equal((await me()).signedIn, false);
});

test('no text typed into the sign-in page is a fault', async (t) => {
  const o = await outside(t);
  const action = /action="(\/signin\/interaction\/[^"]+)"/.exec((await o.browse('/signin?app=portal')).text)![1]!;
  const texts = ['\u0000', '\ud800', "' or 1=1 --", '<script>', 'x'.repeat(3_000), '１３９０００００００１', ''];
  for (const text of texts) {
    for (const form of [{ step: 'password', login: text, password: text }, { step: 'send', phone: text }, { step: 'code', phone: text, code: text }, { step: 'second', ticket: text, code: text }, { step: 'allow' }, { step: text }]) {
      const page = await o.browse(action, form as unknown as Record<string, string>);
      assert.ok(page.status < 500 && page.text.includes('<h1>') && !page.text.includes('<script>'), `${JSON.stringify(form).slice(0, 80)} → ${page.status}`);
    }
  }
});

test('a way back leads nowhere outside', async (t) => {
  const o = await outside(t);
  for (const bad of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/\r\nx']) {
    const { url } = await o.browse(`/signin?app=portal&return=${encodeURIComponent(bad)}`);
    const { text } = await o.browse(url);
    const action = /action="(\/signin\/interaction\/[^"]+)"/.exec(text)?.[1];
    const end = action === undefined ? { url } : await o.browse(action, { step: 'password', login: 'p-li', password });
    assert.equal(end.url, '/', bad);
  }
});

test('the callback of somebody else’s sign-in signs nobody in', async (t) => {
  const o = await outside(t);
  const cookie = await signInByForms(o.exchange, { app: 'portal', login: 'p-li', password });
  assert.equal((await o.callAs(cookie)(c.me, {})).signedIn, true);
  for (const url of ['/signin/callback', '/signin/callback?code=x&state=y', '/signin/callback?state[]=1', '/signin/interaction/unknown']) {
    const answer = await o.http.app.inject({ url });
    assert.deepEqual([answer.statusCode, answer.headers['set-cookie']], [404, undefined], url);
  }
});

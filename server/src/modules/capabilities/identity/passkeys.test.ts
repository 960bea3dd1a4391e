import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { demonstrationPassword as password } from '#engines/access';
import { testHouse, type TestHouse } from './test-house.ts';
import { freePort } from '#test/free-port';

/** In a real browser with its virtual authenticator: a signature that we write ourselves would prove our own reading only. */
let browser: Browser;
before(async () => {
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'], headless: true });
});
after(() => browser.close());

interface Seat {
  house: TestHouse;
  base: string;
  page: Page;
  context: BrowserContext;
  device: CDPSession;
  authenticator: string;
}

async function sit(t: { after(fn: () => unknown): void }): Promise<Seat> {
  const base = `http://localhost:${await freePort()}`;
  const house = await testHouse(t as never, { publicUrl: base });
  await house.http.app.listen({ port: Number(new URL(base).port), host: 'localhost' });
  const context = await browser.newContext({ locale: 'zh-CN' });
  t.after(() => context.close());
  const page = await context.newPage();
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return { house, base, page, context, device, authenticator: authenticatorId };
}

async function signIn({ page, base }: Seat, app: 'portal' | 'desk', login: string): Promise<void> {
  await page.goto(`${base}/signin?app=${app}&return=/api/identity/me`);
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  const code = page.locator('[data-demonstration-code]');
  await page.waitForLoadState('load');
  if ((await code.count()) > 0) {
    await page.fill('input[name=code]', (await code.textContent())!);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForLoadState('load');
  }
}

// scripts of the page are texts: the browser's types are not the server's
const run = async <R>(page: Page, script: string): Promise<R> => (await page.evaluate(`(async () => { ${script} })()`)) as R;
const postScript = (path: string, body: string): string => `const answer = await fetch(${JSON.stringify(path)}, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: ${body} });`;

/** What the account page's button does, as any page of the house can. */
const register = (page: Page, name: string): Promise<{ status: number; body: { id?: string; code?: string } }> => run(page, `
  const { options, ticket } = await (await fetch('/api/identity/passkeys/offer')).json();
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  ${postScript('/api/identity/passkeys', `JSON.stringify({ ticket, response: credential.toJSON(), name: ${JSON.stringify(name)} })`)}
  return { status: answer.status, body: await answer.json() };`);

const me = (page: Page): Promise<{ loginName: string | null; assurance: number | null }> => run(page, "return (await fetch('/api/identity/me')).json();");
const post = (page: Page, path: string): Promise<number> => run(page, `${postScript(path, "'{}'")} return answer.status;`);

test('a citizen registers a passkey, signs in with nothing else, and once it is removed it opens nothing', async (t) => {
  const seat = await sit(t);
  const { page, base, context } = seat;
  await signIn(seat, 'portal', 'p-li');
  const made = await register(page, '我的手机');
  assert.equal(made.status, 200, JSON.stringify(made.body));
  await context.clearCookies();
  await page.goto(`${base}/signin?app=portal&return=/api/identity/me`);
  await page.getByRole('button', { name: '使用通行密钥登录' }).click();
  await page.waitForURL('**/api/identity/me');
  const mine = await me(page);
  assert.deepEqual([mine.loginName, mine.assurance], ['p-li', 2], 'device and gesture are two factors');
  const listed = await run<{ passkeys: { name: string; lastUsedAt: string | null }[] }>(page, "return (await fetch('/api/identity/passkeys')).json();");
  assert.deepEqual(listed.passkeys.map((k) => [k.name, k.lastUsedAt !== null]), [['我的手机', true]]);
  assert.equal(await post(page, `/api/identity/passkeys/${made.body.id!}/remove`), 200);
  assert.equal(await post(page, `/api/identity/passkeys/${made.body.id!}/remove`), 404);
  await context.clearCookies();
  await page.goto(`${base}/signin?app=portal&return=/api/identity/me`);
  await page.getByRole('button', { name: '使用通行密钥登录' }).click();
  await page.getByText('通行密钥验证未通过').waitFor();
});

test('an officer’s passkey is her second factor, after the password; alone it opens nothing', async (t) => {
  const seat = await sit(t);
  const { page, base, context, house } = seat;
  await signIn(seat, 'desk', 'clerk-1');
  assert.equal((await register(page, '工作电脑')).status, 200);
  await context.clearCookies();
  await page.goto(`${base}/signin?app=desk&return=/api/identity/me`);
  assert.equal(await page.getByRole('button', { name: '使用通行密钥登录' }).count(), 0);
  const sent = house.sent.length;
  await page.fill('input[name=login]', 'clerk-1');
  await page.fill('input[name=password]', password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('button', { name: '使用通行密钥验证' }).click();
  await page.waitForURL('**/api/identity/me');
  assert.equal((await me(page)).assurance, 2);
  assert.equal(house.sent.length, sent, 'no message goes out to whoever has a passkey at hand');

  // at the citizens' door it is no way in
  await context.clearCookies();
  await page.goto(`${base}/signin?app=portal&return=/api/identity/me`);
  await page.getByRole('button', { name: '使用通行密钥登录' }).click();
  await page.getByText('通行密钥验证未通过').waitFor();
});

test('one signature counts once, for its own page, by its own person', async (t) => {
  const seat = await sit(t);
  const { page, house } = seat;
  await signIn(seat, 'portal', 'p-li');
  await register(page, '手机');
  const { signIn: engine } = house.access;
  const sign = (asked: { options: object }): Promise<Record<string, unknown>> => run(page, `
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(asked.options)}) });
    return credential.toJSON();`);
  const wrong = (e: unknown): boolean => (e as { code?: string }).code === 'access.passkeyWrong';
  const address = '192.0.2.1';
  const asked = await engine.askPasskey(null);
  const response = await sign(asked);
  assert.equal((await engine.withPasskey({ ticket: asked.ticket, response, address })).second, 'none');
  await assert.rejects(engine.withPasskey({ ticket: asked.ticket, response, address }), wrong, 'replayed');
  const other = await engine.askPasskey(null);
  await assert.rejects(engine.withPasskey({ ticket: other.ticket, response, address }), wrong, 'of another page');
  const late = await engine.askPasskey(null);
  const inTime = await sign(late);
  house.clock.advance(5 * 60_000 + 1);
  await assert.rejects(engine.withPasskey({ ticket: late.ticket, response: inTime, address }), wrong, 'too late');
  const fresh = await engine.askPasskey(null);
  const good = await sign(fresh);
  for (const nonsense of [null, 1, 'x', [], {}, { id: 'x' }, { ...good, id: 'x'.repeat(5_000) }, { ...good, response: {} }, { ...good, response: { ...(good['response'] as object), signature: 'AAAA' } }, { ...good, response: { ...(good['response'] as object), authenticatorData: '' } }]) {
    await assert.rejects(engine.withPasskey({ ticket: fresh.ticket, response: nonsense, address }), wrong, JSON.stringify(nonsense)?.slice(0, 80));
  }
  const { accountId } = await engine.withPassword({ login: 'clerk-1', password, address });
  const officers = await engine.askPasskey(accountId);
  await assert.rejects(engine.checkSecondPasskey({ accountId, ticket: officers.ticket, response: await sign({ options: { ...officers.options } }), address }), wrong, 'a citizen’s passkey is not an officer’s');
});

test('a device that does not check who holds it is refused', async (t) => {
  const seat = await sit(t);
  await signIn(seat, 'portal', 'p-li');
  await seat.device.send('WebAuthn.setUserVerified', { authenticatorId: seat.authenticator, isUserVerified: false });
  const refused = await register(seat.page, '别人的手机').then((a) => a.status !== 200, () => true);
  assert.equal(refused, true);
});

test('under a bare address there are no passkeys, and the page does not offer them', async (t) => {
  const house = await testHouse(t, { publicUrl: 'http://127.0.0.1:8080' });
  assert.equal(house.access.signIn.passkeys, false);
  const first = await house.exchange('/signin?app=portal', { method: 'GET', headers: {} });
  assert.equal(first.status, 302);
  await assert.rejects(house.access.signIn.askPasskey(null), (e: { code?: string }) => e.code === 'access.passkeysOff');
});

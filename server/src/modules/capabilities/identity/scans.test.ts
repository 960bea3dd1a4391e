import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { demonstrationPassword as password } from '#engines/access';
import { ProblemError, type Call } from '#kernel/contract';
import * as c from './contract.ts';
import { signInByForms, type Exchange } from './sign-in-by-forms.ts';
import { testHouse, type TestHouse } from './test-house.ts';

const refusedWith = (code: string) => (e: unknown) => e instanceof ProblemError && e.problem.code === code;

interface Screen {
  /** Asks the page again, as the browser does every few seconds; `in` when a session has been given. */
  look(): Promise<{ in: boolean; text: string; token: string | undefined; status: number }>;
  press(): Promise<void>;
  call: Call;
  action: string;
}

/** A browser that shows a code. */
async function screen(house: TestHouse, app: 'portal' | 'desk'): Promise<Screen> {
  const jar = new Map<string, string>();
  const go = async (path: string, form?: Record<string, string>): ReturnType<Exchange> => {
    let at = path;
    let post = form;
    for (;;) {
      const answer = await house.exchange(at, { method: post === undefined ? 'GET' : 'POST', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '), 'user-agent': 'Firefox on a <b>big</b> screen', ...(post === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }, ...(post === undefined ? {} : { body: new URLSearchParams(post).toString() }) });
      for (const line of answer.cookies) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        if (value === '' || /1970/.test(line)) jar.delete(name!);
        else jar.set(name!, value!);
      }
      if (answer.location === undefined || jar.has('yiwang_session')) return answer;
      const next = new URL(answer.location, 'http://house');
      at = next.pathname + next.search;
      post = undefined;
    }
  };
  const action = /action="(\/signin\/interaction\/[^"]+)"/.exec((await go(`/signin?app=${app}&return=/healthz`)).text)![1]!;
  return {
    action,
    async look() {
      const page = await go(`${action}?by=scan`);
      return { in: jar.has('yiwang_session'), text: page.text, status: page.status, token: /\/scan\/([\w-]{43})"/.exec(page.text)?.[1] };
    },
    async press() {
      await go(action, { step: 'scan' });
    },
    call: ((contract, input) => house.callAs(`yiwang_session=${jar.get('yiwang_session') ?? ''}`)(contract, input)) as Call,
  };
}

const phone = async (house: TestHouse, login: string): Promise<Call> => house.callAs(await signInByForms(house.exchange, { app: login.startsWith('p-') ? 'portal' : 'desk', login, password }));
const begin = async (t: TestContext, app: 'portal' | 'desk' = 'portal') => {
  const house = await testHouse(t);
  return { house, page: await screen(house, app) };
};

test('a citizen scans: her telephone says where, she confirms, and the browser that showed the code is signed in as her', async (t) => {
  const { house, page } = await begin(t);
  const { token, text } = await page.look();
  assert.match(text, /http-equiv="refresh"/, 'the page asks again by itself, without script');
  const li = await phone(house, 'p-li');
  const seen = await li(c.seeScan, { token: token! });
  assert.deepEqual([seen.app, seen.device], ['portal', 'Firefox on a <b>big</b> screen']);
  const waiting = await page.look();
  assert.deepEqual([waiting.in, waiting.text.includes('已扫描')], [false, true]);
  await li(c.answerScan, { token: token!, accept: true });
  assert.equal((await page.look()).in, true);
  const me = await page.call(c.me, {});
  assert.deepEqual([me.loginName, me.assurance], ['p-li', 1], 'no stronger than the telephone’s own sign-in');
});

test('an officer scans for the desk with both factors behind her; a citizen’s telephone does not open it', async (t) => {
  const { house, page } = await begin(t, 'desk');
  const { token } = await page.look();
  await assert.rejects((await phone(house, 'p-li'))(c.answerScan, { token: token!, accept: true }), refusedWith('access.scanApp'));
  await (await phone(house, 'clerk-1'))(c.answerScan, { token: token!, accept: true });
  assert.equal((await page.look()).in, true);
  const me = await page.call(c.me, {});
  assert.deepEqual([me.kind, me.assurance], ['officer', 2]);
});

test('another browser with the same code gets nothing: only the one that showed it', async (t) => {
  const { house, page } = await begin(t);
  const thief = await screen(house, 'portal');
  const { token } = await page.look();
  await thief.look();
  await (await phone(house, 'p-li'))(c.answerScan, { token: token!, accept: true });
  assert.equal((await thief.look()).in, false);
  assert.equal((await house.exchange(`${page.action}?by=scan`, { method: 'GET', headers: {} })).status, 404, 'nor does its address alone');
  assert.equal((await page.look()).in, true);
});

test('declined: the page says so and asks for a new code, which is another one', async (t) => {
  const { house, page } = await begin(t);
  const { token } = await page.look();
  const li = await phone(house, 'p-li');
  await li(c.answerScan, { token: token!, accept: false });
  const after = await page.look();
  assert.deepEqual([after.in, after.token], [false, undefined]);
  assert.match(after.text, /手机上已取消/);
  await assert.rejects(li(c.answerScan, { token: token!, accept: true }), refusedWith('access.scanGone'));
  await page.press();
  const next = (await page.look()).token;
  assert.ok(next !== undefined && next !== token);
});

test('two minutes, and once: late, twice and unknown codes are refused', async (t) => {
  const { house, page } = await begin(t);
  const { token } = await page.look();
  const li = await phone(house, 'p-li');
  house.clock.advance(2 * 60_000 + 1);
  await assert.rejects(li(c.seeScan, { token: token! }), refusedWith('access.scanGone'));
  assert.match((await page.look()).text, /二维码已失效/);
  await page.press();
  const again = (await page.look()).token!;
  await li(c.answerScan, { token: again, accept: true });
  await assert.rejects((await phone(house, 'p-wang'))(c.answerScan, { token: again, accept: true }), refusedWith('access.scanGone'), 'somebody else does not take it over');
  assert.equal((await page.look()).in, true);
  await assert.rejects(li(c.answerScan, { token: again, accept: true }), refusedWith('access.scanGone'));
  await assert.rejects(li(c.seeScan, { token: 'x'.repeat(43) }), refusedWith('access.scanGone'));
  await assert.rejects(house.callAs('')(c.seeScan, { token: again }), (e) => e instanceof ProblemError && e.problem.status === 401);
});

test('confirmed too long ago is not let in', async (t) => {
  const { house, page } = await begin(t);
  const { token } = await page.look();
  await (await phone(house, 'p-li'))(c.answerScan, { token: token!, accept: true });
  house.clock.advance(2 * 60_000 + 1);
  assert.equal((await page.look()).in, false);
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openPlace } from './open-place.ts';
import type { Reader, Reading } from './open-browser.ts';
import { account, aged, fillAllowance, goOn, itemPage, startAllowance } from './senior-allowance.ts';
import { signIn } from './sign-in.ts';

test('other ways through the same doors: without script, in English, in large type, by impatient and interrupted people', { timeout: 240_000 }, async (t) => {
  const place = await openPlace(t);
  const as = async (name: string, reading: Reading, tell: (reader: Reader) => Promise<void>): Promise<void> => {
    const reader = await place.reader(name, reading);
    await tell(reader);
    assert.deepEqual(reader.faults, []);
    await reader.close();
  };
  const way = (title: string, name: string, reading: Reading, tell: (reader: Reader, t: TestContext) => Promise<void>): Promise<void> => t.test(title, (inner) => as(name, reading, (reader) => tell(reader, inner)));

  await way('without JavaScript: from the search to a submitted application', 'plain', { plain: true, phone: true }, async (reader) => {
    const { page } = reader;
    await reader.open('/');
    await page.locator('input[name=q]').fill('高龄津贴');
    await page.locator('form[action="/search"] button').first().click();
    await reader.look('search');
    await page.locator('main ul.yw-list').getByRole('link', { name: /高龄津贴/ }).first().click();
    await reader.look('item');
    assert.match(page.url(), /senior-allowance/);
    // the place is asked for before anything is begun
    await page.locator('main form[action^="/start/"] button').first().click();
    if (page.url().includes('/signin')) {
      await signIn(reader, aged);
      await page.locator('main form[action^="/start/"] button').first().click();
    }
    await reader.look('place');
    assert.match(page.url(), /\/place/);
    for (const name of ['长春市', '南关区']) await page.getByRole('main').getByRole('link', { name }).click();
    assert.match(page.url(), /senior-allowance/, 'back where she was');
    await page.locator('main form[action^="/start/"] button').first().click();
    await reader.look('form-1');
    const known = await page.locator('main').innerText();
    for (const fact of ['孙秀兰', '桃源街道', '来自']) assert.ok(known.includes(fact), fact);
    await goOn(reader);
    await page.locator('[name="a.livesAlone"][value=true]').check();
    await goOn(reader);
    await reader.look('form-wrong');
    assert.match(await page.getByRole('alert').innerText(), /银行账号/, 'what is missing is named');
    assert.equal(await page.locator('[name="a.livesAlone"][value=true]').isChecked(), true, 'what was given stays');
    await page.locator('[name="a.bankAccount"]').fill(account);
    await goOn(reader);
    await reader.look('materials');
    assert.match(await page.locator('main').innerText(), /材料已齐全/);
    await page.getByRole('link', { name: '继续' }).click();
    await page.getByRole('button', { name: '提交申请' }).click();
    assert.match(await page.getByRole('alert').innerText(), /承诺/, 'nothing is sent before she declares');
    await page.getByRole('checkbox').check();
    await reader.look('check');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/submitted/);
    await reader.look('submitted');
  });

  await way('a double click sends once; going back and sending again makes no second case', 'hasty', {}, async (reader) => {
    const { page, context } = reader;
    await startAllowance(reader);
    await fillAllowance(reader);
    const before = await casesOf(reader);
    await page.goto(page.url().replace(/\/form.*|\/materials.*/, '/check'));
    const check = page.url();
    await page.getByRole('checkbox').check();
    // the same page sent twice at once, as two windows or a broken connection do: the key in it makes it one
    const fields = await page.locator('main form').last().evaluate((form) => Object.fromEntries(new FormData(form as HTMLFormElement).entries()) as Record<string, string>);
    const [one, two] = await Promise.all([1, 2].map(() => context.request.post(check, { form: fields, maxRedirects: 0 })));
    assert.equal(one?.status(), 303);
    assert.equal(two?.headers()['location'], one?.headers()['location'], 'both are told of the same case');
    await page.getByRole('button', { name: '提交申请' }).dblclick();
    await page.waitForURL(/submitted/);
    await page.goBack();
    await reader.look('back');
    const again = page.getByRole('button', { name: '提交申请' });
    if ((await again.count()) > 0) {
      await page.getByRole('checkbox').check();
      await again.click();
    }
    await reader.look('again');
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'a page that says where she is');
    assert.equal((await casesOf(reader)) - before, 1);
  });

  await way('a session that ends in mid-form loses no draft', 'interrupted', {}, async (reader) => {
    const { page, context } = reader;
    await startAllowance(reader);
    await page.locator('[name="a.contactPhone"]').fill('14200009999');
    await goOn(reader);
    await page.waitForURL(/\/form\/2/);
    const form = page.url();
    await page.locator('[name="a.bankAccount"]').fill(account);
    await context.clearCookies({ name: /^yiwang_(session|openid)/ });
    await goOn(reader);
    // what she typed stands in the page that says so; she signs in beside it and sends it again
    await page.getByRole('heading', { level: 1, name: '登录已过期' }).waitFor();
    await reader.look('session-over');
    const [beside] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: '在新窗口中重新登录' }).click()]);
    await signIn({ ...reader, page: beside }, aged);
    await beside.close();
    await page.getByRole('button', { name: '继续提交' }).click();
    await page.waitForURL((url) => url.href !== form);
    await reader.look('signed-in-again');
    await page.goto(form);
    assert.equal(await page.locator('[name="a.bankAccount"]').inputValue(), account, 'nothing was typed twice');
    await page.goto(form.replace('/form/2', '/form/1'));
    assert.equal(await page.locator('[name="a.contactPhone"]').inputValue(), '14200009999');
    await reader.open('/my/drafts');
    await reader.look('drafts');
    assert.match(await page.locator('main').innerText(), /高龄津贴/);
  });

  await way('the English interface is English, down to refusals and the sign-in page', 'english', { language: 'en-GB' }, async (reader) => {
    const { page } = reader;
    const left: string[] = [];
    // names of places and people, laws by their own names and words, and letters that were sent are not the interface's to translate
    const own = /^(\s*中文|Area: \S+|Hello, \S+|Acting for \S+ myself|Choose your area: \S+|Browse all of \S+|\p{Script=Han}+[省市州县区]|.*《.+》.*|\p{Script=Han}+。)$/u;
    const read = async (address: string): Promise<void> => {
      if (address !== '') await page.goto(address);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en', address);
      const found = [...new Set((await page.locator('body').innerText()).match(/[^\n]*\p{Script=Han}[^\n]*/gu) ?? [])].filter((line) => !own.test(line.trim()));
      if (found.length > 0) left.push(`${new URL(page.url()).pathname}: ${found.join(' | ')}`);
      await reader.look(new URL(page.url()).pathname.replaceAll('/', '-').slice(0, 40));
    };
    await reader.open('/place?choose=220102&return=/');
    for (const address of ['/', '/search?q=restaurant', '/catalogue', '/events/open-restaurant', '/events/open-restaurant/guide', '/events/open-restaurant/guide?a.large=yes&a.signboard=yes&a.drainage=yes', itemPage, '/verify', '/verify/none', '/track', '/help', '/place', '/nothing-here']) await read(address);
    await page.goto(itemPage);
    await page.locator('main form[action^="/start/"] button').first().click();
    await read('');
    await page.locator('input[name=login]').fill(aged);
    await page.locator('input[name=password]').fill('wrong');
    await page.locator('form button').first().click();
    assert.match(await page.getByRole('alert').innerText(), /^[^\p{Script=Han}]+$/u);
    await signIn(reader, aged);
    for (const address of ['/my', '/my/cases', '/my/drafts', '/my/licences', '/my/accesses']) await read(address);
    assert.deepEqual(left, []);
  });

  await way('适老模式: larger everywhere, kept over pages, read aloud offered, nothing runs out of the page of a telephone', 'elder', { phone: true }, async (reader) => {
    const { page } = reader;
    await reader.open('/');
    const size = (): Promise<number> => page.locator('body').evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    const small = await size();
    await page.getByRole('link', { name: '适老模式' }).click();
    const large = await size();
    assert.ok(large > small * 1.15, `${small} → ${large}`);
    await reader.look('home');
    for (const address of ['/', itemPage, '/events/open-restaurant', '/search?q=%E5%BC%80%E9%A4%90%E9%A6%86', '/track', '/help']) {
      await reader.open(address);
      await reader.look(address.replaceAll('/', '-').slice(0, 30));
      assert.equal(await size(), large, address);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1), true, `${address} is no wider than the telephone`);
    }
    await page.getByRole('link', { name: /退出适老模式|标准模式/ }).click();
    assert.equal(await size(), small);
  });
});

const casesOf = async (reader: Reader): Promise<number> => {
  const { page } = reader;
  const here = page.url();
  await reader.open('/my/cases');
  const count = await page.getByRole('main').getByRole('link', { name: /高龄津贴/ }).count();
  await page.goto(here);
  return count;
};


import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { addresses } from './fixtures/addresses.ts';
import { servePortal, type Served } from './serve.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const loadMax = 60 * 1024;

let served: Served;
let browser: Browser;
before(async () => {
  served = await servePortal();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await served.close();
});

async function context(more: { width?: number; elder?: boolean; locale?: 'zh' | 'en'; script?: boolean } = {}): Promise<BrowserContext> {
  const made = await browser.newContext({ viewport: { width: more.width ?? 390, height: 800 }, javaScriptEnabled: more.script ?? true });
  await made.addCookies([{ name: 'yiwang_elder', value: more.elder ? '1' : '0', url: served.base }, { name: 'yiwang_language', value: more.locale ?? 'zh', url: served.base }]);
  return made;
}

async function faults(page: Page): Promise<string[]> {
  // evaluated through the debugger, which the page's own policy does not bind
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (window as unknown as { axe: { run(where: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`));
}

for (const elder of [false, true]) {
  test(`every page ${elder ? 'in 适老模式 ' : ''}passes axe, reflows at 320 px and asks nobody else`, async (t) => {
    const here = await context({ width: 320, elder });
    const page = await here.newPage();
    const outside: string[] = [];
    page.on('request', (request) => { if (!request.url().startsWith(served.base) && !request.url().startsWith('data:')) outside.push(request.url()); });
    const policy: string[] = [];
    page.on('console', (message) => { if (message.text().includes('Content Security Policy')) policy.push(message.text()); });
    for (const [name, address] of Object.entries(addresses)) {
      await t.test(name, async () => {
        await page.goto(served.base + address, { waitUntil: 'load' });
        assert.deepEqual(await faults(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `scrolls sideways: ${wide}`);
        if (elder) {
          const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main a, main button, header a, footer a')].filter((one) => one.offsetParent !== null && Number.parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.textContent));
          assert.deepEqual(small, []);
        }
      });
    }
    await page.close();
    assert.deepEqual(outside, []);
    assert.deepEqual(policy, []);
  });
}

test('the first load of every page stays under 60 KB, font rules included', async (t) => {
  const here = await context();
  for (const name of ['home', 'item', 'form-shop', 'case']) {
    await t.test(name, async () => {
      const page = await here.newPage();
      let bytes = 0;
      const weighed: Promise<void>[] = [];
      page.on('response', (response) => { if (/\.(css|js)$|text\/html/.test(`${response.url()} ${response.headers()['content-type'] ?? ''}`) || response.headers()['content-type']?.includes('html')) weighed.push(response.body().then((body) => { bytes += gzipSync(body).length; })); });
      await page.goto(served.base + (addresses[name] ?? '/'), { waitUntil: 'load' });
      await Promise.all(weighed);
      await page.close();
      assert.ok(bytes > 1_000 && bytes <= loadMax, `${bytes} bytes`);
    });
  }
});

test('Chinese is drawn by the slices of our own server where there is no Chinese font', async () => {
  const page = await (await context()).newPage();
  const slices: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('.woff2')) slices.push(request.url()); });
  await page.goto(served.base, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  await page.close();
  assert.ok(slices.length > 2 && slices.length < 200 && slices.every((url) => url.startsWith(`${served.base}/assets/portal/`)));
});

test('without script: the guide by GET, a region level by level, an application to its end', async () => {
  const page = await (await context({ script: false })).newPage();
  await page.goto(`${served.base}/events/open-restaurant/guide`);
  for (const value of ['yes', 'small', 'no']) {
    await page.check(`input[value="${value}"]`);
    await page.click('main form .yw-button');
  }
  assert.match(await page.innerText('h1'), /办事方案/);
  assert.match(await page.innerText('main'), /您不在店外设置招牌/);
  await page.click('main form .yw-button');
  assert.match(page.url(), /\/apply\/[^/]+\/form\/1$/);
  await page.goto(page.url().replace('/form/1', '/form/2'));
  await page.selectOption('#f-address', '22');
  await page.click('button[value="save"]');
  await page.goto(page.url().replace(/\/my\/drafts.*/, addresses['check'] ?? ''));
  await page.check('#declared');
  await page.click('main form .yw-button');
  assert.match(await page.innerText('h1'), /申请已提交/);
  await page.close();
});

test('with script: choosing a division brings the next list', async () => {
  const page = await (await context()).newPage();
  await page.goto(served.base + (addresses['form-shop'] ?? ''));
  await page.selectOption('select[name="a.address:4"]', '2202');
  await page.waitForFunction(() => document.querySelectorAll('[data-island="region"] select').length === 2);
  await page.selectOption('select[name="a.address:4"]', '2201');
  await page.waitForSelector('select[name="a.address:6"]');
  assert.ok((await page.locator('select[name="a.address:6"] option').count()) > 3);
  await page.close();
});

test('a double click sends once', async () => {
  const page = await (await context()).newPage();
  await page.goto(served.base + (addresses['check'] ?? ''));
  await page.check('#declared');
  const before = served.sent.length;
  await page.dblclick('main form .yw-button');
  await page.waitForURL(/submitted/);
  assert.equal(new Set(served.sent.slice(before).map((one) => one.key)).size, 1);
  await page.close();
});

test('by keyboard: the skip link comes first and leads to the content', async () => {
  const page = await (await context()).newPage();
  await page.goto(served.base);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'yw-skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => location.hash), '#main');
  await page.close();
});

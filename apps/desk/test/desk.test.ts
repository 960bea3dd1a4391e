import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../dev/browser.ts';
import { buildDesk } from '../dev/build-desk.ts';
import { fakeHouse, listen } from '../dev/fake/house.ts';
import { screens } from '../dev/screens.ts';

let dist = '';
let base = '';
let browser: Browser;
let stop = (): void => {};

before(async () => {
  dist = await buildDesk();
  const house = fakeHouse(dist);
  base = await listen(house);
  browser = await startBrowser();
  stop = () => void house.close();
});
after(async () => {
  await browser.close();
  stop();
  rmSync(dist, { recursive: true, force: true });
});

interface Seen {
  page: Page;
  errors: string[];
  outside: string[];
  fetched: string[];
}

async function open(address: string, width = 1440, language = 'zh'): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'yiwang_language', value: language, url: base }]);
  const page = await context.newPage();
  const seen: Seen = { page, errors: [], outside: [], fetched: [] };
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('request', (request) => (request.url().startsWith(base) || request.url().startsWith('data:') ? seen.fetched.push(new URL(request.url()).pathname) : seen.outside.push(request.url())));
  await page.addInitScript(() => sessionStorage.setItem('yiwang.desk.purpose', '办理行政许可申请核验'));
  await page.goto(`${base}/desk/${address}`, { waitUntil: 'networkidle' });
  return seen;
}

test('the first route is at most 250 KB of gzip, fonts of machines without one apart', async () => {
  const { page, fetched } = await open('');
  const own = [...new Set(fetched)].filter((one) => /\.(js|css)$/.test(one) && !one.includes('fonts'));
  const bytes = own.reduce((all, one) => all + gzipSync(readFileSync(path.join(dist, one.replace('/desk/', '')))).length, 0);
  await page.context().close();
  assert.ok(own.length >= 2, 'script and style were seen');
  assert.ok(bytes <= 250 * 1024, `${Math.round(bytes / 1024)} KB`);
});

/** Links that a person may follow: the designers' maker, whose licence asks for its mark, and what its editor's hints lead to. Nothing is fetched from there. */
const followed = /^(decision|process)-designer-[\w-]+\.js: https?:\/\/(bpmn\.io|docs\.camunda\.io|docs\.oracle\.com|json-schema\.org)\b/;

test('the bundle holds no address of another house', () => {
  const foreign = readdirSync(path.join(dist, 'assets'))
    .filter((file) => /\.(js|css)$/.test(file))
    .flatMap((file) => [...readFileSync(path.join(dist, 'assets', file), 'utf8').matchAll(/(?:src|href|url)\s*[=(:]\s*["']?(https?:\/\/[^"')\s]+)/g)].map(([, url]) => `${file}: ${url}`));
  assert.deepEqual(foreign.filter((one) => !followed.test(one)), []);
});

for (const width of [1440, 390]) {
  test(`every screen is drawn at ${width} px without an error, an outside request, or sideways scrolling`, async () => {
    for (const [name, address] of Object.entries(screens)) {
      const { page, errors, outside } = await open(address, width);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const heading = await page.locator('h1').first().textContent();
      await page.context().close();
      assert.deepEqual({ name, errors, outside, over: Math.max(0, over) }, { name, errors: [], outside: [], over: 0 });
      assert.ok((heading ?? '').trim() !== '', `${name} has a heading`);
    }
  });
}

test('the main screens have no serious fault of accessibility (axe)', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const name of ['home', 'tasks', 'case', 'window', 'window-draft', 'inspection', 'items', 'item', 'register-rows', 'organisations', 'supervision', 'reviews', 'seals', 'evidence']) {
    const { page } = await open(screens[name] ?? '', name === 'inspection' ? 390 : 1440);
    await page.addScriptTag({ content: axe });
    const faults = await page.evaluate(async () => {
      const { axe: runner } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } };
      return (await runner.run()).violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)}`);
    });
    await page.context().close();
    assert.deepEqual({ name, faults }, { name, faults: [] });
  }
});

test('in English the desk’s own words are English on every screen', async () => {
  for (const name of ['home', 'tasks', 'case', 'items', 'supervision', 'seals', 'crypto', 'privacy']) {
    const { page } = await open(screens[name] ?? '', 1440, 'en');
    const chinese = await page.evaluate(() => [...document.querySelectorAll('.dk-side a, .dk-page-head h1, .dk-panel-head h2, th, button.dk-button, .dk-choices button')].map((one) => one.firstChild?.textContent ?? '').filter((text) => /[\u4e00-\u9fff]/.test(text)));
    await page.context().close();
    // what remains are names of things of the place: items, files, people
    assert.deepEqual(chinese.filter((text) => /待办|办件|部门|状态|时间|查询|保存|全部/.test(text)), [], name);
  }
});

test('an address that does not exist is told as such, and leads home', async () => {
  const { page, errors } = await open('no-such-page');
  assert.equal(await page.locator('h1').first().textContent(), '没有这个页面');
  await page.getByRole('link', { name: '回到工作台首页' }).click();
  await page.waitForURL(/\/desk\/?$/);
  await page.context().close();
  assert.deepEqual(errors, []);
});

test('a decision refused as stale offers the latest and keeps what was typed', async () => {
  const { page } = await open(screens['case'] ?? '');
  await page.getByRole('radio', { name: '受理', exact: true }).check();
  await page.getByLabel('办理意见').fill('版本冲突时这些字不能丢');
  await page.getByRole('button', { name: '提交办理：受理' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: /载入最新内容/ }).click();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.getByLabel('办理意见').inputValue(), '版本冲突时这些字不能丢');
  await page.context().close();
});

test('J and Enter open a task from the keyboard', async () => {
  const { page } = await open('tasks');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/desk\/cases\//);
  await page.getByRole('heading', { level: 1, name: /开办餐饮店一件事/ }).waitFor();
  await page.context().close();
});

test('an inspection half done survives closing the page', async () => {
  const { page } = await open(screens['inspection'] ?? '', 390);
  await page.getByLabel('核查地点', { exact: true }).fill('重庆路 1188 号 3 层');
  await page.getByText('不符合', { exact: true }).first().click();
  await page.reload({ waitUntil: 'networkidle' });
  assert.equal(await page.getByLabel('核查地点', { exact: true }).inputValue(), '重庆路 1188 号 3 层');
  assert.equal(await page.getByRole('radio', { name: '不符合', exact: true }).first().isChecked(), true);
  await page.context().close();
});

test('a supplement is asked for once with every material and its reason', async () => {
  const { page } = await open(screens['case'] ?? '');
  const sent = page.waitForRequest((request) => request.url().endsWith('/decide'));
  await page.getByRole('radio', { name: '一次性告知补正' }).check();
  await page.getByRole('checkbox', { name: /食品安全管理制度目录清单/ }).check();
  await page.getByRole('checkbox', { name: /消防安全制度/ }).check();
  await page.getByLabel(/食品安全管理制度目录清单 原因/).fill('缺少冷食专间管理制度');
  await page.getByRole('button', { name: /提交办理/ }).click();
  const request = await sent;
  const body = request.postDataJSON() as { supplement: { materialId: string; why: string }[] };
  assert.deepEqual(body.supplement.map((one) => [one.materialId, one.why]), [['m3', '缺少冷食专间管理制度'], ['m5', '未提交']]);
  assert.match(request.headers()['idempotency-key'] ?? '', /^[0-9a-f-]{36}$/);
  await page.context().close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from './desk-work.ts';
import { findBarriers } from './find-barriers.ts';
import type { Reader } from './open-browser.ts';
import { openPlace } from './open-place.ts';

/** Officials whose roles together open every place of the desk: data, window, inspection, accounts, audit, data security, supervision, items, seals, cryptography. */
const officials = ['o087', 'o001', 'o014', 'o009', 'o011', 'o201', 'o004', 'o005', 'o018', 'o010'];
const places = 45;
const telephone = { width: 390, height: 844 };

/** Addresses of the side bar, folded groups too. */
const placesOf = (reader: Reader): Promise<string[]> => reader.page.locator('nav.dk-side a').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));

/** What a reader would mind about the page as it stands. */
async function faultsOn(reader: Reader, address: string, language: 'zh' | 'en'): Promise<string[]> {
  const { page } = reader;
  const before = reader.faults.length;
  await reader.open(address);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await reader.look(`${language}${address.replace(/\W+/g, '-')}`);
  const faults = reader.faults.slice(before);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) faults.push(`scrolls sideways by ${over} px`);
  const refused = await page.locator('main [role=alert]').allInnerTexts();
  faults.push(...refused.map((text) => `told: ${text}`));
  // who signs in is greeted by her name
  const words = `${address === '/desk' ? '' : 'main h1, '}main th, nav.dk-side a, main label`;
  if (language === 'en') faults.push(...(await page.locator(words).allInnerTexts()).filter((text) => /\p{Script=Han}/u.test(text)).map((text) => `not English: ${text.slice(0, 60)}`));
  else faults.push(...(await findBarriers(page)));
  return faults.map((fault) => `${reader.name} ${address} (${language}): ${fault}`);
}

test('every place of the desk opens for whom it is: nothing fails, no barrier, nothing scrolls sideways on the width of a telephone, English is English', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const login of officials) {
    const official = await atDesk(place, login);
    const fresh = (await placesOf(official)).filter((address) => !seen.has(address));
    for (const address of fresh) faults.push(...(await faultsOn(official, address, 'zh')));
    await official.context.addCookies([{ name: 'yiwang_language', value: 'en', url: place.url }]);
    await official.page.setViewportSize(telephone);
    for (const address of fresh) faults.push(...(await faultsOn(official, address, 'en')));
    for (const address of fresh) seen.add(address);
    await official.close();
  }
  assert.deepEqual(faults, []);
  assert.equal(seen.size, places, 'somebody may open each place');
});

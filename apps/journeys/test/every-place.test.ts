import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from './desk-work.ts';
import { findBarriers } from './find-barriers.ts';
import type { Reader } from './open-browser.ts';
import { openPlace } from './open-place.ts';

/** Officials whose roles together open every place of the desk: data, window, approval, accounts, audit, data security, credit. */
const officials = ['o087', 'o001', 'o014', 'o009', 'o011', 'o201', 'o195'];

/** Addresses of the side bar, folded groups too. */
const placesOf = (reader: Reader): Promise<string[]> => reader.page.locator('nav.dk-side a').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));

/** What a reader would mind about the page as it stands. */
async function faultsOn(reader: Reader, address: string, language: 'zh' | 'en'): Promise<string[]> {
  const { page } = reader;
  const before = reader.faults.length;
  await reader.open(address);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await reader.look(address.replace(/\W+/g, '-'));
  const faults = reader.faults.slice(before);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) faults.push(`scrolls sideways by ${over} px`);
  const refused = await page.locator('main [role=alert]').allInnerTexts();
  faults.push(...refused.map((text) => `told: ${text}`));
  if (language === 'en') faults.push(...(await page.locator('main h1, main th, nav.dk-side a, main label').allInnerTexts()).filter((text) => /\p{Script=Han}/u.test(text)).map((text) => `not English: ${text.slice(0, 60)}`));
  else faults.push(...(await findBarriers(page)));
  return faults.map((fault) => `${reader.name} ${address} (${language}): ${fault}`);
}

test('every place of the desk opens for whom it is: nothing fails, no barrier, nothing scrolls sideways on a telephone, English is English', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const login of officials) {
    const wide = await atDesk(place, login);
    const fresh = (await placesOf(wide)).filter((address) => !seen.has(address));
    for (const address of fresh) {
      seen.add(address);
      faults.push(...(await faultsOn(wide, address, 'zh')));
    }
    await wide.close();
    if (fresh.length === 0) continue;
    const phone = await atDesk(place, login, { phone: true });
    await phone.context.addCookies([{ name: 'yiwang_language', value: 'en', url: place.url }]);
    for (const address of fresh) faults.push(...(await faultsOn(phone, address, 'en')));
    await phone.close();
  }
  assert.deepEqual(faults, []);
  assert.ok(seen.size >= 45, `${seen.size} places`);
});

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../test/browser.ts';
import { addresses } from '../test/fixtures/addresses.ts';
import { servePortal } from '../test/serve.ts';

/**
 * Pictures of every page on a phone and on a wide screen, to be looked at: `node apps/portal/scripts/screens.ts [name…]`,
 * with ELDER=1 in 适老模式, with LOCALE=en in English, with FULL=0 the first screen only.
 */
const folder = fileURLToPath(new URL('../../../.test/portal-screens/', import.meta.url));
const wanted = process.argv.slice(2);
const { ELDER, LOCALE, FULL } = process.env;
await mkdir(folder, { recursive: true });
const served = await servePortal();
const browser = await openBrowser();
for (const width of [390, 1280]) {
  const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 } });
  await context.addCookies([{ name: 'yiwang_language', value: LOCALE ?? 'zh', url: served.base }, { name: 'yiwang_elder', value: ELDER ?? '0', url: served.base }]);
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && console.error(width, page.url(), message.text()));
  for (const [name, address] of Object.entries(addresses)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await page.goto(served.base + address, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}${name}-${width}${ELDER === '1' ? '-elder' : ''}${LOCALE === 'en' ? '-en' : ''}.png`, fullPage: FULL !== '0' });
  }
  await context.close();
}
await browser.close();
await served.close();

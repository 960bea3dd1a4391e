/** Pictures of screens, wide and narrow: `node dev/screenshots.ts folder [name …]`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startBrowser } from './browser.ts';
import { buildDesk } from './build-desk.ts';
import { fakeHouse, listen } from './fake/house.ts';
import { screens } from './screens.ts';

const [folder = 'shots', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const house = fakeHouse(await buildDesk());
const base = await listen(house);
const browser = await startBrowser();
for (const width of [1440, 390]) {
  const page = await browser.newPage({ viewport: { width, height: width === 390 ? 844 : 900 }, hasTouch: width === 390 });
  page.on('console', (message) => message.type() === 'error' && console.error(width, page.url(), message.text()));
  page.on('pageerror', (error) => console.error(width, page.url(), error.message));
  for (const [name, address] of Object.entries(screens)) {
    if (names.length > 0 && !names.includes(name)) continue;
    await page.goto(`${base}/desk/${address}`, { waitUntil: 'networkidle' });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) console.error(`${name} at ${width}: ${over} px too wide`);
  }
  await page.close();
}
await browser.close();
house.close();

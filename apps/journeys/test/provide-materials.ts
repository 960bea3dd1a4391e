import type { Reader } from './open-browser.ts';

/** Provides every material that is still wanted: by a promise where one is open, else by an upload. */
export async function provideMaterials({ page, look }: Reader, file: { mimeType: string; buffer: Buffer }): Promise<{ promised: number; uploaded: number }> {
  const done = { promised: 0, uploaded: 0 };
  for (let n = 0; n < 30; n++) {
    const open = page.getByRole('link', { name: /^(提供|Provide)/ });
    if ((await open.count()) === 0) return done;
    await open.first().click();
    await page.waitForURL(/\/materials\/.+/);
    if (n < 2) await look('material');
    const consent = page.locator('#consent');
    if ((await consent.count()) > 0) {
      await consent.check();
      await page.locator('section[aria-labelledby=way-promise] button').click();
      done.promised += 1;
    } else {
      await page.locator('#files').setInputFiles({ name: `材料${n + 1}.pdf`, ...file });
      await page.locator('section[aria-labelledby=way-upload] button').click();
      done.uploaded += 1;
    }
    await page.waitForURL(/\/materials(#.*)?$/);
  }
  throw new Error('materials without end');
}

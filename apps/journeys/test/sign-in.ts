import type { Reader } from './open-browser.ts';
import { demonstrationPassword } from '../../../stories/persona.ts';

/** Signs in on the page of the OpenID provider on which the reader stands, second factor included, until she is back in the app. */
export async function signIn(reader: Reader, login: string): Promise<void> {
  const { page } = reader;
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(demonstrationPassword);
  await reader.look('sign-in');
  await page.locator('button[type=submit], form button').first().click();
  // staff are asked for a code; the demonstration shows it
  const code = page.locator('[data-demonstration-code]');
  if (await code.count() > 0) {
    await page.locator('input[name=code]').fill((await code.getAttribute('data-demonstration-code')) ?? '');
    await reader.look('second-factor');
    await page.locator('form button').first().click();
  }
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

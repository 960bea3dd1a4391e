import type { Locator } from 'playwright-core';
import type { Reader, Reading } from './open-browser.ts';
import type { Place } from './open-place.ts';
import { signIn } from './sign-in.ts';

/** An official at the desk, signed in through the desk's own door. */
export async function atDesk(place: Place, login: string, reading: Reading = {}): Promise<Reader> {
  const reader = await place.reader(login, reading);
  await reader.open('/desk/');
  await reader.page.waitForURL(/\/signin/);
  await signIn(reader, login);
  await reader.page.locator('main h1, main h2').first().waitFor();
  return reader;
}

/** Waits for what the background makes (jobs, ledger), looking again as a reader does. */
export async function lookAgainFor(reader: Reader, wanted: Locator, address: string): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await reader.open(address);
    try {
      await wanted.first().waitFor({ timeout: 1500 });
      return;
    } catch (error) {
      if (n === 19) throw error;
    }
  }
}

/** Opens a task of the work list by the name of its matter. */
export async function openTask(reader: Reader, name: RegExp): Promise<void> {
  const link = reader.page.getByRole('main').getByRole('link', { name });
  await lookAgainFor(reader, link, '/desk/tasks');
  await reader.look('tasks');
  await link.first().click();
  await reader.page.locator('.dk-decide').waitFor();
}

/** Chooses a decision on the case page, writes an opinion, submits, and waits for the desk's word. */
export async function decideOnPage(reader: Reader, decision: string, opinion: string, before: () => Promise<void> = async () => {}): Promise<void> {
  const panel = reader.page.locator('.dk-decide');
  await panel.getByRole('radio', { name: decision, exact: true }).check();
  await before();
  if (opinion !== '') await panel.getByRole('textbox', { name: /意见/ }).fill(opinion);
  await reader.look('decision');
  await panel.getByRole('button', { name: `提交办理：${decision}` }).click();
  await panel.getByRole('status').waitFor();
}

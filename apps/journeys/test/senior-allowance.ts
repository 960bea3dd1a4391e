import type { Reader } from './open-browser.ts';
import { signIn } from './sign-in.ts';

/** 高龄津贴: 孙秀兰, 82, knows only her bank account; registers know the rest. */
export const aged = 'p005';
export const itemPage = '/items/senior-allowance';
export const account = '6222000033334444';

/** From the item's page to the first page of the form, through the sign-in page. */
export async function startAllowance(reader: Reader): Promise<void> {
  const { page } = reader;
  await reader.open('/place?choose=220102&return=/');
  await reader.open(itemPage);
  await page.locator('main form[action^="/start/"] button').first().click();
  if (page.url().includes('/signin')) {
    await signIn(reader, aged);
    await page.locator('main form[action^="/start/"] button').first().click();
  }
  await page.waitForURL(/\/form\/1/);
}

export const goOn = async ({ page }: Reader): Promise<void> => page.locator('main .yw-actions button').first().click();

/** The two pages of the form, up to the page on which everything is checked. */
export async function fillAllowance(reader: Reader): Promise<void> {
  const { page } = reader;
  await goOn(reader);
  await page.waitForURL(/\/form\/2/);
  await page.locator('[name="a.bankAccount"]').fill(account);
  await page.locator('[name="a.livesAlone"][value=true]').check();
  await goOn(reader);
  await page.waitForURL(/\/materials/);
}

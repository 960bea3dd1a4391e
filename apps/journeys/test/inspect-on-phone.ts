import { lookAgainFor } from './desk-work.ts';
import type { Reader } from './open-browser.ts';

/** 现场核查 on a telephone: opens the visit, finds everything in order, signs off. */
export async function inspectOnPhone(reader: Reader, item: RegExp): Promise<void> {
  const { page, look } = reader;
  await lookAgainFor(reader, page.getByRole('main').getByRole('link', { name: item }), '/desk/inspections');
  await look('inspections');
  await page.getByRole('main').getByRole('link', { name: item }).first().click();
  await page.getByRole('progressbar').waitFor();
  await look('visit');
  await page.getByRole('textbox', { name: /核查地点/ }).fill('永吉街道吉顺社区91号一层');
  const all = page.getByRole('button', { name: '全部符合' });
  if ((await all.count()) > 0) await all.click();
  for (const group of await page.locator('.dk-fill [role=group]').all()) {
    if ((await group.locator('input:checked').count()) > 0) continue;
    const choices = group.locator('input[type=radio], input[type=checkbox]');
    if ((await choices.count()) > 0) await choices.first().check();
  }
  for (const box of await page.locator('.dk-fill [aria-required=true]:not([type=radio]):not([type=checkbox])').all()) {
    if ((await box.inputValue()) !== '') continue;
    await box.fill((await box.getAttribute('inputmode')) === 'decimal' ? '1' : (await box.getAttribute('placeholder')) === '年-月-日' ? '2026-11-23' : '已现场核对');
  }
  await page.getByRole('radio', { name: '合格', exact: true }).check();
  await page.getByRole('textbox', { name: /结论说明/ }).fill('现场核查合格');
  await look('visit-filled');
  await page.getByRole('button', { name: '提交核查结果' }).click();
  await page.getByRole('heading', { name: '核查结果已提交' }).waitFor();
  await look('visited');
}

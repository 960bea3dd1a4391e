import type { Page } from 'playwright-core';

/** Fills what stands on this page of a form out of `answers` (by field id), as typing and clicking would; facts that a register holds stand there already. */
export async function fillPage(page: Page, answers: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [id, value] of Object.entries(answers)) await fillField(page, id, value);
}

async function fillField(page: Page, id: string, value: unknown): Promise<void> {
  const named = page.locator(`[name="a.${id}"]`);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { region, detail } = value as { region: string; detail: string };
    if ((await page.locator(`[name="a.${id}:detail"]`).count()) === 0) return;
    for (const level of [2, 4, 6].filter((digits) => digits <= region.length)) await page.locator(`select[name="a.${id}:${level}"]`).selectOption(region.slice(0, level));
    return page.locator(`[name="a.${id}:detail"]`).fill(detail);
  }
  if ((await named.count()) === 0) return;
  const type = await named.first().getAttribute('type');
  if (type === 'radio' || type === 'checkbox') {
    const wanted = new Set((Array.isArray(value) ? value : [value]).map(String));
    for (const choice of await named.all()) if (wanted.has((await choice.getAttribute('value')) ?? '')) await choice.check();
    return;
  }
  if ((await named.first().evaluate((control) => control.tagName)) === 'SELECT') await named.first().selectOption(String(value));
  else await named.first().fill(String(value));
}

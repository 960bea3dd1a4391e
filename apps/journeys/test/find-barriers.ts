import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(where: { exclude: string[] }): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}

/** Serious faults of accessibility on the page as it stands (axe), each with the first place where it is; `exclude` are CSS selectors. */
export async function findBarriers(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (left) => {
    const { axe: runner } = globalThis as unknown as { axe: Axe };
    const { violations } = await runner.run({ exclude: left });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)}`);
  }, [...exclude]);
}

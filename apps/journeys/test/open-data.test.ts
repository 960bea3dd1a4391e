import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findBarriers } from './find-barriers.ts';
import { openPlace } from './open-place.ts';
import { provinceOf } from './province-of.ts';

/** Records of a plain CSV of the catalogue, by the ids of its columns. */
const recordsOf = (csv: string): Record<string, string>[] => {
  const [head = '', ...lines] = csv.trimEnd().split('\n');
  const ids = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [ids[i] ?? '', value])));
};

test('everybody asks an open set by two conditions, without an account or a script: rows, chart and map are of what was found, and so is the file', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  // sets are built behind the start, perhaps already by the house itself
  const built = async (): Promise<boolean> => (await place.house.asSystem((ctx) => ctx.tx.query("select from open.set where name = 'parking-lots' and state = 'open'"))).length > 0;
  for (const until = Date.now() + 60_000; !(await built()) && Date.now() < until;) await provinceOf(place).settle();
  for (const reading of [{ plain: true }, { phone: true }]) {
    const reader = await place.reader(reading.plain === true ? 'plain' : 'phone', reading);
    const { page } = reader;
    await reader.open('/open/sets/parking-lots');
    const shapes = async (): Promise<number> => Number((await page.locator('.open-map').getAttribute('aria-label'))?.match(/: (\d+)$/)?.[1] ?? 0);
    const everything = await shapes();
    assert.ok(everything > 5, String(everything));

    // two conditions, both hold
    const condition = async (number: number, field: string, operator: string, value: string): Promise<void> => {
      const asked = page.getByRole('group', { name: `条件 ${number}`, exact: true });
      await asked.getByLabel(/^字段/).selectOption({ label: field });
      await asked.getByLabel(/^条件/).selectOption({ label: operator });
      await asked.getByLabel(/^值/).fill(value);
    };
    await condition(1, '泊位数', '不小于', '200');
    await condition(2, '泊位数', '小于', '500');
    await page.getByLabel('排序').selectOption({ label: '泊位数' });
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.waitForURL(/field2=/);
    const told = Number((await page.getByRole('status').innerText()).replace(/\D/g, ''));
    assert.ok(told > 0 && told < everything, `${told} of ${everything}`);
    // a third condition may follow; the two stand as they were asked
    assert.equal(await page.getByRole('group', { name: '条件 2', exact: true }).getByLabel(/^值/).inputValue(), '500');
    assert.equal(await page.getByRole('group', { name: '条件 3', exact: true }).count(), 1);
    assert.equal(await shapes(), told, 'the map shows what was found');
    const bars = (await page.locator('.open-bars').getAttribute('aria-label'))?.match(/ (\d+)(?=,|$)/g)?.map(Number) ?? [];
    assert.ok(bars.length === Math.min(12, told) && bars.every((n) => n >= 200 && n < 500), String(bars));
    await reader.look('asked');
    // axe is a script itself
    if (reading.plain !== true) assert.deepEqual(await findBarriers(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));

    // the file is exactly those rows, in that order
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载查询结果 CSV' }).click()]);
    const records = recordsOf(readFileSync(await file.path(), 'utf8'));
    assert.equal(records.length, told);
    const places = records.map((r) => Number(r['places']));
    assert.deepEqual(places, places.toSorted((a, b) => a - b));
    assert.ok(places.every((n) => n >= 200 && n < 500));
    assert.deepEqual(reader.faults, []);
    await reader.close();
  }
  // what is no question is refused before a file begins
  for (const [query, status] of [['filters=x', 422], [`filters=${encodeURIComponent('[{"field":"salary","op":"eq","value":1}]')}`, 422], [`filters=${encodeURIComponent('[{"field":"places","op":"lt","value":"many"}]')}`, 422], [`sort=${encodeURIComponent("places'--")}`, 422]] as const) {
    const answer = await fetch(`${place.url}/dataset/parking-lots/rows.csv?${query}`);
    assert.equal(answer.status, status, `${query}: ${await answer.text()}`);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyForFoodLicence } from '../../../stories/food-licence.ts';
import { ownerOf } from '../../../stories/restaurant.ts';
import { atDesk } from './desk-work.ts';
import { openPlace } from './open-place.ts';
import { provinceOf } from './province-of.ts';

test('a designer shortens a deadline in the drawing, another official approves, the next case has it', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  const province = provinceOf(place);
  const owner = await ownerOf(province);
  const dueOf = async (caseId: string): Promise<string> => {
    const rows = await place.house.asSystem((ctx) => ctx.tx.query<{ due: string }>("select to_char(due_on, 'YYYY-MM-DD') as due from cases.task where case_id = $1 and node = 'accept'", [caseId]));
    return rows[0]?.due ?? '';
  };
  const first = await applyForFoodLicence(owner);
  assert.equal(await dueOf(first.caseId), '2026-11-30', 'five working days');

  const designer = await atDesk(place, 'o013');
  const { page } = designer;
  await designer.open('/desk/designs');
  await designer.look('list');
  await page.getByRole('link', { name: /标准审批/ }).first().click();
  await page.locator('.djs-shape[data-element-id=accept]').waitFor();
  assert.ok(await page.locator('a.bjs-powered-by').isVisible(), 'the logo of bpmn.io');
  await designer.look('definition');
  await page.getByRole('button', { name: '修改', exact: true }).click();
  await page.locator('.djs-palette').waitFor();
  await page.locator('.djs-shape[data-element-id=accept]').click();
  await page.getByLabel('办理时限（工作日）').fill('2');
  await page.getByLabel('办理时限（工作日）').press('Enter');
  await designer.look('changed');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByText('已保存第 2 稿').waitFor();
  await page.getByRole('button', { name: '校验', exact: true }).first().click();
  await page.getByText('没有问题，可以发布').waitFor();
  await designer.look('checked');
  await page.getByRole('group', { name: '校验' }).getByRole('button', { name: '试运行' }).click();
  await page.getByRole('button', { name: '试运行', exact: true }).last().click();
  await page.getByText('2 个工作日').first().waitFor();
  await designer.look('tried');
  await page.getByRole('button', { name: '修改对照' }).click();
  await page.getByText('accept.workingDays').waitFor();
  await designer.look('differences');
  await page.getByRole('group', { name: '校验' }).getByRole('button', { name: '发布', exact: true }).click();
  await page.getByLabel('生效日期').fill('2026-11-23');
  await page.getByLabel('修改说明').fill('受理时限压缩至两个工作日');
  await page.getByRole('button', { name: '提请发布' }).click();
  await page.getByText('已提请发布，等待审核').waitFor();
  const draft = new URL(page.url()).pathname;

  const reviewer = await atDesk(place, 'o005');
  await reviewer.open(draft);
  await reviewer.page.getByText('夏国超 提请自 2026-11-23 起发布').waitFor();
  await reviewer.look('review');
  await reviewer.page.getByRole('button', { name: '同意发布' }).click();
  // published, or why not: a refusal is read out rather than waited for
  // all content is read anew before it is told: seconds, on a machine that others use too, many
  await reviewer.page.locator('.dk-note').first().waitFor({ timeout: 120_000 });
  assert.match(await reviewer.page.locator('.dk-note').first().innerText(), /第 2 版已发布/);
  await reviewer.look('approved');

  const second = await applyForFoodLicence(owner);
  assert.equal(await dueOf(second.caseId), '2026-11-25', 'two working days');
  assert.equal(await dueOf(first.caseId), '2026-11-30', 'the case under way keeps its own');
  assert.deepEqual([...designer.faults, ...reviewer.faults], []);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { atDesk } from './desk-work.ts';
import { findBarriers } from './find-barriers.ts';
import { openPlace } from './open-place.ts';

const drawing = path.join(import.meta.dirname, 'event-process.bpmn');

test('who, when and what of lanes, boundary events and messages are set beside the drawing; the three designers have no barriers', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  const designer = await atDesk(place, 'o013');
  const { page } = designer;
  const noBarriers = async (where: string): Promise<void> => assert.deepEqual({ where, found: await findBarriers(page) }, { where, found: [] });

  await designer.open('/desk/designs');
  await page.getByRole('link', { name: /标准审批/ }).first().waitFor();
  await noBarriers('list');
  await page.getByRole('button', { name: '新建' }).click();
  await page.getByRole('dialog').getByLabel(/^名称/).fill('催办示例');
  await page.getByRole('dialog').getByLabel(/^编号/).fill('urged');
  await page.getByRole('dialog').getByRole('button', { name: '新建' }).click();
  await page.locator('.djs-palette').waitFor();
  await page.locator('input[type=file]').setInputFiles(drawing);
  const shape = (id: string) => page.locator(`.djs-shape[data-element-id="${id}"]`);
  await shape('late').waitFor();

  await shape('reviewers').click({ position: { x: 15, y: 15 } });
  await page.getByLabel(/泳道内各环节的岗位/).selectOption('cases.review');
  await shape('late').click();
  await page.getByLabel('触发后').selectOption('no');
  await page.getByLabel('时间', { exact: true }).fill('3');
  await page.getByLabel('时间', { exact: true }).press('Enter');
  await designer.look('boundary');
  await noBarriers('process');
  await shape('urge').click();
  await page.getByLabel('消息名称').fill('task.urged');
  await page.getByLabel('消息名称').press('Enter');
  await page.getByRole('button', { name: '校验', exact: true }).first().click();
  await page.getByText('没有问题，可以发布').waitFor();

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出' }).click()]);
  const xml = readFileSync(await saved.path(), 'utf8');
  assert.match(xml, /<bpmn:lane id="reviewers"[^>]* yw:role="cases\.review"/);
  assert.match(xml, /<bpmn:boundaryEvent id="late"[^>]* yw:workingDays="3"/);
  assert.match(xml, /<bpmn:boundaryEvent id="late"[^>]* cancelActivity="false"/);
  assert.match(xml, /<bpmn:sendTask id="urge"[^>]* yw:message="task\.urged"/);

  // the time as an ISO duration instead, then back by undo
  await shape('late').click();
  await page.getByLabel('何时触发').selectOption('duration');
  await page.getByLabel('时间', { exact: true }).fill('PT48H');
  await page.getByLabel('时间', { exact: true }).press('Enter');
  assert.equal(await page.getByLabel('何时触发').inputValue(), 'duration');
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByRole('button', { name: '撤销' }).click();
  assert.equal(await page.getByLabel('何时触发').inputValue(), 'workingDays');
  assert.equal(await page.getByLabel('时间', { exact: true }).inputValue(), '3');

  for (const [kind, name, ready] of [['form', /食品/, '.dk-design-view input'], ['decision', /高龄/, '.dmn-decision-table-container']] as const) {
    await designer.open(`/desk/designs`);
    await page.getByRole('button', { name: kind === 'form' ? '表单' : '决策表', exact: true }).click();
    await page.getByRole('link', { name }).first().click();
    await page.getByRole('button', { name: '修改', exact: true }).click();
    await page.waitForURL(/design-drafts/);
    await page.locator(ready).first().waitFor();
    await designer.look(kind);
    await noBarriers(kind);
  }
  assert.deepEqual(designer.faults, []);
});

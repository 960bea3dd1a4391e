import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as sharing from '../../../server/src/modules/data/sharing/contract.ts';
import { exchangeMachine } from '../../../stories/exchange-machine.ts';
import { machineOf } from '../../../stories/machine.ts';
import { atDesk } from './desk-work.ts';
import { findBarriers } from './find-barriers.ts';
import { keepFile, openPlace, type Place } from './open-place.ts';

const market = '11220102YW00020340';
const telephone = { width: 360, height: 780 };

/** The market bureau's system brings its key, as it does before anything is granted to it. */
async function bringKey(place: Place): Promise<void> {
  const machine = await exchangeMachine(place.url, () => place.clock.now());
  await (await machineOf(place, market))(sharing.registerKey, { name: '许可审批系统', ...(await machine.offer(market)) });
}

test('a data administrator publishes a service, suspends and resumes it, grants changes of a register, opens and ends a push, withdraws the grant; the department reads it', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  await bringKey(place);
  const officer = await atDesk(place, 'o087');
  const { page } = officer;
  const dialog = page.getByRole('dialog');

  // 发布, 暂停, 恢复
  await officer.open('/desk/data-sharing/services');
  await page.getByRole('button', { name: '发布服务' }).click();
  await dialog.getByLabel('服务名称').fill('企业名称查询（专用）');
  await dialog.getByLabel('服务编号', { exact: false }).fill('company-name-only');
  await dialog.getByLabel('登记簿').selectOption({ label: '法人基础信息库' });
  await dialog.getByLabel('统一社会信用代码').check();
  await dialog.getByLabel('名称', { exact: true }).check();
  await dialog.getByLabel('发布依据').fill('按共享清单发布');
  await officer.look('publish');
  await dialog.getByRole('button', { name: '发布', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('searchbox').fill('专用');
  await page.getByRole('search').getByRole('button').click();
  const service = page.getByRole('row', { name: /企业名称查询（专用）/ });
  for (const [act, then] of [['暂停', '已暂停'], ['恢复', '运行']] as const) {
    await service.getByRole('button', { name: act }).click();
    assert.ok(await dialog.getByRole('button', { name: act }).isDisabled(), 'not without a reason');
    await dialog.getByLabel('理由').fill('提供方系统检修');
    await dialog.getByRole('button', { name: act }).click();
    await service.getByText(then, { exact: true }).waitFor();
  }

  // 授权
  await officer.open('/desk/data-sharing');
  await page.getByRole('button', { name: '授权', exact: true }).click();
  await dialog.getByLabel('服务', { exact: true }).selectOption({ label: '法人基础信息库变更订阅' });
  await dialog.getByLabel('查找使用部门').fill('南关区市场监督');
  await dialog.getByLabel('使用部门', { exact: true }).locator('option', { hasText: '南关区市场监督管理局' }).waitFor({ state: 'attached' });
  await dialog.getByLabel('统一社会信用代码').check();
  await dialog.getByLabel('使用目的').fill('跟踪辖区企业变更');
  await dialog.getByLabel('法律依据').fill('《政务数据共享条例》');
  await dialog.getByLabel('目的代码').fill('company-watch');
  await dialog.getByLabel('有效期至').fill('2027-06-30');
  await officer.look('grant');
  await dialog.getByRole('button', { name: '授权', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const grant = page.getByRole('region', { name: '授权' }).getByRole('row', { name: /跟踪辖区企业变更/ });
  await grant.getByText('有效', { exact: true }).waitFor();

  // a dialog that is closed gives the focus back
  await grant.getByRole('button', { name: '收回' }).click();
  await dialog.getByRole('button', { name: '关闭' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '收回');
  await grant.getByRole('button', { name: '调用日志' }).click();
  await dialog.getByText('还没有调用').waitFor();
  await page.keyboard.press('Escape');

  // 推送: opened for the system that the grant is for, ended
  await grant.getByRole('button', { name: '开通推送' }).click();
  await dialog.getByLabel('接收系统').locator('option', { hasText: '许可审批系统' }).waitFor({ state: 'attached' });
  await dialog.getByLabel('接收地址').fill(`${place.url}/nobody-takes-this`);
  await officer.look('push');
  await dialog.getByRole('button', { name: '开通推送' }).click();
  await dialog.waitFor({ state: 'detached' });
  const push = page.getByRole('region', { name: '变更推送' }).getByRole('row', { name: /南关区市场监督管理局/ });
  await push.getByRole('button', { name: '停止推送' }).click();
  await push.getByText('已停止', { exact: true }).waitFor();

  // 收回: at once, with its reason; the department reads what was taken from it, when and why
  await grant.getByRole('button', { name: '收回' }).click();
  await dialog.getByLabel('理由').fill('用途已经完成');
  await officer.look('withdraw');
  await dialog.getByRole('button', { name: '收回' }).click();
  await grant.getByText('已收回', { exact: true }).waitFor();
  await grant.getByText(/用途已经完成/).waitFor();
  await officer.look('withdrawn');
  const steward = await atDesk(place, 'o019');
  await steward.open('/desk/data-sharing/services');
  await steward.page.getByRole('row', { name: /法人基础信息库变更订阅.*已收回/ }).getByText(/用途已经完成/).waitFor();
  await steward.look('told');

  // on the narrowest telephone and in English, dialogs fit and say nothing of ours in Chinese
  await officer.context.addCookies([{ name: 'yiwang_language', value: 'en', url: place.url }]);
  await page.setViewportSize(telephone);
  await officer.open('/desk/data-sharing');
  await page.getByRole('button', { name: 'Give a grant' }).click();
  await dialog.getByRole('button', { name: 'Give a grant' }).waitFor();
  await officer.look('narrow');
  assert.ok(await dialog.evaluate((box) => box.getBoundingClientRect().right <= innerWidth && box.scrollWidth <= box.clientWidth), 'fits');
  assert.deepEqual((await dialog.locator('h2, label, legend, small').allInnerTexts()).filter((text) => /\p{Script=Han}/u.test(text)), []);
  assert.deepEqual(await findBarriers(page), []);
  assert.deepEqual([officer.faults, steward.faults], [[], []]);
});

const head = '健康证明编号,姓名,身份号码,从业类别,体检机构,行政区划,发证日期,有效期至\n';
const line = (n: number, number = '220102196512209251'): string => `JK220102${900_000 + n},赵德厚,${number},食品经营,南关区疾病预防控制中心,220102,2026-03-10,2027-03-09\n`;

test('a steward enters a source, hands in a table with a line that is refused, takes the refused lines back, mends them and sends them again', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  const steward = await atDesk(place, 'o019');
  const { page } = steward;
  const figure = (name: string) => page.locator('.dk-figures > *', { hasText: name });

  await steward.open('/desk/data-collection');
  await page.getByRole('button', { name: '登记数据源' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('健康证明月报');
  await dialog.getByLabel('登记簿').selectOption({ label: '从业人员健康证明登记' });
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: '健康证明月报' }).waitFor();
  const address = new URL(page.url()).pathname;

  const handIn = async (name: string, bytes: string): Promise<void> => {
    await steward.open(address);
    await page.getByLabel('选择文件').setInputFiles(keepFile(place, name, bytes));
    await page.getByRole('status').getByRole('link', { name: '归集报告' }).click();
    await page.getByText('已入库', { exact: true }).waitFor({ timeout: 60_000 });
  };
  await handIn('三月.csv', `${head}${line(1)}${line(2, '220102196512209252')}`);
  assert.match(await figure('新增').innerText(), /1/);
  await page.getByText(/身份号码 不是有效的公民身份号码/).waitFor();
  await steward.look('refused');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载退回数据' }).click()]);
  const back = readFileSync((await file.path())!, 'utf8');
  assert.match(back, /220102196512209252.*身份号码/);

  await handIn('三月更正.csv', back.replace('220102196512209252', '220102196512209251'));
  assert.match(await figure('新增').innerText(), /1/);
  assert.match(await figure('退回').innerText(), /0/);
  await steward.look('mended');
  await steward.open(address);
  for (const name of ['三月.csv', '三月更正.csv']) await page.getByRole('link', { name, exact: true }).waitFor();
  assert.deepEqual(steward.faults, []);
});

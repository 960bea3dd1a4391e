import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from './desk-work.ts';
import { keepFile, openPlace } from './open-place.ts';

const list = '信用代码,企业名称,经营范围,成立日期\n91220102YW9000019E,云杉餐饮店,餐饮服务,2020年3月4日\n91220102MA0YL00016,长春未来餐饮有限公司,餐饮服务,2021/1/2\n';

test('a data administrator compares a list with a register, then draws a pipeline, tries it and runs it; what is asked in the safe space leaves after a colleague’s review', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t);
  const officer = await atDesk(place, 'o087');
  const { page } = officer;

  // 比对: a table of a department's against the register, by key; missing and differing are told with samples
  await officer.open('/desk/data-comparison');
  await page.getByRole('link', { name: '新建比对' }).click();
  await page.getByLabel('名称').fill('市监名单比对');
  await page.getByLabel('上传 CSV 表格').first().setInputFiles(keepFile(place, '市监名单.csv', list));
  await page.getByText('2 行', { exact: false }).first().waitFor();
  await page.getByLabel('乙方来源').first().selectOption({ label: '法人基础信息库' });
  // what others show is there since the start; then it is taken anew
  await page.getByRole('button', { name: /^(生成快照|更新快照)$/ }).click();
  const key = page.getByRole('group', { name: '关联键（两边都能唯一确定一行）' });
  await key.getByLabel('甲方来源').selectOption({ label: '信用代码' });
  await key.getByLabel('乙方来源').selectOption({ label: '统一社会信用代码' });
  await page.getByRole('button', { name: '按列名自动配对' }).click();
  await page.getByText('已配对 2 列').waitFor();
  // columns of two kinds: a table's text against a day of the register
  const columns = page.getByRole('group', { name: '比对的列' });
  assert.equal(await columns.getByLabel('比对方法').last().inputValue(), '"date"', 'the likeliest way is chosen');
  await page.getByRole('button', { name: '配对预览' }).click();
  await page.getByText('找到唯一一行').waitFor();
  await officer.look('comparison');
  await page.getByRole('button', { name: '开始比对' }).click();
  await page.getByRole('heading', { name: '差异样例' }).waitFor({ timeout: 60_000 });
  const figures = await page.locator('.dk-figures').innerText();
  assert.match(figures, /乙方缺少\s+1\s/, 'the company that the register does not know');
  await page.getByText('91220102MA0YL00016').first().waitFor();
  await officer.look('compared');

  // 管道: typed steps, checked while they are drawn, tried on a sample, saved, run; rows in and out at each step
  await officer.open('/desk/data-development');
  await page.getByRole('link', { name: '绘制管道' }).click();
  await page.getByLabel('名称').first().fill('各区县企业');
  await page.getByLabel('来源').first().selectOption({ label: '法人基础信息库' });
  await page.getByLabel('所在行政区划').check();
  await page.getByLabel('成立日期').check();
  await page.getByRole('button', { name: '筛选' }).click();
  await page.getByRole('button', { name: '增加条件' }).click();
  await page.getByLabel('列', { exact: true }).selectOption({ label: '成立日期' });
  await page.getByLabel('条件', { exact: true }).selectOption({ label: '不小于' });
  await page.getByLabel('值', { exact: true }).fill('2000-01-01');
  await page.getByText('即：成立日期不早于2000-01-01').waitFor();
  await page.getByRole('button', { name: '汇总' }).click();
  await page.getByRole('button', { name: '增加维度' }).click();
  await page.getByRole('group', { name: '分组维度' }).getByLabel('列', { exact: true }).selectOption({ label: '所在行政区划' });
  await page.getByLabel('分段').selectOption({ label: '前 6 位' });
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByLabel('成果名称').fill('各区县企业数');
  await page.getByLabel('编号（小写字母、数字、短横线）').fill('county-companies');
  await page.getByText('步骤核对无误').waitFor();
  await page.getByRole('button', { name: '取样试运行' }).click();
  await page.getByText('试运行通过').waitFor({ timeout: 60_000 });
  await officer.look('tried');
  await page.getByRole('button', { name: '保存为第 1 版' }).click();
  await page.getByRole('button', { name: '立即运行' }).click();
  const history = page.locator('.dk-panel', { has: page.getByRole('heading', { name: '运行历史' }) });
  await history.getByText('完成', { exact: true }).waitFor({ timeout: 60_000 });
  await page.locator('.dd-steps li').last().getByText(/^进 [\d,]+ 行/).waitFor();
  const steps = (await page.locator('.dd-steps li').allInnerTexts()).map((text) => /进 ([\d,]+) 行，出 ([\d,]+) 行/.exec(text)?.slice(1));
  for (const [at, step] of steps.slice(1).entries()) assert.equal(step?.[0], steps[at]?.[1], `step ${at + 2} takes what the one before gave`);
  await officer.look('ran');

  // 安全空间: tried inside, submitted, released by somebody else, taken with its number in every row
  await officer.open('/desk/safe-space');
  await page.getByRole('group', { name: '分组维度' }).getByLabel('列', { exact: true }).selectOption({ label: '类型' });
  await page.getByRole('button', { name: '运行', exact: true }).click();
  await page.getByRole('heading', { name: '空间内结果' }).waitFor({ timeout: 60_000 });
  await page.getByLabel('用途说明').fill('测算各类主体数量');
  await page.getByRole('button', { name: '提交出域审核' }).click();
  await page.getByText('已提交，待审核').waitFor();
  await officer.look('safe-space');
  const reviewer = await atDesk(place, 'o057');
  await reviewer.open('/desk/safe-space');
  await reviewer.page.getByRole('link', { name: /测算各类主体数量/ }).click();
  await reviewer.page.getByLabel('审核意见').fill('汇总结果，准予出域');
  await reviewer.page.getByRole('button', { name: '准予出域' }).click();
  await reviewer.page.getByText('已准予').waitFor();
  await reviewer.look('released');
  await officer.open('/desk/safe-space');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出结果' }).click()]);
  assert.match(file.suggestedFilename(), /^CY[0-9A-F]{16}\.csv$/);
  assert.deepEqual([officer.faults, reviewer.faults], [[], []]);
});

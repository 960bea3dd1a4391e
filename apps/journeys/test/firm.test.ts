import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from '../../../server/test/province.ts';
import * as docking from '../../../server/src/modules/capabilities/docking/contract.ts';
import * as trading from '../../../server/src/modules/data/trading/contract.ts';
import { applyFor, actingFor, decide } from '../../../stories/data-market.ts';
import { exchangeMachine } from '../../../stories/exchange-machine.ts';
import { askToken } from '../../../stories/machine.ts';
import { companyCode, plan } from '../../../stories/restaurant.ts';
import { redirectedSystem } from '../../../stories/vertical-system.ts';
import { keepFile, openPlace } from './open-place.ts';
import type { Reader } from './open-browser.ts';
import { provinceOf } from './province-of.ts';
import { signIn } from './sign-in.ts';

const buyerCode = '91220102YW90000354';
const keeper = '11220102YW00019476';

/** Signs in and switches to a company, as its people do. */
async function actAs(reader: Reader, login: string, company: RegExp, then: string): Promise<void> {
  await reader.open(`/my/acting-for?return=${encodeURIComponent(then)}`);
  await signIn(reader, login);
  await reader.page.getByLabel(company).check();
  await reader.page.getByRole('button', { name: '切换' }).click();
  await reader.page.waitForURL((url) => url.pathname === then);
}

test('a firm offers a data product, another buys it on the telephone without script, with the key of its system where it is a service; an applicant goes over to a department’s own system', { timeout: 480_000 }, async (t) => {
  const place = await openPlace(t, new Date('2026-11-23T09:00:00+08:00'));
  const province = provinceOf(place);
  const { clock } = place;
  const seller = await actingFor(province, 'p001', companyCode);
  const own = await applyFor(seller, 'data-asset-registration');
  await decide(await province.signIn('o006'), own.caseId, 'pass');
  clock.set(new Date('2026-12-08T09:00:00+08:00'));
  await settle(place.house, clock);
  await settle(place.house, clock);
  const registry = await province.signIn('o006');

  // 上架: the page says what is needed and what came of it
  const shop = await place.reader('seller');
  await actAs(shop, 'p001', /云杉餐饮/, '/my/products');
  await shop.page.getByRole('link', { name: /申请上架产品/ }).first().click();
  await shop.page.getByLabel('产品名称').fill('餐饮客流月报');
  await shop.page.getByLabel('产品说明').fill('按商圈和时段统计的餐饮客流，每月更新');
  await shop.page.getByLabel('产品文件').setInputFiles(keepFile(place, '客流月报.pdf', plan));
  await shop.page.getByLabel('议价').check();
  await shop.page.getByLabel('使用场景').fill('商圈选址');
  await shop.page.getByLabel('使用限制').fill('不得转让');
  await shop.look('offer');
  await shop.page.getByRole('button', { name: '提交申请' }).click();
  await shop.page.getByText('等待合规审查').waitFor();
  const [offered] = (await registry.call(trading.listReview, { state: 'review' })).products;
  await registry.call(trading.reviewProduct, { productId: offered!.id, version: 1, to: 'listed', reason: '合规审查通过' });

  // 下单 → 答复 → 签署 → 取得: on a telephone, without script
  const buyer = await place.reader('buyer', { plain: true, phone: true });
  await actAs(buyer, 'p010', /星河信息/, '/my/trades');
  await buyer.page.getByRole('link', { name: '浏览数据产品' }).click();
  await buyer.page.getByLabel('查找产品').fill('客流月报');
  await buyer.page.getByRole('button', { name: '查找' }).click();
  await buyer.page.getByRole('link', { name: '餐饮客流月报' }).click();
  await buyer.look('product');
  await buyer.page.getByLabel('使用用途').fill('新店选址研究');
  await buyer.page.getByLabel('使用至').fill('2026年1月1日');
  await buyer.page.getByLabel('出价（元）').fill('800');
  await buyer.page.getByRole('button', { name: '提交订单' }).click();
  assert.match(await buyer.page.getByRole('alert').innerText(), /今天之后/);
  assert.equal(await buyer.page.getByLabel('使用用途').inputValue(), '新店选址研究', 'what was typed stays');
  await buyer.page.getByLabel('使用至').fill('2027年12月31日');
  await buyer.page.getByRole('button', { name: '提交订单' }).click();
  await buyer.page.getByText('订单已提交').waitFor();
  const trade = new URL(buyer.page.url()).pathname;

  await shop.open('/my/messages');
  await shop.page.getByRole('link', { name: /查看.*数据产品订单待答复/ }).click();
  await shop.page.getByLabel(/还价/).fill('1000');
  await shop.page.getByRole('button', { name: '接受并签署' }).click();
  await shop.page.getByText('等待买方签署').first().waitFor();
  await buyer.open('/my/messages');
  await buyer.page.getByRole('link', { name: /查看.*数据产品订单待签署/ }).click();
  assert.match(await buyer.page.locator('main').innerText(), /1,000/);
  await buyer.look('to-sign');
  await buyer.page.getByRole('button', { name: '签署合同' }).click();
  await buyer.page.getByText('双方已签署').first().waitFor();
  const taken = buyer.page.getByRole('link', { name: '下载文件' });
  // the house seals behind the answer: whoever waits opens the page again
  for (let i = 0; i < 40 && (await taken.count()) === 0; i++) {
    await settle(place.house, clock);
    await buyer.open(trade);
  }
  const href = await taken.getAttribute('href');
  assert.deepEqual(Buffer.from(await (await buyer.context.request.get(href!)).body()), Buffer.from(plan), 'what was bought is what was offered');
  await buyer.look('delivered');

  // 系统公钥: its own page, with the words to sign; a wrong proof is said so and nothing typed is lost
  const machine = await exchangeMachine(place.url, () => clock.now());
  const { publicKey, proof } = await machine.offer(buyerCode);
  await buyer.open('/my/keys');
  assert.match(await buyer.page.locator('#statement').innerText(), new RegExp(`yiwang exchange key\n${buyerCode}\n`));
  await buyer.page.getByLabel('系统名称').fill('选址分析系统');
  await buyer.page.getByLabel('公钥', { exact: true }).fill(publicKey);
  await buyer.page.getByLabel('持有证明').fill(Buffer.from('x').toString('base64'));
  await buyer.page.getByRole('button', { name: '登记公钥' }).click();
  await buyer.page.getByRole('alert').waitFor();
  await buyer.page.getByLabel('持有证明').fill(proof);
  await buyer.page.getByRole('button', { name: '登记公钥' }).click();
  await buyer.page.getByText('公钥已登记').waitFor();
  await buyer.look('key');

  // 跳转交接: told what leaves, agreed, gone by a link that counts once, arrived, seen in her own list
  const engineer = await province.signIn('o087');
  await engineer.call(docking.connect, { system: 'real-estate-registration', version: 0, baseUrl: 'https://bdc.jilin.example', clientId: `demo-${keeper.toLowerCase()}`, state: 'active' });
  const zhao = await place.reader('applicant', { plain: true, phone: true });
  await zhao.open('/items/real-estate-query');
  // on a telephone the box of the guide stands above its parts
  const way = zhao.page.getByRole('link', { name: '吉林省不动产登记信息管理系统' });
  await zhao.open((await way.getAttribute('href'))!);
  await signIn(zhao, 'p004');
  assert.match(await zhao.page.locator('main').innerText(), /bdc\.jilin\.example/);
  await zhao.look('told');
  await zhao.page.getByRole('button', { name: '同意并继续' }).click();
  await zhao.page.getByRole('alert').getByText('请先确认同意').waitFor();
  await zhao.page.getByRole('checkbox').check();
  await zhao.page.getByRole('button', { name: '同意并继续' }).click();
  const link = zhao.page.getByRole('link', { name: '前往吉林省不动产登记信息管理系统' });
  const address = (await link.getAttribute('href'))!;
  await zhao.look('ready');
  const there = redirectedSystem(place.url, async () => String((await askToken(province, keeper)).body['access_token']), 'real-estate-registration');
  assert.equal((await there.arrive(address)).session?.['name'], '赵德厚');
  assert.equal((await there.arrive(address)).status, 409, 'once');
  await zhao.open('/my/handovers');
  assert.match(await zhao.page.locator('main').innerText(), /到达/);
  for (const reader of [shop, buyer, zhao]) assert.deepEqual(reader.faults, []);
});

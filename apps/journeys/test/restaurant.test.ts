import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { cast, companyCode, formAnswers, plan } from '../../../stories/restaurant.ts';
import { atDesk, decideOnPage, lookAgainFor, openTask } from './desk-work.ts';
import { fillPage } from './fill-form.ts';
import { inspectOnPhone } from './inspect-on-phone.ts';
import type { Reader } from './open-browser.ts';
import { keepFile, openPlace, root } from './open-place.ts';
import { provideMaterials } from './provide-materials.ts';
import { readQr } from './read-qr.ts';
import { signIn } from './sign-in.ts';
import { verifyOfdAgain } from './verify-ofd-again.ts';

const run = promisify(execFile);
const drawing = { mimeType: 'application/pdf', buffer: Buffer.from(plan) };

test('开办餐饮店一件事 in real browsers: from “我要开餐馆” to sealed licences that a stranger verifies', { timeout: 240_000 }, async (t) => {
  const place = await openPlace(t);
  const owner = await place.reader('owner');
  const { page } = owner;
  const faults: string[][] = [owner.faults];
  const official = async (login: string, phone = false): Promise<Reader> => {
    const reader = await atDesk(place, login, { phone });
    faults.push(reader.faults);
    return reader;
  };
  let caseUrl = '';

  await t.test('she chooses her district, says what she wants, and the guide finds four items of four departments', async () => {
    await owner.open('/');
    await page.getByRole('link', { name: /地区/ }).click();
    for (const name of ['长春市', '南关区']) await page.getByRole('main').getByRole('link', { name }).click();
    await page.getByRole('link', { name: /地区：南关区/ }).waitFor();
    await page.locator('input[name=q]').fill('我要开餐馆');
    await page.keyboard.press('Enter');
    await owner.look('search');
    await page.getByRole('main').getByRole('link', { name: /开办餐饮店/ }).first().click();
    await owner.look('event');
    await page.getByRole('link', { name: /导办|开始/ }).first().click();
    for (let n = 0; n < 3; n++) {
      await page.locator('input[type=radio][value=yes]').check();
      await owner.look('question');
      await page.getByRole('button', { name: '继续' }).click();
    }
    assert.equal(await page.locator('main ol.yw-steps > li').count(), 4);
    assert.match(await page.locator('main').innerText(), /南关区市场监督管理局/);
    await owner.look('plan');
  });

  await t.test('she signs in where she stands, and acts for her company, which the register of legal entities knows', async () => {
    await page.getByRole('button', { name: '开始申报' }).click();
    await signIn(owner, cast.owner);
    assert.match(page.url(), /\/events\/open-restaurant\/guide/, 'back where she pressed the button');
    const plan = page.url();
    await owner.open('/my/acting-for');
    await page.getByRole('radio', { name: /云杉餐饮/ }).check();
    await owner.look('acting-for');
    await page.getByRole('button', { name: '切换身份' }).click();
    await owner.look('my');
    assert.match(await page.locator('main').innerText(), /云杉餐饮/);
    await owner.open(plan);
  });

  await t.test('one form, page by page: what registers hold stands there with its source', async () => {
    await page.getByRole('button', { name: '开始申报' }).click();
    await page.waitForURL(/\/apply\/.*\/form\/1/);
    const first = await page.locator('main').innerText();
    for (const fact of [companyCode, '王雨桐', '永吉街道吉顺社区91号', '来自法人基础信息库']) assert.ok(first.includes(fact), fact);
    assert.equal(await page.locator('[name="a.companyName"]').count(), 0, 'a locked fact is not a box to type in');
    for (let n = 1; n < 20 && page.url().includes('/form/'); n++) {
      await fillPage(page, formAnswers);
      await owner.look(`form-${n}`);
      await page.locator('main .yw-actions button').first().click();
    }
    assert.match(page.url(), /\/materials/);
  });

  await t.test('materials: fetched ones are not asked for; she uploads, and promises', async () => {
    await owner.look('materials');
    const licence = page.locator('li.material', { hasText: '营业执照' });
    assert.match(await licence.innerText(), /已自动获取/);
    assert.equal(await licence.getByRole('link', { name: /^提供/ }).count(), 0);
    const { promised, uploaded } = await provideMaterials(owner, drawing);
    assert.ok(promised > 1 && uploaded > 1, `${promised} promised, ${uploaded} uploaded`);
    await owner.look('materials-done');
    await page.getByRole('link', { name: '继续' }).click();
  });

  await t.test('she checks, submits, and has a number and a receipt that verifies offline', async () => {
    const answers = await page.locator('main').innerText();
    for (const said of ['420 平方米', '热食类食品制售、冷食类食品制售、自制饮品制售', '云杉小馆']) assert.ok(answers.includes(said), said);
    await owner.look('check');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/submitted/);
    await owner.look('submitted');
    assert.match(await page.locator('main').innerText(), /办件编号\s*\S{10,}/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载存证回执' }).click()]);
    assert.match(download.suggestedFilename(), /^receipt-.+\.json$/);
    const receipt = keepFile(place, 'receipt.json', readFileSync(await download.path()));
    const trust = keepFile(place, 'trust.pem', await (await fetch(`${place.url}/trust.pem`)).text());
    const told = await run(process.execPath, [path.join(root, 'server/src/verify.ts'), receipt, '--trust', trust, '--json']);
    assert.deepEqual(pick(JSON.parse(told.stdout)), { type: 'receipt', verdict: 'valid', trusted: true });
    const forged = keepFile(place, 'forged.json', readFileSync(receipt, 'utf8').replace(/"at": "2026/, '"at": "2025'));
    await assert.rejects(run(process.execPath, [path.join(root, 'server/src/verify.ts'), forged, '--trust', trust]), 'a receipt that says another year');
    await page.getByRole('link', { name: '查看办件进度' }).click();
    await page.waitForURL(/\/my\/cases\/[^/]+$/);
    caseUrl = new URL(page.url()).pathname;
    await owner.look('progress');
  });

  const clerk = await official(cast.clerk);
  await t.test('the clerk of the one window asks once for a supplement', async () => {
    await clerk.look('home');
    await openTask(clerk, /开办餐饮店/);
    await clerk.look('case');
    await decideOnPage(clerk, '一次性告知补正', '布局图未标注食品处理区', async () => {
      await clerk.page.getByRole('checkbox', { name: /经营场所布局图/ }).check();
      await clerk.page.getByRole('textbox', { name: /经营场所布局图.*原因/ }).fill('未标注食品处理区');
    });
    await clerk.look('asked');
  });

  await t.test('the owner answers on her telephone', async () => {
    const phone = await place.reader('owner-phone', { phone: true });
    faults.push(phone.faults);
    await phone.open('/my/cases');
    await signIn(phone, cast.owner);
    if (!(await phone.page.locator('main').innerText()).includes('开办餐饮店')) {
      await phone.open('/my/acting-for');
      await phone.page.getByRole('radio', { name: /云杉餐饮/ }).check();
      await phone.page.getByRole('button', { name: '切换身份' }).click();
    }
    await phone.open('/my/cases');
    await phone.look('cases');
    await lookAgainFor(phone, phone.page.getByRole('link', { name: /补正/ }), caseUrl);
    await phone.look('case');
    await phone.page.getByRole('link', { name: /补正/ }).first().click();
    await phone.page.locator('#material-0').setInputFiles({ name: '布局图（标注）.pdf', ...drawing });
    await phone.look('supplement');
    await phone.page.getByRole('main').getByRole('button').last().click();
    await phone.page.waitForURL(/done=supplement/);
    await phone.look('supplemented');
    await phone.close();
  });

  await t.test('the clerk accepts for all departments', async () => {
    await openTask(clerk, /开办餐饮店/);
    await decideOnPage(clerk, '受理', '');
    await clerk.look('accepted');
    await clerk.close();
  });

  await t.test('four departments in parallel: examiners, inspectors on their telephones, a countersigner, approvers', async () => {
    const examine = async (login: string, item: RegExp): Promise<void> => {
      const reader = await official(login);
      await openTask(reader, item);
      await decideOnPage(reader, '建议准予', '经审查，符合规定条件');
      await reader.close();
    };
    const inspect = async (login: string, item: RegExp): Promise<void> => {
      const reader = await official(login, true);
      await inspectOnPhone(reader, item);
      await reader.close();
    };
    const approve = async (login: string, item: RegExp): Promise<void> => {
      const reader = await official(login);
      await openTask(reader, item);
      await reader.look('case');
      await decideOnPage(reader, '准予', '同意');
      await reader.close();
    };
    const departments: (() => Promise<void>)[] = [
      async () => {
        await examine(cast.food.examiner, /食品经营许可/);
        await inspect(cast.food.inspector, /食品经营许可/);
        await approve(cast.food.approver, /食品经营许可/);
      },
      async () => {
        await examine(cast.fire.examiner, /消防/);
        await approve(cast.fire.approver, /消防/);
      },
      async () => {
        await examine(cast.sign.examiner, /招牌/);
        const countersigner = await official(cast.sign.countersigner);
        await openTask(countersigner, /招牌/);
        await decideOnPage(countersigner, '同意', '不影响市容');
        await countersigner.close();
        await approve(cast.sign.approver, /招牌/);
      },
      async () => {
        await examine(cast.drainage.examiner, /排水/);
        await inspect(cast.drainage.inspector, /排水/);
        await approve(cast.drainage.approver, /排水/);
      },
    ];
    await Promise.all(departments.map((department) => department()));
  });

  await t.test('licences appear in her wallet; a stranger’s telephone reads the QR code and the public page verifies it', async () => {
    await lookAgainFor(owner, page.getByRole('link', { name: /食品经营许可证/ }), '/my/licences');
    await lookAgainFor(owner, page.getByRole('link', { name: '评价服务' }), caseUrl);
    await owner.look('concluded');
    const told = await page.locator('main').innerText();
    assert.equal(told.match(/请您补正材料/g)?.length, 1, 'the whole matter was sent back once');
    assert.equal(told.match(/准予，已办结/g)?.length, 5, 'four departments and the whole');
    await owner.open('/my/licences');
    await owner.look('licences');
    await page.getByRole('link', { name: /食品经营许可证/ }).first().click();
    await page.locator('.show-code img, .show-code svg').first().waitFor();
    await owner.look('licence');
    const [code] = await readQr(await page.locator('.show-code').screenshot());
    assert.ok(code !== undefined && code.startsWith(`${place.url}/verify/`), String(code));
    const stranger = await place.reader('stranger', { phone: true });
    faults.push(stranger.faults);
    await stranger.open(code.slice(place.url.length));
    await stranger.look('verified');
    const verdict = await stranger.page.locator('main').innerText();
    assert.match(verdict, /有效/);
    assert.match(verdict, /云杉餐饮/);
    assert.equal(await stranger.page.locator('main .no').count(), 0, verdict);
    await stranger.close();
  });

  await t.test('the OFD that she keeps is verified by another implementation of SM2 and SM3, and by the command line', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /OFD/ }).first().click()]);
    const bytes = readFileSync(await download.path());
    assert.match(download.suggestedFilename(), /\.ofd$/);
    const { files } = verifyOfdAgain(bytes);
    assert.ok(files.some((file) => file.endsWith('Content.xml')), files.join(' '));
    const changed = Buffer.from(bytes);
    changed[Math.floor(changed.length / 2)]! ^= 1;
    assert.throws(() => verifyOfdAgain(changed));
    const told = await run(process.execPath, [path.join(root, 'server/src/verify.ts'), keepFile(place, 'licence.ofd', bytes), '--trust', path.join(place.folder, 'kept/trust.pem'), '--json']);
    assert.deepEqual(pick(JSON.parse(told.stdout)), { type: 'ofd', verdict: 'valid', trusted: true });
  });

  await t.test('she rates, and sees who looked at her data, why and when', async () => {
    await owner.open(`${caseUrl}/rate`);
    await page.locator('#stars-5').check();
    await page.getByRole('textbox').fill('一次都没跑，四证齐全');
    await owner.look('rate');
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(/done=rated/);
    await owner.look('rated');
    assert.match(await page.locator('main').innerText(), /一次都没跑/);
    await owner.open('/my/accesses');
    await owner.look('accesses');
    const looks = await page.locator('main').innerText();
    for (const told of ['莫强健', '长春市南关区市场监督管理局', '申请信息、申请材料', '办理办件']) assert.ok(looks.includes(told), told);
    assert.doesNotMatch(looks, /\b(answers|materials|cases)\b/, 'no name of the program’s own');
  });

  assert.deepEqual(faults.flat(), [], 'no script failed, nothing came from elsewhere, no answer was a 5xx');
});

const pick = ({ type, verdict, trusted }: { type: string; verdict: string; trusted: boolean }): object => ({ type, verdict, trusted });

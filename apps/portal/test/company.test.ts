import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, portal, post, words } from './ask.ts';
import { fakeCall, refuse, type Sent } from './fixtures/fake-call.ts';
import { ids } from './fixtures/ids.ts';
import { anonymous, requestFor } from './fixtures/request.ts';
import type { PortalResponse } from '../src/portal-request.ts';

test('a company signs with its interface, never sees its token again, and reads a refusal with what it typed; a person is told to act for the company', async () => {
  const where = `/my/sharing/${ids.food}`;
  const sent: Sent[] = [];
  const done = await post(where, { act: 'sign', version: '5', url: 'https://open.example.cn/items', token: 'secret-token', rows: '' }, { sent });
  assert.equal(done.headers['location'], `${where}?done=signed`);
  assert.deepEqual(sent.map((one) => [one.name, one.input]), [['enterprise.sign', { agreementId: ids.food, version: 5, url: 'https://open.example.cn/items', token: 'secret-token' }]]);
  const refusedOne = await post(where, { act: 'sign', version: '5', url: 'https://169.254.169.254/', token: 'secret-token' }, { instead: { 'enterprise.sign': () => { throw refuse('collection.hostRefused', 422, '主机不在名单上', 'Host not listed'); } } });
  assert.deepEqual([refusedOne.status, /主机不在名单上/.test(refusedOne.body), refusedOne.body.includes('https://169.254.169.254/'), refusedOne.body.includes('secret-token')], [422, true, true, false]);
  const { citizen } = await import('./fixtures/request.ts');
  const herself = { ...citizen('zh'), actingFor: citizen('zh').parties[0]! };
  for (const address of ['/my/sharing', '/my/assessments', '/my/trades', where]) assert.match(words((await get(address, { actor: herself })).body), /切换/, address);
  assert.doesNotMatch((await get('/my', { actor: herself })).body, /\/my\/sharing/, 'offered to companies only');
  assert.match((await get('/my')).body, /\/my\/sharing/);
  assert.equal((await get('/my/trades', { actor: anonymous })).status, 303);
});

test('an assessment is saved item by item with what was there, handed in with new evidence; a finding is mended with its own', async () => {
  const sent: Sent[] = [];
  const file = { id: ids.health, name: '制度.pdf', bytes: 10, type: 'application/pdf' };
  const saved = await post(`/my/assessments/${ids.entry}`, { act: 'submit', version: '2', 'answer-0': 'yes', 'words-0': '已建立', 'answer-1': 'no', 'words-1': '' }, { sent, files: { 'evidence-0': [file] } });
  assert.equal(saved.headers['location'], `/my/assessments/${ids.entry}?done=submitted`);
  assert.deepEqual(sent[0]?.input, { assessmentId: ids.entry, version: 2, submit: true, items: [{ item: 'item-1', answer: 'yes', words: '已建立', evidence: [ids.file, ids.health] }, { item: 'item-2', answer: 'no', evidence: [] }] });
  const mended = await post(`/my/assessments/${ids.food}`, { act: 'mend', version: '2', finding: ids.file, words: '已补充制度文件' }, { sent, files: { evidence: [file] } });
  assert.equal(mended.headers['location'], `/my/assessments/${ids.food}?done=mended`);
  assert.deepEqual(sent[1]?.input, { assessmentId: ids.food, findingId: ids.file, version: 2, words: '已补充制度文件', evidence: [ids.health] });
});

test('a service is bought with a key: the page leads to its registration and back; a file is ordered at once', async () => {
  const service = `/data-market/products/${ids.food}`;
  const none = { 'enterprise.myKeys': () => ({ code: '91220102YW9000019E', keys: [] }) };
  const page = (address: string, instead = {}): Promise<PortalResponse> => portal.render(requestFor(address), fakeCall('zh', [], instead));
  const first = await page(service, none);
  assert.match(first.body, new RegExp(`href="/my/keys\\?return=${encodeURIComponent(service)}"`));
  assert.doesNotMatch(first.body, /name="purpose"/, 'nothing can be ordered before');
  assert.match((await page(service)).body, /name="purpose"/);
  assert.match((await page(`/data-market/products/${ids.entry}`, none)).body, /name="price"/, 'a file needs no key');
  const sent: Sent[] = [];
  const keys = `/my/keys?return=${encodeURIComponent(service)}`;
  const registered = await post(keys, { act: 'key', name: '选址 系统', publicKey: 'AA\nBB', proof: 'CC DD' }, { sent });
  assert.equal(registered.headers['location'], `/my/keys?done=key&return=${encodeURIComponent(service)}`);
  assert.deepEqual(sent[0]?.input, { name: '选址 系统', publicKey: 'AABB', proof: 'CCDD' });
  assert.match((await page(`/my/keys?done=key&return=${encodeURIComponent(service)}`)).body, new RegExp(`class="yw-button" href="${service}"`));
  for (const elsewhere of ['https://evil.example/', '//evil.example', '/signin?x', '/my']) assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec((await page(`/my/keys?done=key&return=${encodeURIComponent(elsewhere)}`)).body)![0], /evil|class="yw-button" href=/, elsewhere);
  assert.match((await page('/my/keys')).body, /yiwang exchange key<\/span><br\/?><span class="yw-code">91220102YW9000019E<\/span>/, 'the very words to sign');
  const ordered = await post(service, { act: 'order', purpose: '商圈选址研究', until: '2027年12月31日' }, { sent });
  assert.equal(ordered.headers['location'], `/my/trades/${ids.entry}?done=ordered`);
  assert.deepEqual(sent[1]?.input, { productId: ids.food, purpose: '商圈选址研究', until: '2027-12-31' });
  const refusedOne = await post(service, { act: 'order', purpose: '商圈选址研究', until: '2020-01-01' }, { instead: { 'trading.order': () => { throw refuse('trading.untilPast', 422, '使用期限应在今天之后', 'Past'); } } });
  assert.deepEqual([refusedOne.status, /使用期限应在今天之后/.test(refusedOne.body), refusedOne.body.includes('2020-01-01')], [422, true, true]);
});

test('the shelf goes on page by page, also of what a search finds', async () => {
  const found: Record<string, unknown>[] = [];
  const instead = { 'trading.listProducts': (input: Record<string, unknown>) => { found.push(input); return { products: [], next: 'c2' }; } };
  const first = await portal.render(requestFor('/data-market?q=%E5%AE%A2%E6%B5%81'), fakeCall('zh', [], instead));
  assert.match(first.body, /href="\/data-market\?q=%E5%AE%A2%E6%B5%81&amp;cursor=c2"/);
  await portal.render(requestFor('/data-market?q=%E5%AE%A2%E6%B5%81&cursor=c2'), fakeCall('zh', [], instead));
  assert.deepEqual(found, [{ text: '客流' }, { text: '客流', cursor: 'c2' }]);
});

test('a company offers a product with its file, reads which rule fails, takes it back with a reason', async () => {
  const sent: Sent[] = [];
  const offered = await post('/my/products/offer', { act: 'offer', asset: ids.file, title: '餐饮客流周报', summary: '按商圈统计的餐饮客流，每周更新', delivery: 'file', priceMode: 'fixed', price: '12.5', scenes: '商圈选址\n夜间经济；', limits: '不得转让', service: 'catering-flow' }, { sent, files: { file: [{ id: ids.health, name: '周报.csv', bytes: 10, type: 'text/csv' }] } });
  assert.equal(offered.headers['location'], '/my/products?done=offered');
  assert.deepEqual(sent[0]?.input, { assetId: ids.file, title: '餐饮客流周报', summary: '按商圈统计的餐饮客流，每周更新', fileId: ids.health, priceMode: 'fixed', price: 12.5, scenes: ['商圈选址', '夜间经济'], limits: '不得转让' });
  assert.match((await get('/my/products')).body, /使用场景具体/);
  await post('/my/products', { act: 'delist', id: ids.entry, version: '2', reason: '内容更新' }, { sent });
  await post('/my/products', { act: 'withdraw', id: ids.file, version: '2', reason: '不再持有' }, { sent });
  assert.deepEqual(sent.slice(1).map((one) => [one.name, one.input]), [['trading.delistMine', { productId: ids.entry, version: 2, reason: '内容更新' }], ['trading.withdrawAsset', { assetId: ids.file, version: 2, reason: '不再持有' }]]);
  const refusedOne = await post('/my/products', { act: 'delist', id: ids.entry, version: '2', reason: '内容更新' }, { instead: { 'trading.delistMine': () => { throw refuse('trading.stale', 409, '内容已被他人更新', 'Stale'); } } });
  assert.deepEqual([refusedOne.status, /内容已被他人更新/.test(refusedOne.body), refusedOne.body.includes('value="内容更新"')], [409, true, true]);
});

test('an applicant goes over to another system by a link, after she has agreed to what is told there', async () => {
  const where = '/handover/real-estate-registration/real-estate-query';
  assert.match((await get('/items/real-estate-query')).body, /href="\/handover\/real-estate-registration\//);
  assert.doesNotMatch((await get('/items/food-business-licence')).body, /\/handover\//);
  const sent: Sent[] = [];
  const unsaid = await post(where, {}, { sent });
  assert.deepEqual([unsaid.status, sent.length, /href="#agreed"/.test(unsaid.body)], [422, 0, true]);
  const agreed = await post(where, { agreed: 'yes' }, { sent });
  assert.deepEqual(sent.map((one) => one.input), [{ system: 'real-estate-registration', item: 'real-estate-query', agreed: true }]);
  assert.match(agreed.body, /<a class="yw-button" href="https:\/\/bdc\.jilin\.example\/query\?ticket=t1" rel="noreferrer"/);
  assert.equal(agreed.headers['cache-control'], 'no-store', 'a ticket is kept nowhere');
  assert.doesNotMatch(agreed.body, /http-equiv="refresh"/, 'nothing goes by itself');
  const closed = await post(where, { agreed: 'yes' }, { instead: { 'docking.handOver': () => { throw refuse('docking.notConnected', 409, '该系统尚未接入', 'Not connected'); } } });
  assert.deepEqual([closed.status, /该系统尚未接入/.test(closed.body)], [409, true]);
  const { citizen } = await import('./fixtures/request.ts');
  assert.match(words((await get(where, { actor: { ...citizen('zh'), actingFor: citizen('zh').parties[0]! } })).body), /公民身份号码/, 'a person is told what is told of a person');
  assert.equal((await get(where, { actor: anonymous })).status, 303);
});

test('a message leads where it goes on, and never elsewhere', async () => {
  assert.match((await get('/my/messages')).body, new RegExp(`href="/my/trades/${ids.food}"`));
  const one = { id: ids.message, at: '2026-11-18T06:15:00Z', title: '标题', body: '正文', read: true, caseId: null };
  const urls = ['https://evil.example/', '//evil.example', '/desk/cases/x'];
  const page = await portal.render(requestFor('/my/messages'), fakeCall('zh', [], { 'services.listMyMessages': () => ({ unread: 0, next: null, messages: urls.map((url) => ({ ...one, url })) }) }));
  assert.doesNotMatch(page.body, /evil|\/desk\/cases/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPortal, get, portal, post, words, type Fields } from './ask.ts';
import { addresses } from './fixtures/addresses.ts';
import { draft } from './fixtures/application.ts';
import { cases } from './fixtures/cases.ts';
import { fakeCall, refuse, type Sent } from './fixtures/fake-call.ts';
import { ids } from './fixtures/ids.ts';
import { anonymous, requestFor } from './fixtures/request.ts';
import type { PortalResponse } from '../src/portal-request.ts';

const attributes = (html: string): string => [...html.matchAll(/ (?:title|alt|aria-label|placeholder|data-start|data-stop|data-words)="([^"]*)"/g)].map((one) => one[1]).join(' ');

for (const [name, address] of Object.entries(addresses)) {
  test(`${name}: one h1, a title, and English without a Chinese word`, async () => {
    const zh = await get(address);
    assert.equal(zh.body.match(/<h1/g)?.length, 1);
    assert.match(zh.body, /<html lang="zh-CN"/);
    const en = await get(address, { locale: 'en' });
    assert.match(en.body, /<html lang="en"/);
    const typed = new URL(address, 'http://portal.invalid').searchParams.get('q') ?? '\0';
    assert.doesNotMatch((words(en.body) + attributes(en.body)).replaceAll(typed, ''), /\p{Script=Han}/u);
    assert.doesNotMatch(en.body, /undefined|\[object|NaN/);
    assert.doesNotMatch(zh.body, /undefined|\[object|NaN/);
  });
}

test('personal pages lead to the sign-in and back', async () => {
  const answer = await get('/my/cases?state=open', { actor: anonymous });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers['location'], `/signin?app=portal&return=${encodeURIComponent('/my/cases?state=open')}`);
});

test('who presses “apply” before signing in comes back to her plan with its answers', async () => {
  const answer = await post('/start/life-event/open-restaurant', { 'a.seating': 'yes', 'a.area': 'small' }, { actor: anonymous });
  assert.equal(answer.headers['location'], `/signin?app=portal&return=${encodeURIComponent('/events/open-restaurant/guide?a.seating=yes&a.area=small')}`);
});

test('a form sent after the session ended loses nothing: the page keeps what was typed and sends it again', async () => {
  const sent: Sent[] = [];
  const answer = await post(`/apply/${ids.draft}/form/1`, { version: '3', 'f.name': '王"雨桐<', 'f.list': ['a', 'b'] }, { actor: anonymous, sent });
  assert.equal(answer.status, 401);
  assert.deepEqual(sent, [], 'nothing was asked of the house');
  assert.match(answer.body, new RegExp(`<form method="post" action="/apply/${ids.draft}/form/1"`));
  for (const kept of ['name="version" value="3"', 'name="f.list" value="a"', 'name="f.list" value="b"', 'name="f.name" value="王&quot;雨桐']) assert.equal(answer.body.includes(kept), true, kept);
  assert.doesNotMatch(answer.body, /value="key-0001"/, 'an act of its own');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.doesNotMatch(words((await post('/my/cases/x/rate', {}, { actor: anonymous, locale: 'en' })).body), /\p{Script=Han}/u);
});

test('starting hands on the guide’s answers and goes to the first page', async () => {
  const sent: Sent[] = [];
  const answer = await post('/start/life-event/open-restaurant', { 'a.seating': 'yes' }, { sent });
  assert.equal(answer.headers['location'], `/apply/${ids.draft}/form/1`);
  assert.deepEqual(sent[0]?.input, { kind: 'life-event', id: 'open-restaurant', division: '220102', guide: { seating: 'yes' } });
});

test('an application needs a county: who has not chosen one is asked, and comes back', async () => {
  const asked = await post('/start/life-event/open-restaurant', { 'a.seating': 'yes' }, { division: '2201' });
  const back = '/events/open-restaurant/guide?a.seating=yes';
  assert.equal(asked.headers['location'], `/place?why=start&return=${encodeURIComponent(back)}`);
  const chosen = await get(`/place?choose=220102&return=${encodeURIComponent(back)}`);
  assert.equal(chosen.headers['location'], back);
  assert.match(String(chosen.headers['set-cookie']), /^yiwang_division=220102;/);
  assert.equal((await get('/place?choose=220102;evil&return=//x')).headers['set-cookie'], undefined);
});

test('what content and people wrote is escaped', async () => {
  const answer = await portal.render(requestFor('/search?q=<script>alert(1)</script>'), fakeCall());
  assert.doesNotMatch(answer.body, /<script>alert/);
});

test('the same form sent twice has one key; with other content another', async () => {
  const sent: Sent[] = [];
  const fields = { version: '4', do: 'next', 'a.contact': '王雨桐', 'a.contactId': '220103199004189143', 'a.phone': '14200000001', 'a.scope': '餐饮服务' };
  await post(`/apply/${ids.draft}/form/1`, fields, { sent });
  await post(`/apply/${ids.draft}/form/1`, fields, { sent });
  await post(`/apply/${ids.draft}/form/1`, { ...fields, 'a.contact': '李思远' }, { sent });
  assert.equal(sent.length, 3);
  assert.equal(sent[0]?.key, sent[1]?.key);
  assert.notEqual(sent[0]?.key, sent[2]?.key);
});

const shop: Fields = { version: '4', do: 'next', 'a.address:2': '22', 'a.address:4': '2201', 'a.address:6': '220102', 'a.address:9': '220102001', 'a.address:detail': ' 百屹社区 13 栋 ', 'a.area': '１２０．５', 'a.opening:y': '2027', 'a.opening:m': '1', 'a.opening:d': '8', 'a.capital': '12,345.6', 'a.form': 'snack', 'a.dishes': ['hot', 'raw'] };
const saved = async (fields: Fields, more: Parameters<typeof post>[2] = {}, page = 2): Promise<{ answers: Record<string, unknown>; answer: PortalResponse }> => {
  const sent: Sent[] = [];
  const answer = await post(`/apply/${ids.draft}/form/${page}`, fields, { ...more, sent });
  return { answers: sent[0]?.input['answers'] as Record<string, unknown>, answer };
};

test('a page is read into answers; those of other pages stay', async () => {
  const { answers, answer } = await saved(shop, { instead: { 'services.saveDraft': (input) => ({ ...draft, answers: input['answers'] as Record<string, unknown>, problems: [] }) } });
  assert.deepEqual(answers['address'], { region: '220102001', detail: '百屹社区 13 栋' });
  assert.equal(answers['opening'], '2027-01-08');
  assert.equal(answers['capital'], 1_234_560);
  assert.deepEqual(answers['dishes'], ['hot', 'raw']);
  assert.equal(answers['contact'], '王雨桐');
  assert.equal(answer.headers['location'], `/apply/${ids.draft}/form/3`);
});

test('a region below another one is dropped when the upper one changed', async () => {
  const { answers } = await saved({ ...shop, 'a.address:4': '2202' });
  assert.equal((answers['address'] as { region: string }).region, '2202');
});

test('what is no date or amount stays as typed, for the check to name', async () => {
  const { answers } = await saved({ ...shop, 'a.opening:m': '', 'a.capital': '很多' });
  assert.equal(answers['opening'], '2027--8');
  assert.equal(answers['capital'], '很多');
});

test('a locked field cannot be posted', async () => {
  const { answers } = await saved({ version: '4', do: 'next', 'a.companyName': '别的公司', 'a.contact': '王雨桐' }, {}, 1);
  assert.equal(answers['companyName'], draft.answers['companyName']);
});

test('a new question that the answers call for is shown before it is an error', async () => {
  const before = { ...draft, answers: { ...draft.answers, dishes: ['hot'] } };
  const { answer } = await saved({ ...shop, 'a.dishes': ['hot', 'cold'] }, { instead: { 'services.getDraft': () => before } });
  assert.equal(answer.headers['location'], `/apply/${ids.draft}/form/2?revealed=1`);
});

test('a wrong page comes back with a summary that leads to the field', async () => {
  const { answer } = await saved({ ...shop, 'a.dishes': ['cold'] });
  assert.equal(answer.status, 422);
  assert.match(answer.body, /href="#f-coldRoom"/);
  assert.match(answer.body, /id="f-coldRoom"/);
});

test('rows come and go by buttons', async () => {
  const staff = { version: '4', 'a.staffList.0.staffName': '王雨桐', 'a.staffList.1.staffName': '李四', 'a.promise': 'true' };
  const added = await saved({ ...staff, do: 'add:staffList' }, {}, 3);
  assert.equal((added.answers['staffList'] as unknown[]).length, 3);
  assert.equal(added.answer.headers['location'], `/apply/${ids.draft}/form/3#f-staffList`);
  const removed = await saved({ ...staff, do: 'remove:staffList:0' }, {}, 3);
  assert.deepEqual((removed.answers['staffList'] as { staffName: string }[]).map((row) => row.staffName), ['李四']);
  const unfiled = await saved({ ...staff, do: 'unfile:menu:0' }, {}, 3);
  assert.deepEqual(unfiled.answers['menu'], []);
});

test('uploaded files are added to those that were there', async () => {
  const file = { id: '0192f0c4-5a10-7c3e-9a51-0000000003aa', name: '新菜单.pdf', bytes: 10, type: 'application/pdf' };
  const { answers } = await saved({ version: '4', do: 'save' }, { files: { 'a.menu': [file] } }, 3);
  assert.deepEqual((answers['menu'] as { id: string }[]).map((one) => one.id), [ids.file, file.id]);
});

test('a draft that was changed elsewhere is merged and said so', async () => {
  const { answer } = await saved({ ...shop, 'a.address:detail': '我的新地址' }, { instead: { 'services.saveDraft': () => { throw refuse('forms.draftStale', 409, '', ''); } } });
  assert.equal(answer.status, 409);
  assert.match(answer.body, /我的新地址/);
  assert.match(answer.body, /草稿已在其他地方修改/);
});

test('a promise needs its consent; then it is sent', async () => {
  const address = `/apply/${ids.draft}/materials/food-business-licence/health`;
  assert.equal((await post(address, { way: 'promise', version: '4' })).status, 422);
  const sent: Sent[] = [];
  const answer = await post(address, { way: 'promise', version: '4', consent: 'yes' }, { sent });
  assert.equal(answer.status, 303);
  assert.equal(sent[0]?.input['way'], 'promise');
});

test('an upload without a file is not sent', async () => {
  const sent: Sent[] = [];
  assert.equal((await post(`/apply/${ids.draft}/materials/food-business-licence/layout`, { way: 'upload', version: '4' }, { sent })).status, 422);
  assert.equal(sent.length, 0);
});

test('an application is sent only with the declaration', async () => {
  const address = `/apply/${ids.draft}/check`;
  assert.equal((await post(address, { version: '4' })).status, 422);
  const sent: Sent[] = [];
  assert.equal((await post(address, { version: '4', declared: 'yes' }, { sent })).headers['location'], `/my/cases/${ids.parent}/submitted`);
  assert.deepEqual(sent[0]?.input, { draftId: ids.draft, version: 4 });
});

test('a refused application comes back with the reason', async () => {
  const answer = await post(`/apply/${ids.draft}/check`, { version: '4', declared: 'yes' }, { instead: { 'services.submitDraft': () => { throw refuse('services.materialMissing', 422, '还缺材料', 'missing'); } } });
  assert.equal(answer.status, 422);
  assert.match(answer.body, /还缺材料/);
});

test('a limit that runs into a year whose holidays are not announced is said to be not known', async () => {
  const known = cases[ids.parent]!;
  const instead = { 'services.getMyCase': () => ({ ...known, clock: { ...known.clock, light: 'green', acceptedOn: '2026-12-29', promisedDue: null, statutoryDue: null, daysLeft: null } }) };
  const page = async (locale: 'zh' | 'en'): Promise<string> => (await portal.render(requestFor(`/my/cases/${ids.parent}`, { locale }), fakeCall(locale, undefined, instead))).body;
  assert.match(await page('zh'), /受理后 7 个工作日；下一年的放假安排尚未公布，日期待定/);
  assert.match(await page('en'), /7 working days after acceptance; next year’s public holidays are not announced/);
  assert.doesNotMatch((await get(`/my/cases/${ids.food}`)).body, /日期待定/, 'a clock that stands still is another thing');
});

test('a supplement asks for every material', async () => {
  const answer = await post(`/my/cases/${ids.food}/supplement`, { version: '7' }, { files: { 'material-0': [{ id: ids.file, name: 'a.pdf', bytes: 1, type: 'application/pdf' }] } });
  assert.equal(answer.status, 422);
  assert.match(answer.body, /请上传“食品从业人员健康证明”/);
});

test('a bad rating without a name', async () => {
  const sent: Sent[] = [];
  const answer = await post(`/my/cases/${ids.done}/rate`, { stars: '1', tags: ['办理时间长'], comment: '太慢', anonymous: 'yes' }, { sent });
  assert.equal(answer.headers['location'], `/my/cases/${ids.done}?done=followUp`);
  assert.deepEqual(sent[0]?.input, { caseId: ids.done, stars: 1, tags: ['办理时间长'], named: false, comment: '太慢' });
});

test('tracking without sign-in, right and wrong', async () => {
  assert.match((await post('/track', { number: '220102SCJ20261116000318A', code: '482913' }, { actor: anonymous })).body, /补正告知/);
  assert.equal((await post('/track', { number: 'x', code: '1' }, { actor: anonymous })).status, 404);
});

test('acting for another party: only for one’s own', async () => {
  assert.equal((await post('/my/acting-for', { party: ids.principal })).actFor, ids.principal);
  assert.equal((await post('/my/acting-for', { party: ids.licence })).actFor, undefined);
});

test('switches set a cookie and never lead to another site', async () => {
  const answer = await get(`/preferences?elder=1&language=en&return=${encodeURIComponent('/items/x?a=1')}`);
  assert.equal(answer.headers['location'], '/items/x?a=1');
  assert.equal((answer.headers['set-cookie'] as string[]).length, 2);
  for (const away of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:1']) assert.equal((await get(`/preferences?return=${encodeURIComponent(away)}`)).headers['location'], '/');
});

test('the plan follows the answers and says why an item fell away', async () => {
  const { body } = await get(addresses['plan'] ?? '');
  assert.match(body, /营业面积不超过 300 平方米的餐饮店不需要营业前消防安全检查/);
  assert.match(body, /name="a\.sign" value="yes"/);
});

test('unknown paths and refusals have a page of their own', async () => {
  assert.equal((await get('/no/such/page')).status, 404);
  assert.equal((await get('/%E0%A4%A')).status, 404);
  const denied = await portal.render(requestFor('/my/licences'), fakeCall('zh', [], { 'services.listMyLicences': () => { throw refuse('http.forbidden', 403, '', ''); } }));
  assert.equal(denied.status, 403);
});

test('a bug is told to the operator and hidden from the reader', async () => {
  const told: unknown[] = [];
  const answer = await createPortal({ onError: (error) => told.push(error) }).render(requestFor('/'), fakeCall('zh', [], { 'services.portalHome': () => { throw new TypeError('secret'); } }));
  assert.equal(answer.status, 500);
  assert.equal(told.length, 1);
  assert.doesNotMatch(answer.body, /secret/);
});

test('the first load stays flat when there are ten times as many services', async () => {
  const { home } = await import('./fixtures/catalogue.ts');
  const many = { ...home, hotItems: Array.from({ length: 600 }, (_, n) => ({ ...home.hotItems[0]!, id: `item-${n}` })), themes: Array.from({ length: 90 }, (_, n) => ({ id: `t${n}`, name: `主题${n}`, count: n })) };
  const [few, lots] = await Promise.all([get('/'), portal.render(requestFor('/'), fakeCall('zh', [], { 'services.portalHome': () => many }))]);
  assert.ok(lots.body.length < few.body.length * 1.3);
});

test('what she has already is offered where it is asked for, and given with one press', async () => {
  const list = await get(`/apply/${ids.draft}/materials`);
  assert.match(list.body, /name="reuse" value="[^"]+"/, 'an earlier paper of the same name');
  assert.match(list.body, new RegExp(`name="recordId" value="${ids.health}"`), 'a licence of the wallet');
  const sent: Sent[] = [];
  const page = await get(`/apply/${ids.draft}/materials/food-business-licence/layout`);
  assert.ok(page.body.indexOf('与食品经营相适应的主要设备设施、经营布局、操作流程等文件<br') < page.body.indexOf('房屋租赁合同<br'), 'of the same name first');
  const answer = await post(`/apply/${ids.draft}/materials/food-business-licence/layout`, { version: '3', way: 'upload', reuse: ids.file }, { sent });
  assert.equal(answer.status, 303);
  assert.deepEqual(sent.map((one) => [one.name, one.input['way'], one.input['fileIds']]), [['services.provideMaterial', 'upload', [ids.file]]]);
});

test('a correction says what it should be and why, or is asked for it; a refusal stands at its field', async () => {
  const where = `/my/data/correction?register=population&record=${ids.person}&field=education`;
  const sent: Sent[] = [];
  const bare = await post(where, {}, { sent });
  assert.deepEqual([bare.status, sent.length, bare.body.match(/class="yw-error"/g)?.length], [422, 0, 2]);
  const refusedOne = await post(where, { proposed: '10', words: '毕业证书可以证明' }, { instead: { 'privacy.askCorrection': () => { throw refuse('privacy.correctionOpen', 409, '这一项已申请更正', 'Being looked at'); } } });
  assert.match(words(refusedOne.body), /这一项已申请更正/);
  const done = await post(where, { proposed: '10', words: '毕业证书可以证明' }, { sent });
  assert.equal(done.headers['location'], '/my/data?done=asked');
  assert.deepEqual(sent[0]?.input, { register: 'population', recordId: ids.person, field: 'education', proposed: '10', words: '毕业证书可以证明' });
  assert.equal((await get('/my/data/correction?register=nothing&record=x')).headers['location'], '/my/data');
});

test('an operator asks in the safe space: only columns on offer, values as text and never as more of the condition', async () => {
  const sent: Sent[] = [];
  const ask = (fields: Fields): Promise<PortalResponse> => post(`/my/operations/${ids.agreement}/ask`, fields, { sent });
  const answer = await ask({ form: 'figures', where: 'industry', op: '=', value: 'H62" or true or "', group0: 'industry', by0: '2', group1: 'name', of: 'registeredCapital', fn: 'average' });
  assert.equal(answer.headers['location'], `/my/operations/${ids.agreement}?done=asked`);
  assert.deepEqual(sent[0]?.input['asked'], { from: 'company', joins: [], where: 'industry = "H62\\" or true or \\""', groupBy: [{ column: 'industry', by: { first: 2 } }], measures: [{ as: 'rows', fn: 'count' }, { as: 'figure', fn: 'average', of: 'registeredCapital' }], rows: [] }, 'what is masked groups nothing');
  await ask({ form: 'rows', columns: ['name', 'legalRepresentative'], where: 'name', op: '=', value: 'x' });
  assert.deepEqual(sent[1]?.input['asked'], { from: 'company', joins: [], groupBy: [], measures: [], rows: ['name'] });
  assert.equal((await ask({ form: 'rows', columns: ['identityNumber'] })).status, 422);
  assert.equal(sent.length, 2);
});

test('a released result is taken by a press, with names for its codes and nothing that a spreadsheet runs', async () => {
  const result = `/my/operations/${ids.agreement}/results/${ids.question}`;
  assert.equal((await get(result)).headers['location'], `/my/operations/${ids.agreement}`, 'no link takes it');
  const sent: Sent[] = [];
  const { body } = await post(result, {}, { sent });
  assert.deepEqual(sent.map((one) => one.input['questionId']), [ids.question]);
  const csv = decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]*)"/.exec(body)?.[1] ?? '');
  assert.deepEqual(csv.split('\r\n').slice(1), ['"餐饮业","54","CYBB6273E7DDB1211A"', `"'=HYPERLINK(""x"")","7","CYBB6273E7DDB1211A"`]);
  const gone = await post(result, {}, { instead: { 'development.takeResult': () => { throw refuse('development.agreementEnded', 403, '协议已撤回', 'Withdrawn'); } } });
  assert.equal(gone.status, 403);
});

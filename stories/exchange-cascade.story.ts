import assert from 'node:assert/strict';
import * as cascade from '../server/src/modules/data/cascade/contract.ts';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { creditCode, firmRow, loadFirms } from './firms.ts';
import { exchangeMachine, send } from './exchange-machine.ts';
import { grantFoodLicence } from './food-licence-granted.ts';
import { story, type Persona, type Province } from './harness.ts';
import { decideFromList } from './libraries.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';
import { openUpper, talk, type Line } from './two-houses.ts';

/** 长春市数据局 (o057) and 吉林省数据局 (o087); 南关区人社局, whose system asks; 赵德厚, who is asked about. */
const bureau = '11220102YW0002050M';
const zhao = { login: 'p004', name: '赵德厚', number: '220102196512209251' };
const hour = 3_600_000;

interface Houses { city: Province; upper: Province; line: Line }

const pass = async (h: Houses, ms: number): Promise<void> => {
  h.city.clock.advance(ms);
  h.upper.clock.advance(ms);
};

const as = { city: (h: Houses): Promise<Persona> => h.city.signIn('o057'), upper: (h: Houses): Promise<Persona> => h.upper.signIn('o087') };

/** 接入: the city asks, the province compares and approves, the city compares and approves. */
async function join(h: Houses): Promise<string> {
  const [city, upper] = [await as.city(h), await as.upper(h)];
  await refused('cascade.ownAddress', city.call(cascade.askJoin, { url: h.city.url, name: '自己', role: 'upper' }));
  const asked = await city.call(cascade.askJoin, { url: h.line.url, name: '吉林省平台', role: 'upper' });
  await refused('cascade.known', city.call(cascade.askJoin, { url: `${h.line.url}/`, name: '吉林省平台', role: 'upper' }));
  await h.city.settle();
  const offered = (await upper.call(cascade.listPeers, {})).peers[0]!;
  assert.deepEqual([offered.state, offered.role, offered.url, offered.division, offered.fingerprint], ['waiting', 'lower', h.city.url, '2201', asked.fingerprint]);
  await refused('cascade.fingerprintDiffers', upper.call(cascade.approvePeer, { peerId: offered.id, version: offered.version, fingerprint: '0'.repeat(32) }));
  await refusedWith(403, (await h.upper.signIn('o019')).call(cascade.approvePeer, { peerId: offered.id, version: offered.version, fingerprint: asked.fingerprint }));
  await upper.call(cascade.approvePeer, { peerId: offered.id, version: offered.version, fingerprint: asked.fingerprint });
  await h.upper.settle();
  const answered = (await city.call(cascade.listPeers, {})).peers[0]!;
  const { own } = await upper.call(cascade.listPeers, {});
  assert.deepEqual([answered.state, answered.fingerprint], ['waiting', own.fingerprint]);
  assert.notEqual(own.fingerprint, asked.fingerprint, 'two houses, two keys');
  await city.call(cascade.approvePeer, { peerId: answered.id, version: answered.version, fingerprint: own.fingerprint });
  // the province tried before the city had approved: its line waits a little before it tries again
  await pass(h, 60_000);
  await talk(h);
  return answered.id;
}

/** A district's body puts data of its own into the city's catalogue. */
async function registerEntry(house: Province): Promise<void> {
  const { caseId } = await (await house.signIn('o019')).call(catalogue.register, {
    classification: '327001', proposal: {
      title: '餐饮单位明厨亮灶接入信息', summary: '接入“互联网+明厨亮灶”的餐饮单位', format: 'database', keywords: ['明厨亮灶'], items: [{ name: '企业名称', type: 'C', length: 100 }], sharing: { type: 'unconditional', ways: ['interface'] }, opening: { type: 'unconditional' }, updateCycle: 'daily',
    },
  });
  for (const [login, decision] of [['o016', 'pass'], ['o006', 'publish']] as const) {
    const who = await house.signIn(login);
    const task = (await who.call(services.workList, { limit: 100 })).tasks.find((x) => x.caseId === caseId)!;
    await who.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion: '经审查，符合规定' });
  }
}

/** What flowed down and what landed, by register. */
const flowsOf = async (h: Houses) => ({ down: (await (await as.upper(h)).call(cascade.listFlows, {})).counts.filter((n) => n.direction === 'down'), in: (await (await as.city(h)).call(cascade.listFlows, {})).counts.filter((n) => n.direction === 'in') });

const lineOf = async (who: Persona) => (await who.call(cascade.listPeers, {})).peers[0]!;

story(['exchange-cascade', 'data-backflow', 'data-base-city-node'], 'a city joins its province: catalogues, applications, grants, calls, statistics and records pass; the province is away for an hour; nothing twice, nothing lost', async (cityHouse, t) => {
  const h: Houses = { city: cityHouse, ...(await openUpper(t, cityHouse.clock.now())) };
  await registerEntry(h.city);
  const peerId = await join(h);
  let [city, upper] = [await as.city(h), await as.upper(h)];

  // 目录: the province's own down, the city's and its districts' up; the signed directory is held with its validity
  const joined = await lineOf(city);
  assert.deepEqual([joined.state, joined.line.waiting, joined.line.failures, joined.directory?.valid, joined.reconciled?.differing], ['active', 0, 0, true, 0], JSON.stringify(joined));
  const down = await city.call(cascade.listEntries, { text: '户籍人口' });
  assert.deepEqual([down.total, down.entries[0]?.title, down.entries[0]?.services.some((s) => s.id === 'population.query')], [1, '户籍人口基本信息', true]);
  const up = await upper.call(cascade.listEntries, { limit: 100 });
  assert.deepEqual(up.entries.map((e) => [e.title, e.role]), [['餐饮单位明厨亮灶接入信息', 'lower']]);
  assert.equal((await city.call(cascade.listEntries, { limit: 100 })).entries.some((e) => e.title === '餐饮单位明厨亮灶接入信息'), false);

  // 申请: checked by what the province has told; conditional waits there for an official, within its limit
  const entry = down.entries[0]!;
  const steward = await h.city.signIn('o019');
  const mine = '11220102YW00020340';
  const ask = (more: Record<string, unknown> = {}) =>
    steward.call(cascade.apply, { peerId, code: entry.code, service: 'population.query', fields: ['identityNumber', 'name', 'residenceAddress'], purpose: '食品经营许可核验负责人', basis: '《食品经营许可和备案管理办法》第十二条', until: '2027-06-30', ...more });
  await refused('cascade.entryUnknown', ask({ code: '999/000001' }));
  await refused('cascade.serviceUnknown', ask({ fields: ['salary'] }));
  await refused('cascade.serviceUnknown', ask({ service: 'certificate.query' }));
  await refused('cascade.notYours', ask({ organisation: bureau }));
  const applied = await ask();
  const second = await ask({ fields: ['identityNumber', 'name'] });
  await talk(h);
  const waiting = (await upper.call(cascade.listApplications, { direction: 'received' })).applications;
  assert.deepEqual([waiting.length, waiting.every((a) => a.state === 'asked' && a.dueOn === '2026-12-07' && a.organisation === mine)], [2, true], JSON.stringify(waiting));
  const [two, one] = waiting as [typeof waiting[number], typeof waiting[number]];
  // each is a case of the province with its clock and its step in the work list
  const steps = (await upper.call(services.workList, { limit: 100 })).tasks.filter((x) => waiting.some((a) => a.caseId === x.caseId));
  assert.deepEqual([steps.length, new Set(waiting.map((a) => a.caseId)).size, waiting.some((a) => a.caseId === null)], [2, 2, false]);
  await refused('cascade.refusalBasisMissing', upper.call(cascade.decide, { applicationId: two.id, version: two.version, decision: 'refuse' }));
  await upper.call(cascade.decide, { applicationId: two.id, version: two.version, decision: 'refuse', reason: '《个人信息保护法》第六条，超出必要范围' });
  await refused('cascade.decidedAlready', upper.call(cascade.decide, { applicationId: two.id, version: two.version, decision: 'grant' }));
  await decideFromList(upper, one.caseId!, 'authorise', '依法共享');
  await refused('cascade.decidedAlready', upper.call(cascade.decide, { applicationId: one.id, version: one.version, decision: 'grant' }));
  await talk(h);
  const answered = (await steward.call(cascade.listApplications, { direction: 'sent' })).applications;
  const granted = answered.find((a) => a.id === applied.id)!;
  assert.deepEqual([granted.state, granted.ownService, answered.find((a) => a.id === second.id)?.reason], ['granted', 'up-22-population.query', '《个人信息保护法》第六条，超出必要范围']);

  // 跨级调用: her machine asks at the city's gateway, which asks the province with its own key; the person sees who asked and why
  const machine = await exchangeMachine(h.city.url, () => h.city.clock.now());
  await (await machineOf(h.city, mine))(sharing.registerKey, { name: '许可审批系统', ...(await machine.offer(mine)) });
  const query = (m = machine) => m.call('POST', `/exchange/v1/${granted.ownService}`, { grant: granted.grant!, purpose: granted.purposeCode!, reference: 'XK-2026-001', body: { key: { identityNumber: zhao.number } } });
  const found = await query();
  assert.equal(found.status, 200, found.text);
  const [record] = found.json['records'] as { data: Record<string, string> }[];
  assert.deepEqual(Object.keys(record!.data).toSorted(), ['identityNumber', 'name', 'residenceAddress']);
  assert.match(record!.data['identityNumber']!, /^\d{3}\*+[\dX]{4}$/);
  const calls = (await upper.call(sharing.listCalls, { service: 'population.query' })).calls;
  assert.deepEqual([calls[0]?.outcome, calls[0]?.reference, calls[0]?.organisation], ['done', `${mine}:XK-2026-001`, joined.organisation === null ? '' : (await lineOf(upper)).organisation]);
  const looks = (await (await h.upper.signIn(zhao.login)).call(services.whoLooked, {})).accesses;
  assert.ok(looks.some((a) => a.purpose.includes('食品经营许可核验负责人') && a.purpose.includes(`${mine}:XK-2026-001`)), JSON.stringify(looks.slice(0, 3)));

  // 批量: a batch of the province streams through the city's gateway, line by line, and goes on from where it stopped
  const wholesale = await ask({ service: 'population.batch', fields: ['name', 'division'] });
  await talk(h);
  const asked = (await upper.call(cascade.listApplications, { direction: 'received' })).applications.find((a) => a.id === wholesale.id)!;
  await upper.call(cascade.decide, { applicationId: asked.id, version: asked.version, decision: 'grant' });
  await talk(h);
  const batch = (await steward.call(cascade.listApplications, { direction: 'sent' })).applications.find((a) => a.id === wholesale.id)!;
  const pull = async (query: string) => {
    const answer = await machine.call('GET', `/exchange/v1/${batch.ownService}?${query}`, { grant: batch.grant!, purpose: batch.purposeCode! });
    assert.equal(answer.status, 200, answer.text);
    const lines = answer.text.trim().split('\n').map((l) => JSON.parse(l) as { id?: string; data?: Record<string, unknown>; end?: { next: string | null } });
    for (const l of lines) if (l.data !== undefined) assert.match(String(l.data['division']), /^2201/, 'a city takes whole what is its own');
    return { ids: lines.flatMap((l) => l.id ?? []), fields: new Set(lines.flatMap((l) => Object.keys(l.data ?? {}))), next: lines.at(-1)!.end?.next ?? null };
  };
  const firstPart = await pull('limit=30');
  assert.deepEqual([firstPart.ids.length, [...firstPart.fields].toSorted(), firstPart.next === null], [30, ['division', 'name'], false]);
  const rest = await pull(`cursor=${encodeURIComponent(firstPart.next!)}`);
  assert.equal(new Set([...firstPart.ids, ...rest.ids]).size, firstPart.ids.length + rest.ids.length, 'each once');

  // 回流: what the province has of this city already goes first, in one pass; what it registers later follows; with where it came from
  const population = await upper.call(cascade.openFlow, { peerId: (await lineOf(upper)).id, register: 'legal-entity', basis: '政务数据共享条例 数据回流' });
  await pass(h, 60_000);
  await talk(h);
  const passed = (await upper.call(cascade.listFlows, {})).flows.find((f) => f.id === population.id)!;
  const firmsDown = (await flowsOf(h)).down.find((n) => n.register === 'legal-entity')!;
  assert.ok(passed.firstPass.doneAt !== null && passed.firstPass.records > 50, JSON.stringify(passed));
  assert.deepEqual([firmsDown.records, (await flowsOf(h)).in.find((n) => n.register === 'legal-entity')?.digest], [passed.firstPass.records, firmsDown.digest]);
  await pass(h, 60_000);
  await talk(h);
  assert.equal((await flowsOf(h)).down.find((n) => n.register === 'legal-entity')!.digest, firmsDown.digest, 'a second round sends nothing again');
  // 订阅与核验 over the line: changes of the province's register, those of this city alone; a verification says yes or no and hands out nothing
  const grantedUp = async (service: string, fields: string[]) => {
    const offered = (await (await as.city(h)).call(cascade.listEntries, { limit: 100 })).entries.find((e) => e.services.some((s) => s.id === service))!;
    const { id } = await (await h.city.signIn('o019')).call(cascade.apply, { peerId, code: offered.code, service, fields, purpose: '市场主体变更跟踪与核验', basis: '《食品经营许可和备案管理办法》第十二条', until: '2027-06-30' });
    await talk(h);
    const up = await as.upper(h);
    const there = (await up.call(cascade.listApplications, { direction: 'received' })).applications.find((a) => a.id === id)!;
    if (there.state === 'asked') await up.call(cascade.decide, { applicationId: there.id, version: there.version, decision: 'grant' });
    await talk(h);
    return (await (await as.city(h)).call(cascade.listApplications, { direction: 'sent' })).applications.find((a) => a.id === id)!;
  };
  const [following, verifying] = [await grantedUp('legal-entity.changes', ['creditCode', 'address']), await grantedUp('population.verify', ['identityNumber', 'name'])];
  const verified = await machine.call('POST', `/exchange/v1/${verifying.ownService}`, { grant: verifying.grant!, purpose: verifying.purposeCode!, body: { key: { identityNumber: zhao.number }, fields: { name: zhao.name } } });
  assert.deepEqual([verified.status, verified.json['all'], verified.json['records']], [200, true, undefined], verified.text);
  const follow = async (after: number) => (await machine.call('GET', `/exchange/v1/${following.ownService}?after=${after}`, { grant: following.grant!, purpose: following.purposeCode! })).json as { changes: { position: number; kind: string; data: Record<string, unknown> }[]; next: number };
  const from = (await follow(0)).next;
  // a firm comes into the city, moves away, comes back: created, ended without a word of where it is now, standing again; told once each
  const firm = creditCode('91220102MA0YP0007');
  const goes = async (division: string, address: string) => {
    await loadFirms(h.upper, await as.upper(h), [firmRow(firm, division, address)]);
    h.line.heard.length = 0;
    await pass(h, 60_000);
    await talk(h);
    const [there] = (await (await as.city(h)).call(data.browseRegister, { register: 'legal-entity', purpose: '核对数据回流', where: [{ field: 'creditCode', op: 'eq', value: firm }], ended: true })).records;
    return there && [there.data['address'], there.endedOn === null];
  };
  assert.equal(await goes('220202', '吉林市昌邑区解放东路1号'), undefined, 'what belongs elsewhere does not come');
  assert.deepEqual(await goes('220102', '长春市南关区人民大街21号'), ['长春市南关区人民大街21号', true]);
  assert.deepEqual(await goes('220202', '吉林市昌邑区解放东路2号'), ['长春市南关区人民大街21号', false]);
  assert.equal(h.line.heard.some((r) => r.body.includes('解放东路')), false, 'nothing of it is told');
  const ended = (await flowsOf(h)).down.find((n) => n.register === 'legal-entity')!.digest;
  await goes('220203', '吉林市龙潭区遵义东路3号');
  assert.equal((await flowsOf(h)).down.find((n) => n.register === 'legal-entity')!.digest, ended, 'what it does elsewhere is not told');
  assert.deepEqual(await goes('220102', '长春市南关区人民大街22号'), ['长春市南关区人民大街22号', true]);
  const news = (await follow(from)).changes;
  assert.ok(news.some((x) => x.data['address'] === '长春市南关区人民大街22号') && !JSON.stringify(news).includes('东路'), JSON.stringify(news));
  assert.deepEqual(news.map((x) => x.position), [...new Set(news.map((x) => x.position))].toSorted((a, b) => a - b), 'in order, each once');
  const [moved, movedIn] = [(await flowsOf(h)).down, (await flowsOf(h)).in].map((list) => list.find((n) => n.register === 'legal-entity')!);
  assert.deepEqual([moved!.records, moved!.digest], [movedIn!.records, movedIn!.digest]);
  [city, upper] = [await as.city(h), await as.upper(h)];
  await upper.call(cascade.endFlow, { flowId: population.id, version: (await upper.call(cascade.listFlows, {})).flows.find((f) => f.id === population.id)!.version });
  await refused('cascade.registerUnknown', upper.call(cascade.openFlow, { peerId: (await lineOf(upper)).id, register: 'no-such-register', basis: '政务数据共享条例 数据回流' }));
  const flow = await upper.call(cascade.openFlow, { peerId: (await lineOf(upper)).id, register: 'certificate', basis: '政务数据共享条例 数据回流' });
  await refused('cascade.flowKnown', upper.call(cascade.openFlow, { peerId: (await lineOf(upper)).id, register: 'certificate', basis: '政务数据共享条例 数据回流' }));
  const first = await grantFoodLicence(h.upper);
  await pass(h, 60_000);
  await talk(h);
  const flows = async () => {
    const { down, in: landed } = await flowsOf(h);
    return { down: down.filter((n) => n.register === 'certificate'), in: landed.filter((n) => n.register === 'certificate') };
  };
  const once = await flows();
  assert.deepEqual([once.down.length, once.in.map((n) => [n.register, n.records, n.digest])], [1, once.down.map((n) => [n.register, n.records, n.digest])], first);
  assert.ok(once.in[0]!.records >= 1);

  // the line is bent, slow, played back: what is altered is refused and comes whole later; what is played again counts once
  h.line.bend = (target, body) => (target === '/exchange/v1/messages' ? Buffer.from(body.toString('utf8').replace('XK', 'YK').replace(/"purpose":"[^"]*"/, '"purpose":"别的目的和用途"')) : body);
  await ask({ purpose: '第三次申请的真实目的' });
  await h.city.settle();
  assert.ok((await lineOf(city)).line.failures > 0, 'an altered message is not taken');
  assert.equal((await upper.call(cascade.listApplications, { direction: 'received' })).applications.length, 5);
  h.line.bend = undefined;
  h.line.heard.length = 0;
  // this time the answer gets lost: the work is done, the message comes again
  h.line.loseAnswer = (target) => target === '/exchange/v1/messages';
  await pass(h, 60_000);
  await h.city.settle();
  h.line.loseAnswer = undefined;
  await pass(h, 120_000);
  await talk(h);
  const third = (await upper.call(cascade.listApplications, { direction: 'received' })).applications;
  assert.deepEqual([third.length, third[0]?.purpose], [6, '第三次申请的真实目的']);
  const told = h.line.heard.filter((r) => r.target === '/exchange/v1/messages');
  assert.ok(told.length >= 2, 'sent twice, counted once');
  const played = await send(h.upper.url, 'POST', told.at(-1)!.target, told.at(-1)!.headers, told.at(-1)!.body);
  assert.deepEqual([played.status, (JSON.parse(played.bytes.toString()) as { code: string }).code], [409, 'exchange.replayed']);
  assert.equal((await lineOf(upper)).line.received, (await lineOf(city)).line.sent, 'each once');

  // clocks that differ by more than five minutes do not talk; when they agree again everything follows
  h.upper.clock.advance(10 * 60_000);
  assert.notEqual((await query()).status, 200);
  h.city.clock.advance(10 * 60_000);
  assert.equal((await query()).status, 200);

  // a province that answers slowly: who asks it waits in vain, who asks the city does not
  const own = await (await as.city(h)).call(sharing.grantService, { service: 'population.verify', organisation: mine, purposeCode: 'case-handling', purpose: '市内核验', legalBasis: '《社会保险法》第五十七条', fields: ['identityNumber', 'name'], validTo: new Date(h.city.clock.now().getTime() + 30 * 24 * hour).toISOString(), ratePerSecond: 1_000 });
  const inCity = (m = machine) => m.call('POST', '/exchange/v1/population.verify', { grant: own.id, body: { key: { identityNumber: zhao.number }, fields: { name: zhao.name } } });
  h.line.delayMs = 8_000;
  let answeredSlowly = false;
  const slow = query().then((answer) => {
    answeredSlowly = true;
    return answer;
  });
  for (let i = 0; i < 10; i++) assert.equal((await inCity()).status, 200);
  assert.equal(answeredSlowly, false, 'nobody waits for the slow one');
  assert.equal((await slow).status, 200);
  h.line.delayMs = 0;

  // the province is away for an hour: the city's departments go on among themselves; licences are granted on both sides of the cut
  h.line.cut = true;
  for (let i = 0; i < 6; i++) {
    h.city.clock.advance(hour / 6);
    assert.equal((await inCity()).json['all'], true);
    await h.city.settle();
  }
  const away = await lineOf(await as.city(h));
  assert.ok(away.line.failures >= 3 && away.directory?.valid === true, JSON.stringify(away));
  assert.ok([502, 503, 504].includes((await query()).status));
  const fourth = await (await h.city.signIn('o019')).call(cascade.apply, { peerId, code: entry.code, service: 'population.verify', fields: ['identityNumber', 'name'], purpose: '断线期间提出的申请', basis: '《食品经营许可和备案管理办法》第十二条', until: '2027-06-30' });
  await h.city.settle();
  assert.ok((await lineOf(await as.city(h))).line.waiting >= 1);

  // it comes back: everything that waited arrives, once; both sides count the same
  h.upper.clock.advance(hour);
  h.line.cut = false;
  await pass(h, 11 * 60_000);
  await grantFoodLicence(h.upper);
  for (let i = 0; i < 3; i++) {
    await pass(h, 11 * 60_000);
    await talk(h);
  }
  await pass(h, hour);
  await talk(h);
  [city, upper] = [await as.city(h), await as.upper(h)];
  const all = (await upper.call(cascade.listApplications, { direction: 'received' })).applications;
  assert.deepEqual([all.length, all.filter((a) => a.id === fourth.id).length], [7, 1]);
  const [c, u] = [await lineOf(city), await lineOf(upper)];
  assert.deepEqual([c.line.waiting, u.line.waiting, c.line.sent, u.line.sent, c.line.failures], [0, 0, u.line.received, c.line.received, 0], JSON.stringify([c.line, u.line]));
  assert.deepEqual([c.reconciled?.differing, u.reconciled?.differing], [0, 0]);
  const twice = await flows();
  assert.deepEqual(twice.in.map((n) => [n.register, n.records, n.digest]), twice.down.map((n) => [n.register, n.records, n.digest]));
  assert.equal(twice.in[0]!.records, once.in[0]!.records + 1);

  // 统计上报: what the city's departments called
  const day = { from: '2026-11-20', to: '2026-11-30' };
  const counted = (await upper.call(cascade.statistics, day)).organisations.find((o) => o.organisation === mine);
  const { days } = await city.call(sharing.readMeter, { ...day, organisation: mine });
  assert.equal(counted?.calls, days.reduce((n, d) => n + d.calls, 0));

  // 统计下发: once an hour the province tells the city its sums, the city's part and place; the province's own calls count in the sums, relayed ones once
  await pass(h, hour + 60_000);
  await talk(h);
  [city, upper] = [await as.city(h), await as.upper(h)];
  const toldDown = (await city.call(cascade.comparison, {})).lines;
  const all30 = (await city.call(sharing.readMeter, { from: '2026-10-25', to: '2026-12-10' })).days.filter((d) => d.service === granted.ownService);
  const line = toldDown.find((l) => l.scope === 'service' && l.id === 'population.query');
  assert.deepEqual([line?.ownCalls, line?.rank, line?.houses, line !== undefined && line.calls >= line.ownCalls], [all30.reduce((n, d) => n + d.calls, 0), 1, 1, true], JSON.stringify(toldDown));
  const whole = toldDown.find((l) => l.scope === 'register' && l.id === 'population')!;
  assert.ok(whole.ownCalls >= line!.ownCalls && whole.title !== 'population', JSON.stringify(whole));
  await refusedWith(403, (await h.city.signIn('o001')).call(cascade.comparison, {}));

  // withdrawn above: at once, and said below; the flow ends; the city leaves
  const standing = all.find((a) => a.id === applied.id)!;
  await upper.call(cascade.withdraw, { applicationId: standing.id, version: standing.version, reason: '用途已完成' });
  assert.equal((await query()).status, 403);
  await talk(h);
  assert.equal((await query()).json['code'], 'exchange.grantEnded');
  assert.equal((await city.call(cascade.listApplications, { direction: 'sent' })).applications.find((a) => a.id === applied.id)?.state, 'withdrawn');
  // 跨级删除: the city's own machine deletes what came by that grant; the province hears that all have done so
  await talk(h);
  const stillOpen = async (who: Persona) => (await who.call(sharing.listErasures, { open: '1' })).erasures.filter((e) => e.holders.length > 0);
  assert.deepEqual((await stillOpen(upper)).map((e) => e.holders.map((hold) => [hold.kind, hold.erasedAt])), [[['peer', null]]]);
  const here = (await stillOpen(city))[0]!;
  assert.deepEqual([here.subject, here.holders.map((hold) => [hold.kind, hold.organisation]), here.dueAt], [granted.grant, [['machine', mine]], (await stillOpen(upper))[0]!.dueAt]);
  await (await h.city.signIn('o019')).call(sharing.confirmErasure, { holderId: here.holders[0]!.id, words: '已从审批系统删除', records: 1 });
  await talk(h);
  assert.deepEqual([await stillOpen(upper), await stillOpen(city)], [[], []]);

  // 到期: an application whose day is past ends on both sides by itself, with the province away; each is told once, and the receipt goes up when it is back
  const short = await (await h.city.signIn('o019')).call(cascade.apply, { peerId, code: entry.code, service: 'population.query', fields: ['identityNumber', 'name'], purpose: '一日专项核查', basis: '《食品经营许可和备案管理办法》第十二条', until: new Date(h.city.clock.now().getTime() + 8 * hour).toISOString().slice(0, 10) });
  await talk(h);
  const oneDay = (await upper.call(cascade.listApplications, { direction: 'received' })).applications.find((a) => a.id === short.id)!;
  await upper.call(cascade.decide, { applicationId: oneDay.id, version: oneDay.version, decision: 'grant' });
  await talk(h);
  const brief = (await city.call(cascade.listApplications, { direction: 'sent' })).applications.find((a) => a.id === short.id)!;
  assert.equal((await machine.call('POST', `/exchange/v1/${brief.ownService}`, { grant: brief.grant!, purpose: brief.purposeCode!, body: { key: { identityNumber: zhao.number } } })).status, 200);
  h.line.cut = true;
  await pass(h, Date.parse(`${brief.until}T23:59:59+08:00`) - h.city.clock.now().getTime() + 120_000);
  await Promise.all([h.city.settle(), h.upper.settle()]);
  city = await as.city(h);
  const dayOver = (await stillOpen(city))[0]!;
  assert.deepEqual([dayOver.reason, dayOver.subject, dayOver.holders.length], ['授权到期', brief.grant, 1]);
  await (await h.city.signIn('o019')).call(sharing.confirmErasure, { holderId: dayOver.holders[0]!.id, words: '专项核查结束，已删除', records: 1 });
  h.line.cut = false;
  upper = await as.upper(h);
  assert.deepEqual((await stillOpen(upper)).map((e) => [e.reason, e.holders.map((hold) => hold.kind)]), [['授权到期', ['peer']]]);
  await pass(h, 11 * 60_000);
  await talk(h);
  await talk(h);
  assert.deepEqual([await stillOpen(upper), await stillOpen(city), (await city.call(sharing.listErasures, {})).erasures.filter((e) => e.subject === brief.grant).length], [[], [], 1]);
  const bothSides = await Promise.all([[city, 'sent'], [upper, 'received']].map(async ([who, direction]) => (await (who as Persona).call(cascade.listApplications, { direction: direction as 'sent' })).applications.find((a) => a.id === short.id)?.state));
  assert.deepEqual(bothSides, ['over', 'over']);
  const ending = (await upper.call(cascade.listFlows, {})).flows.find((f) => f.id === flow.id)!;
  await upper.call(cascade.endFlow, { flowId: flow.id, version: ending.version });
  const last = await lineOf(upper);
  await upper.call(cascade.endPeer, { peerId: last.id, version: last.version, reason: '演示结束' });
  await pass(h, hour);
  await h.city.settle();
  assert.ok((await lineOf(await as.city(h))).line.failures > 0, 'a house that was shown out is not heard');
});

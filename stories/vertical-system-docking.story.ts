import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import * as docking from '../server/src/modules/capabilities/docking/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { askToken, machineOf } from './machine.ts';
import { decide, division, ownerOf, provideMaterials } from './restaurant.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { redirectedSystem, startVerticalSystem } from './vertical-system.ts';

const system = 'road-transport';
const bureauCode = '11220102YW00019476';
const sample = parse(readFileSync(new URL('../content/jilin/items/samples/road-transport-licence.yaml', import.meta.url), 'utf8')) as { answers: Record<string, unknown> };

async function applyFor(owner: Persona): Promise<{ caseId: string; number: string }> {
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: 'road-transport-licence', division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...sample.answers, ...draft.answers } });
  assert.deepEqual(draft.problems, []);
  draft = await provideMaterials(owner, draft);
  return owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
}

story('vertical-system-docking', 'a case that is accepted at our window is handled in a national system that speaks its own dialect: pushed, followed, its result taken back as the licence; a slow, wrong, dying or forgetful peer loses nothing and doubles nothing', async (province, t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-vertical-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const peer = await startVerticalSystem(t, path.join(folder, 'applications.json'));
  let engineer = await province.signIn('o087');
  const matterOf = async (number: string) => (await engineer.call(docking.listMatters, { system, limit: 100 })).matters.find((m) => m.number === number)!;
  const later = async (minutes: number): Promise<void> => {
    province.clock.advance(minutes * 60_000);
    await province.settle();
    engineer = await province.signIn('o087');
  };

  // 登记: what it is and how it speaks is content; where it is is set here, only among hosts that may be reached
  const { systems } = await engineer.call(docking.listSystems, {});
  assert.deepEqual(systems.map((s) => [s.id, s.level, s.way, s.connection]), [['real-estate-registration', 'provincial', 'redirect', null], ['road-transport', 'national', 'deep', null]]);
  await refusedWith(403, (await province.signIn('o001')).call(docking.listSystems, {}));
  const at = { system, version: 0, baseUrl: peer.url, secret: 'JL22-key', clientId: `demo-${bureauCode.toLowerCase()}`, state: 'active' as const };
  await refused('docking.hostUnknown', engineer.call(docking.connect, { ...at, baseUrl: 'http://169.254.169.254' }));
  await refused('docking.notManager', (await province.signIn('o006')).call(docking.connect, at));
  await refused('docking.redirectedElsewhere', engineer.call(docking.connect, { ...at, system: 'real-estate-registration' }));
  await refused('docking.machineUnknown', engineer.call(docking.connect, { ...at, clientId: 'nobody' }));
  await refused('docking.notConnected', engineer.call(docking.test, { system }));

  // 报文预览: a mapping is tried before a case goes through it
  const { message } = await engineer.call(docking.preview, { system, answers: { legalRepresentative: '王雨桐', vehicles: 3, heavy: true, haulage: ['general', 'cold'] } });
  assert.deepEqual((message!['body'] as Record<string, unknown>)['jyfw'], ['1100', '1230']);
  assert.match((await engineer.call(docking.preview, { system, answers: { legalRepresentative: '王雨桐', vehicles: 3, haulage: ['horse'] } })).problem!, /horse/);
  assert.match((await engineer.call(docking.preview, { system, answers: { vehicles: 3, haulage: ['general'] } })).problem!, /fddbr/);

  // a case that comes before the connection waits for it
  const owner = await ownerOf(province);
  const clerk = await province.signIn('o001');
  const first = await applyFor(owner);
  await decide(clerk, first.caseId, 'accept', 'accept');
  await province.settle();
  assert.deepEqual([(await matterOf(first.number)).state, (await matterOf(first.number)).attempts], ['waiting', 0]);
  assert.deepEqual(await engineer.call(docking.connect, at), { version: 1 });
  await refused('docking.stale', engineer.call(docking.connect, at));
  await engineer.call(docking.test, { system });
  await province.settle();
  assert.equal((await engineer.call(docking.getSystem, { system })).system.connection!.testOk, true);

  // 推送: it stands there in its own words; nobody keyed it in again
  const [theirs] = await peer.play({});
  assert.deepEqual([theirs!.bjbh, theirs!.body['yhmc'], theirs!.body['jyfw'], theirs!.body['zxcl'], theirs!.body['ntrcls']], [first.number, '长春市南关区云杉餐饮管理有限公司', ['1100', '1230'], '1', 3]);
  let matter = await matterOf(first.number);
  assert.deepEqual([matter.state, matter.reference, matter.attempts], ['sent', theirs!.lsh, 1]);

  // 状态: asked after as often as was agreed
  await peer.play({ set: { bjbh: first.number, zt: '20' } });
  await later(31);
  matter = await matterOf(first.number);
  assert.deepEqual([matter.state, matter.theirState], ['handling', '20']);

  // 结果回传: in their dialect, under their own sign-in; it becomes the licence under their number
  const told = { system, lsh: theirs!.lsh, zt: '90', xkzh: '吉交运管许可长字220102900001号', spyj: '符合条件' };
  await refused('docking.notYours', (await machineOf(province, '11220102YW00020340'))(docking.takeResult, told));
  const machine = await machineOf(province, bureauCode);
  await refused('docking.unreadable', machine(docking.takeResult, { system, lsh: { $ne: null } }));
  await refused('docking.matterUnknown', machine(docking.takeResult, { ...told, lsh: 'YZ0' }));
  await refused('docking.statusUnknown', machine(docking.takeResult, { ...told, zt: '77' }));
  assert.deepEqual(await machine(docking.takeResult, told), { number: first.number, state: 'granted', changed: true });
  assert.deepEqual(await machine(docking.takeResult, told), { number: first.number, state: 'granted', changed: false }, 'the same again changes nothing');
  await refused('docking.contradicts', machine(docking.takeResult, { ...told, zt: '91' }));
  await province.settle();
  const again = await ownerOf(province);
  const concluded = await again.call(services.getMyCase, { caseId: first.caseId });
  assert.equal(concluded.state, 'granted');
  const { licences } = await again.call(services.listMyLicences, {});
  assert.ok(licences.some((l) => l.number === told.xkzh), 'the licence bears the number of the national system');

  // 慢: no answer in time is no answer; it is tried again and nobody else waits
  const second = await applyFor(again);
  await peer.play({ mode: 'slow' });
  await decide(await province.signIn('o001'), second.caseId, 'accept', 'accept');
  await province.settle();
  matter = await matterOf(second.number);
  assert.deepEqual([matter.state, matter.reference], ['waiting', null]);
  assert.ok(matter.attempts >= 1);
  assert.match(matter.problem!, /2000 ms/);
  // 答非所问: a page of HTML is no acceptance
  await peer.play({ mode: 'wrong' });
  await later(1);
  assert.match((await matterOf(second.number)).problem!, /JSON/);
  // 应答丢失: they have it, we do not know; their "already there" is taken for what it is, so that it stands there once
  await peer.play({ mode: 'lost' });
  await later(1);
  assert.equal((await matterOf(second.number)).state, 'waiting');
  // 宕机: dead, and alive again with what it had
  await peer.die();
  await later(5);
  matter = await matterOf(second.number);
  assert.equal(matter.state, 'waiting');
  assert.ok(matter.attempts >= 4, String(matter.attempts));
  await peer.rise();
  await later(30);
  matter = await matterOf(second.number);
  assert.deepEqual([matter.state, matter.problem], ['sent', null]);
  assert.equal((await peer.play({})).filter((a) => a.bjbh === second.number).length, 1, 'once, after everything');
  const log = (await engineer.call(docking.getSystem, { system })).messages.filter((m) => m.number === second.number && m.kind === 'push').map((m) => m.outcome);
  for (const outcome of ['slow', 'wrong', 'broken', 'ok'] as const) assert.ok(log.includes(outcome), `${outcome} in ${log.join()}`);

  // what they refuse in words waits for a person, and goes out again when it is put right
  const third = await applyFor(await ownerOf(province));
  await peer.play({ mode: 'refuse' });
  await decide(await province.signIn('o001'), third.caseId, 'accept', 'accept');
  await province.settle();
  matter = await matterOf(third.number);
  assert.deepEqual([matter.state, matter.problem], ['rejected', '拟投入车辆数与企业规模不符']);
  await later(60);
  assert.equal((await matterOf(third.number)).attempts, 1, 'not tried again by itself');
  await peer.play({ mode: 'ok' });
  await refused('docking.stale', engineer.call(docking.pushAgain, { matterId: matter.id, version: matter.version - 1 }));
  await engineer.call(docking.pushAgain, { matterId: matter.id, version: matter.version });
  await province.settle();
  assert.equal((await matterOf(third.number)).state, 'sent');
  await refused('docking.notNow', engineer.call(docking.pushAgain, { matterId: matter.id, version: (await matterOf(third.number)).version }));

  // 日对账: they lost one out of a backup; the comparison of the day finds and mends it
  await peer.play({ forget: third.number });
  await engineer.call(docking.compare, { system, day: '2026-11-23' });
  await province.settle();
  const compared = async () => (await engineer.call(docking.getSystem, { system })).reconciliations[0]!;
  assert.deepEqual([(await compared()).state, (await compared()).missingThere, (await compared()).mended], ['differs', [third.number], 1]);
  await province.settle();
  assert.equal((await matterOf(third.number)).state, 'sent');
  // the next night it is compared by itself
  province.clock.set(new Date('2026-11-24T01:31:00+08:00'));
  await province.settle();
  engineer = await province.signIn('o087');
  const night = await compared();
  assert.deepEqual([night.day, night.state, night.ours, night.theirs], ['2026-11-23', 'matched', 3, 3]);

  // 不予许可 comes back with its reason; a state that nobody mapped changes nothing and is shown
  province.clock.set(new Date('2026-11-24T09:00:00+08:00'));
  await peer.play({ set: { bjbh: second.number, zt: '91', spyj: '车辆技术等级不符合要求' } });
  await peer.play({ set: { bjbh: third.number, zt: '77' } });
  await later(31);
  assert.deepEqual([(await matterOf(second.number)).state, (await matterOf(third.number)).state], ['refused', 'handling']);
  assert.match((await matterOf(third.number)).problem!, /77/);
  const refusedCase = await (await ownerOf(province)).call(services.getMyCase, { caseId: second.caseId });
  assert.equal(refusedCase.state, 'refused');
  assert.match(JSON.stringify(refusedCase), /车辆技术等级不符合要求/);

  // 对接状态 on one line
  const board = (await engineer.call(docking.listSystems, {})).systems.find((s) => s.id === system)!;
  assert.deepEqual([board.counts.granted, board.counts.refused, board.counts.handling, board.counts.waiting], [1, 1, 1, 0]);
  assert.ok(board.success !== null);
});

story('vertical-system-docking', 'an applicant goes over to a system that is docked by redirect, signed in by a ticket that counts once, soon, there only; she is somebody else in each system; she agreed to what is told, and sees where she went', async (province) => {
  const registration = 'real-estate-registration';
  const item = 'real-estate-query';
  const engineer = await province.signIn('o087');
  const keeper = '11220102YW00019476';
  const other = '11220102YW00020340';
  const there = redirectedSystem(province.url, async () => String((await askToken(province, keeper)).body['access_token']), registration);
  const elsewhere = redirectedSystem(province.url, async () => String((await askToken(province, other)).body['access_token']), registration);
  const zhao = await province.signIn('p004');

  // what she agrees to is told before; nobody goes without having agreed, nobody before the system is let in
  assert.deepEqual((await province.visitor.call(docking.listHandoverSystems, { item })).systems.map((s) => s.system), [registration], 'the guide of the item leads there');
  assert.deepEqual((await province.visitor.call(docking.listHandoverSystems, { item: 'food-business-licence' })).systems, []);
  const told = await province.visitor.call(docking.describeHandover, { system: registration, item });
  assert.deepEqual([told.host, told.tells, told.seconds], ['bdc.jilin.example', ['name', 'code'], 60]);
  assert.match(told.purpose, /不动产登记资料/);
  const go = (who: Persona) => who.call(docking.handOver, { system: registration, item, agreed: true });
  await refused('docking.notConnected', go(zhao));
  await engineer.call(docking.connect, { system: registration, version: 0, baseUrl: 'https://bdc.jilin.example', clientId: `demo-${keeper.toLowerCase()}`, state: 'active' });
  await refusedWith(401, go(province.visitor));
  await refusedWith(403, go(engineer));
  await refusedWith(422, zhao.call(docking.handOver, { system: registration, item, agreed: false as unknown as true }));
  await refused('docking.notDocked', zhao.call(docking.handOver, { system: registration, item: 'food-business-licence', agreed: true }));
  await refused('docking.noHandover', zhao.call(docking.handOver, { system, item: 'road-transport-licence', agreed: true }));

  // the address leads where the content says; nothing of her stands in it
  const { url } = await go(zhao);
  assert.ok(url.startsWith('https://bdc.jilin.example/query?ticket='), url);
  assert.equal(/赵|2201021965/.test(decodeURIComponent(url)), false);
  const arrived = await there.arrive(url);
  assert.deepEqual([arrived.status, arrived.session!['name'], arrived.session!['code'], arrived.session!['kind'], arrived.session!['item']], [200, '赵德厚', '220102196512209251', 'person', item]);

  // 重放: the same ticket again, theirs by another system, an old one, a made-up one, one that was replaced by a newer
  assert.deepEqual([(await there.arrive(url)).status, (await there.arrive(url)).code], [409, 'docking.ticketSpent']);
  assert.equal((await elsewhere.arrive((await go(zhao)).url)).code, 'docking.notYours');
  const late = await go(zhao);
  province.clock.advance(61_000);
  assert.equal((await there.arrive(late.url)).code, 'docking.ticketOver');
  assert.equal((await there.arrive(`https://x/?ticket=${'A'.repeat(43)}`)).code, 'docking.ticketOver');
  const [replaced, newest] = [await go(zhao), await go(zhao)];
  assert.equal((await there.arrive(replaced.url)).code, 'docking.ticketOver');
  const raced = await Promise.all([there.arrive(newest.url), there.arrive(newest.url), there.arrive(newest.url)]);
  assert.deepEqual(raced.map((r) => r.status).toSorted(), [200, 409, 409], 'once, whoever asks at the same time');

  // 假名: the same person is the same there each time, another one is another, and neither name is known outside
  const again = raced.find((r) => r.status === 200)!.session!;
  assert.equal(again['subject'], arrived.session!['subject']);
  const owner = await ownerOf(province);
  const firm = (await there.arrive((await go(owner)).url)).session!;
  assert.deepEqual([firm['kind'], firm['subject'] === firm['operator'], new Set([firm['subject'], firm['operator'], again['subject']]).size], ['company', false, 3]);
  assert.equal(again['subject'], again['operator'], 'she acts for herself');

  // she sees where she went and what she agreed to; others do not; the desk sees every try
  const mine = (await zhao.call(docking.listHandovers, {})).handovers;
  assert.deepEqual([mine.length, mine.filter((h) => h.takenAt !== null).length, mine.every((h) => h.purpose === told.purpose && h.tells.length === 2)], [5, 2, true]);
  assert.equal((await owner.call(docking.listHandovers, {})).handovers.length, 1);
  await refusedWith(403, engineer.call(docking.listHandovers, {}));
  const log = (await engineer.call(docking.getSystem, { system: registration })).messages.filter((m) => m.kind === 'handover');
  assert.deepEqual([log.filter((m) => m.outcome === 'ok').length, log.filter((m) => m.outcome === 'refused').length >= 8, log.some((m) => m.note?.includes('重放'))], [3, true, true]);

  // suspended: nobody goes, and a ticket that is out is worth nothing
  const out = await go(zhao);
  await engineer.call(docking.connect, { system: registration, version: 1, baseUrl: 'https://bdc.jilin.example', clientId: `demo-${keeper.toLowerCase()}`, state: 'suspended' });
  await refused('docking.notConnected', go(zhao));
  assert.equal((await there.arrive(out.url)).code, 'docking.notYours');
});

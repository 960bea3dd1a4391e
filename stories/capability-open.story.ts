import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as opening from '../server/src/modules/capabilities/opening/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { machineOf } from './machine.ts';
import { story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

const { operations: open } = opening;
const market = '11220102YW00020340';
const digest = createHash('sm3').update('一份文书').digest('hex');

story('capability-open', 'a department finds a capability, tries it, applies for it for its own system; the data bureau grants it with limits; calls are let through, metered and refused as granted; a retirement is announced to its users', async (province) => {
  const steward = await province.signIn('o019');
  const bureau = await province.signIn('o006');

  // 目录: what there is, on which terms, with documentation from the contracts themselves
  const { capabilities } = await steward.call(opening.listCapabilities, {});
  assert.ok(capabilities.length >= 8);
  assert.deepEqual(new Set(capabilities.map((c) => c.mine)), new Set(['none']));
  const { capability, operations } = await steward.call(opening.getCapability, { id: 'evidence-keeping' });
  assert.deepEqual([capability.access, capability.standing.state, operations.map((o) => o.path)], ['direct', 'open', ['/api/open/v1/evidence/keep', '/api/open/v1/evidence/receipt']]);
  const document = (await (await fetch(`${province.url}/api/open/capabilities/identity-verification/openapi`)).json()) as { openapi: string; info: { version: string }; paths: Record<string, Record<string, { parameters: { name: string }[] }>> };
  assert.deepEqual([document.openapi, document.info.version, Object.keys(document.paths)], ['3.1.0', '1.0', ['/api/open/v1/identity/person']]);
  await refused('opening.unknown', steward.call(opening.getCapability, { id: 'coffee' }));
  await refusedWith(403, (await province.signIn('o001')).call(opening.listCapabilities, {}));

  // 沙箱: what computes is computed; what is about persons answers samples and nobody's data
  const attempt = (id: string, operation: string, input: Record<string, unknown>) => steward.call(opening.tryCapability, { id, operation, input });
  assert.deepEqual((await attempt('working-calendar', 'workingDay', { from: '2026-09-30', days: 1 })).output, { date: '2026-10-08' }, 'the holidays of the State Council are passed over');
  assert.equal((await attempt('working-calendar', 'workingDay', { from: '2035-01-01', days: 1 })).problem?.code, 'content.calendarUnknown');
  const decided = await attempt('rule-decision', 'decide', { decision: 'senior-allowance', inputs: { age: 85 } });
  assert.equal((decided.output as { value: { monthlyFen: number } }).value.monthlyFen, 10000);
  assert.match(JSON.stringify((await attempt('map-location', 'locate', { layer: 'prefecture-boundary', longitude: 125.32, latitude: 43.88 })).output), /长春市/);
  assert.equal(JSON.stringify((await attempt('map-location', 'locate', { layer: 'pipe', longitude: 125.32, latitude: 43.88 })).output), '{"features":[]}', 'a layer that is not open tells nothing');
  const personal = await attempt('identity-verification', 'verifyIdentity', { reference: '沙箱样例', name: '样例甲', identityNumber: '110101199003070011' });
  assert.deepEqual([personal.output, personal.sample], [{ matches: true }, true]);
  assert.equal((await attempt('identity-verification', 'verifyIdentity', { name: '王雨桐', identityNumber: '220103199004189143', reference: '试一试' })).problem?.code, 'opening.sampleOnly');
  assert.equal((await attempt('working-calendar', 'workingDay', { from: "2026-01-01'; drop table opening.call; --", days: 1 })).problem?.code, 'opening.inputInvalid');
  await refused('opening.operationUnknown', attempt('working-calendar', 'verifyIdentity', {}));

  // 申请: for a system of the body's own; what needs approval waits for the bureau
  const { systems } = await steward.call(opening.mySystems, {});
  const own = systems.find((s) => s.organisation === market)!;
  const terms = { clientId: own.clientId, purpose: '食品经营许可审批系统核验与存证', ratePerSecond: 5, dailyQuota: 100, until: '2027-11-22' };
  await refused('opening.notYourSystem', steward.call(opening.apply, { ...terms, id: 'identity-verification', clientId: 'demo-11220000yw0000039y' }));
  await refused('opening.overOffer', steward.call(opening.apply, { ...terms, id: 'identity-verification', ratePerSecond: 900 }));
  await refused('opening.termInvalid', steward.call(opening.apply, { ...terms, id: 'identity-verification', until: '2026-11-23' }));
  await refusedWith(403, bureau.call(opening.apply, { ...terms, id: 'identity-verification' }));
  const machine = await machineOf(province, market);
  await refused('opening.notSubscribed', machine(open.keepEvidence, { digest, subject: 'document:1' }));
  assert.equal((await steward.call(opening.apply, { ...terms, id: 'evidence-keeping' })).state, 'active', 'granted by rule');
  const asked = await steward.call(opening.apply, { ...terms, id: 'identity-verification' });
  assert.equal(asked.state, 'applied');
  await refused('opening.alreadyOpen', steward.call(opening.apply, { ...terms, id: 'identity-verification' }));
  const person = { name: '王雨桐', identityNumber: '220103199004189143', reference: '22010220260001' };
  await refused('opening.notSubscribed', machine(open.verifyIdentity, person));

  // 审批: seen and decided by the bureau of the place, with smaller limits than were asked for
  const { subscriptions } = await bureau.call(opening.listSubscriptions, { state: 'applied' });
  assert.deepEqual(subscriptions.map((s) => [s.id, s.system, s.organisation]), [[asked.subscriptionId, own.name, market]]);
  assert.deepEqual((await (await province.signIn('o057')).call(opening.listSubscriptions, { state: 'applied' })).subscriptions.length, 0, 'each place’s bureau decides its own');
  await refusedWith(403, steward.call(opening.decide, { subscriptionId: asked.subscriptionId, version: 1, grant: true, note: '自己同意' }));
  await refused('opening.overOffer', bureau.call(opening.decide, { subscriptionId: asked.subscriptionId, version: 1, grant: true, dailyQuota: 9_000_000, note: '同意' }));
  assert.equal((await bureau.call(opening.decide, { subscriptionId: asked.subscriptionId, version: 1, grant: true, ratePerSecond: 3, dailyQuota: 4, note: '按最小必要核定' })).version, 2);
  await refused('opening.stale', bureau.call(opening.decide, { subscriptionId: asked.subscriptionId, version: 1, grant: false, note: '不同意' }));
  assert.match(JSON.stringify(await steward.call(services.listMyMessages, {})), /实名核验.*已开通/);

  // 调用: through the gate with the system's own credentials; each one is metered
  assert.deepEqual(await machine(open.verifyIdentity, { ...person, name: '不是他' }), { matches: false });
  const key = crypto.randomUUID();
  const kept = await machine(open.keepEvidence, { digest, subject: 'document:1' }, { idempotencyKey: key });
  assert.deepEqual(await machine(open.keepEvidence, { digest, subject: 'document:1' }, { idempotencyKey: key }), kept, 'the same key, the same entry');
  await province.settle();
  const { receipt } = await machine(open.evidenceReceipt, { entryId: kept.entryId });
  assert.equal((receipt['entry'] as { data: { digest: string } }).data.digest, digest);
  await refusedWith(403, (await machineOf(province, '11220000YW0000039Y'))(open.keepEvidence, { digest, subject: 'document:1' }));

  // 限额: a fourth within the second is told to wait; after the quota the day is over; tomorrow is another
  const burst = await Promise.allSettled(Array.from({ length: 6 }, () => machine(open.verifyIdentity, person)));
  const codes = burst.map((b) => (b.status === 'fulfilled' ? 'done' : (b.reason as { problem: { code: string } }).problem.code));
  assert.ok(codes.includes('opening.rateUsed'), codes.join());
  assert.ok(codes.filter((x) => x === 'done').length <= 3, codes.join());
  const until = async (code: string): Promise<boolean> => {
    for (let i = 0; i < 40; i++) {
      const told = await machine(open.verifyIdentity, person).then(() => 'done', (error: { problem: { code: string } }) => error.problem.code);
      if (told === code) return true;
      if (told === 'opening.rateUsed') await new Promise((done) => setTimeout(done, 200));
    }
    return false;
  };
  assert.ok(await until('opening.quotaUsed'), 'four calls a day');

  // 统计 and 健康: what was let through, what was refused, and whether the house's own probes answer
  const figures = await bureau.call(opening.statistics, { from: '2026-11-23', to: '2026-11-23', subscriptionId: asked.subscriptionId });
  const [day] = figures.days;
  assert.equal(day!.calls - day!.refused, 4);
  assert.equal(day!.failed, 0);
  assert.deepEqual(figures.systems.map((s) => [s.system, s.calls]), [[own.name, day!.calls]]);
  province.clock.advance(300_000);
  await province.settle();
  const again = await province.signIn('o019');
  const health = (await again.call(opening.listCapabilities, {})).capabilities;
  assert.deepEqual(health.filter((c) => c.health.ok !== true).map((c) => c.id), [], 'every capability answers its probe');
  assert.equal(health.find((c) => c.id === 'identity-verification')!.mine, 'active');

  // 暂停: holds for the next call; resumed, it goes on. The term ends by itself
  const bureauNow = await province.signIn('o006');
  const machineNow = await machineOf(province, market);
  const evidence = (await bureauNow.call(opening.listSubscriptions, { capability: 'evidence-keeping' })).subscriptions[0]!;
  await bureauNow.call(opening.change, { subscriptionId: evidence.id, version: evidence.version, action: 'suspend', reason: '系统安全整改' });
  await refused('opening.suspended', machineNow(open.keepEvidence, { digest, subject: 'document:2' }));
  await refused('opening.notNow', bureauNow.call(opening.change, { subscriptionId: evidence.id, version: evidence.version + 1, action: 'suspend', reason: '再次暂停' }));
  await bureauNow.call(opening.change, { subscriptionId: evidence.id, version: evidence.version + 1, action: 'resume', reason: '整改完成' });
  await machineNow(open.keepEvidence, { digest, subject: 'document:2' });

  // 停止服务: announced in time, users told, no new applications; over on the day
  const retire = { id: 'evidence-keeping', version: 0, state: 'retiring' as const, successor: 'electronic-seal', reason: '并入电子签章能力' };
  const keeper = await province.signIn('o087');
  await refused('opening.notProvider', bureauNow.call(opening.setStanding, { ...retire, retiresOn: '2026-12-31' }));
  await refused('opening.noticeTooShort', keeper.call(opening.setStanding, { ...retire, retiresOn: '2026-12-01' }));
  assert.deepEqual(await keeper.call(opening.setStanding, { ...retire, retiresOn: '2026-12-31' }), { version: 1, told: 1 });
  assert.match(JSON.stringify(await again.call(services.listMyMessages, {})), /可信存证.*2026-12-31/);
  await machineNow(open.keepEvidence, { digest, subject: 'document:3' });
  province.clock.set(new Date('2027-01-01T09:00:00+08:00'));
  await refused('opening.retired', (await machineOf(province, market))(open.keepEvidence, { digest, subject: 'document:4' }));
  province.clock.set(new Date('2027-11-23T09:00:00+08:00'));
  await refused('opening.over', (await machineOf(province, market))(open.verifyIdentity, person));

  assert.equal((await (await province.signIn('o087')).call(opening.listCapabilities, {})).capabilities.find((c) => c.id === 'evidence-keeping')!.standing.state, 'retired');
});

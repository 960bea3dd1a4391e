import assert from 'node:assert/strict';
import * as privacy from '../server/src/modules/data/privacy/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { exchangeMachine } from './exchange-machine.ts';
import { story } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';

const bureau = '11220102YW0002050M';
const zhao = { login: 'p004', number: '220102196512209251', name: '赵德厚' };

story('personal-info-protection', 'by consent only: a machine reads while the person consents, not before, not after; she sees each look and objects to one', async (province) => {
  const officer = await province.signIn('o087');
  const person = await province.signIn(zhao.login);
  const machine = await exchangeMachine(province.url, () => province.clock.now());
  await (await machineOf(province, bureau))(sharing.registerKey, { name: '就业帮扶系统', ...(await machine.offer(bureau)) });
  const grant = (await officer.call(sharing.grantService, {
    service: 'population.query', organisation: bureau, purposeCode: 'consent', purpose: '就业帮扶回访', legalBasis: '《个人信息保护法》第十三条第一款第一项', fields: ['identityNumber', 'name'], masks: { name: 'none' }, validTo: new Date(province.clock.now().getTime() + 30 * 86_400_000).toISOString(),
  })).id;
  const ask = async (): Promise<string[]> => {
    const answer = await machine.call('POST', '/exchange/v1/population.query', { grant, purpose: 'consent', body: { key: { identityNumber: zhao.number } } });
    assert.equal(answer.status, 200, answer.text);
    return (answer.json['records'] as { data: { name: string } }[]).map((r) => r.data.name);
  };
  assert.deepEqual(await ask(), [], 'nothing without consent');

  const consent = { organisation: bureau, register: 'population', fields: ['identityNumber', 'name'], purpose: '就业帮扶回访', days: 30 };
  await refused('privacy.invalid', person.call(privacy.giveConsent, { ...consent, fields: ['salary'] }));
  await refused('privacy.invalid', person.call(privacy.giveConsent, { ...consent, organisation: '000000000000000000' }));
  await refusedWith(403, officer.call(privacy.giveConsent, consent));
  // consent to one field is none to two
  await person.call(privacy.giveConsent, { ...consent, fields: ['name'] });
  assert.deepEqual(await ask(), []);
  const given = await person.call(privacy.giveConsent, consent);
  assert.deepEqual(await ask(), [zhao.name]);
  const another = await province.signIn('p001');
  await refused('privacy.notFound', another.call(privacy.withdrawConsent, { consentId: given.id, version: 1 }));
  await refused('privacy.stale', person.call(privacy.withdrawConsent, { consentId: given.id, version: 2 }));
  await person.call(privacy.withdrawConsent, { consentId: given.id, version: 1 });
  assert.deepEqual(await ask(), [], 'withdrawn: from the very next call');
  assert.deepEqual((await person.call(privacy.listConsents, {})).consents.map((x) => x.state), ['withdrawn', 'active']);
  assert.deepEqual((await another.call(privacy.listConsents, {})).consents, []);
  // a consent ends by itself, too
  await person.call(privacy.giveConsent, { ...consent, days: 1 });
  assert.deepEqual(await ask(), [zhao.name]);
  province.clock.advance(2 * 86_400_000);
  assert.deepEqual(await ask(), []);

  // who asked, for what; then she objects, the privacy officer answers, once
  const again = await province.signIn(zhao.login);
  const looks = (await again.call(services.whoLooked, {})).accesses.filter((x) => x.purpose.startsWith('就业帮扶回访'));
  assert.ok(looks.length >= 4);
  const { id } = await again.call(privacy.object, { organisation: bureau, words: '我没有请求回访，请说明' });
  const guard = await province.signIn('o059');
  const open = (await guard.call(privacy.listObjections, {})).objections.find((x) => x.id === id)!;
  assert.deepEqual([open.state, open.organisation], ['open', bureau]);
  await guard.call(privacy.answerObjection, { objectionId: id, upheld: true, answer: '已停止该用途的查询', version: open.version });
  await refused('privacy.ended', guard.call(privacy.answerObjection, { objectionId: id, upheld: false, answer: '重复答复', version: open.version + 1 }));
  assert.deepEqual((await again.call(privacy.myObjections, {})).objections.map((x) => [x.state, x.answer]), [['upheld', '已停止该用途的查询']]);
  await refusedWith(403, (await province.signIn('o001')).call(privacy.listObjections, {}));
});

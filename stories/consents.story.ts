import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
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

  // 删除: the body's system was handed her record; it is told to delete what no other consent of hers covers, and she sees that it has
  await province.settle();
  const erasure = async () => (await person.call(privacy.listConsents, {})).consents[0]!.erasure;
  assert.deepEqual([(await erasure())?.holders, (await erasure())?.erased, (await erasure())?.late], [1, 0, false]);
  const owed = (await machine.call('POST', '/exchange/v1/erasures', { body: {} })).json['erasures'] as { erasure: string; notice: string }[];
  const notice = JSON.parse(owed[0]!.notice) as Record<string, unknown>;
  assert.deepEqual([owed.length, notice['cause'], notice['subject'], notice['register'], notice['fields'], (notice['records'] as string[]).length], [1, 'consent', given.id, 'population', ['identityNumber'], 1]);
  assert.equal(owed[0]!.notice.includes(zhao.number) || owed[0]!.notice.includes(zhao.name), false, 'a notice says which record, not who');
  assert.deepEqual((await officer.call(sharing.listErasures, { open: '1' })).erasures.map((x) => [x.subject, x.holders.map((hold) => hold.erasedAt)]), [[given.id, [null]]]);
  await refused('sharing.notYours', (await province.signIn('o019')).call(sharing.confirmErasure, { holderId: owed[0]!.erasure, words: '已从业务库删除' }));
  assert.deepEqual((await machine.call('POST', '/exchange/v1/erasures', { body: { erasure: owed[0]!.erasure, records: 1 } })).json['erasures'], []);
  assert.deepEqual([(await erasure())?.erased, (await another.call(privacy.listConsents, {})).consents], [1, []]);
  assert.deepEqual((await another.call(privacy.listConsents, {})).consents, []);
  // a consent ends by itself, too
  await person.call(privacy.giveConsent, { ...consent, days: 1 });
  assert.deepEqual(await ask(), [zhao.name]);
  province.clock.advance(2 * 86_400_000);
  assert.deepEqual(await ask(), []);
  // nobody has to press anything: what was read by it is to be deleted all the same, told once, and she sees it
  await province.settle();
  await province.settle();
  const later = await province.signIn(zhao.login);
  const [over] = (await later.call(privacy.listConsents, {})).consents;
  assert.deepEqual([over?.state, over?.erasure?.holders, over?.erasure?.erased], ['over', 1, 0]);
  const asked = (await machine.call('POST', '/exchange/v1/erasures', { body: {} })).json['erasures'] as { erasure: string; notice: string }[];
  assert.deepEqual(asked.map((e) => { const n = JSON.parse(e.notice) as Record<string, unknown>; return [n['subject'], n['reason'], n['fields']]; }), [[over?.id, '同意到期', ['identityNumber']]]);
  await refused('privacy.ended', later.call(privacy.withdrawConsent, { consentId: over!.id, version: over!.version }));
  assert.deepEqual((await machine.call('POST', '/exchange/v1/erasures', { body: { erasure: asked[0]!.erasure, records: 1 } })).json['erasures'], []);
  assert.equal((await later.call(privacy.listConsents, {})).consents[0]?.erasure?.erased, 1);

  // who asked, for what; then she objects, the privacy officer answers, once
  const again = await province.signIn(zhao.login);
  const looks = (await again.call(services.whoLooked, {})).accesses.filter((x) => x.purpose.startsWith('就业帮扶回访'));
  assert.ok(looks.length >= 4);
  const { id } = await again.call(privacy.object, { organisation: bureau, words: '我没有请求回访，请说明' });
  const guard = await province.signIn('o059');
  const open = (await guard.call(privacy.listObjections, {})).objections.find((x) => x.id === id)!;
  assert.deepEqual([open.state, open.organisation], ['open', bureau]);
  // fifteen working days of the State Council's calendar, seen by both sides
  assert.match(open.dueOn ?? '', /^\d{4}-\d{2}-\d{2}$/);
  assert.equal(open.late, false);
  assert.equal((await again.call(privacy.myObjections, {})).objections[0]?.dueOn, open.dueOn);
  await guard.call(privacy.answerObjection, { objectionId: id, upheld: true, answer: '已停止该用途的查询', version: open.version });
  await refused('privacy.ended', guard.call(privacy.answerObjection, { objectionId: id, upheld: false, answer: '重复答复', version: open.version + 1 }));
  assert.deepEqual((await again.call(privacy.myObjections, {})).objections.map((x) => [x.state, x.answer]), [['upheld', '已停止该用途的查询']]);
  await refusedWith(403, (await province.signIn('o001')).call(privacy.listObjections, {}));
});

story('personal-info-protection', 'a person reads what is known of her, where it comes from and who used it; what is wrong she has corrected by who answers for it', async (province) => {
  const person = await province.signIn(zhao.login);
  const population = async (who = person) => (await who.call(privacy.myData, {})).registers.find((r) => r.id === 'population')!;
  const own = await population();
  const [record] = own.records;
  const field = (id: string) => record!.fields.find((f) => f.id === id);
  assert.deepEqual([own.records.length, field('name')?.value, field('identityNumber')?.value, field('identityNumber')?.correctable], [1, zhao.name, zhao.number, false]);
  assert.ok(own.authority !== null && own.purposes.length > 0 && record!.source !== '');
  assert.equal(JSON.stringify(await (await province.signIn('p001')).call(privacy.myData, {})).includes(zhao.number), false, 'nobody else’s');
  // an official's look is counted; her own is not
  const before = own.looks.times;
  const officer = await province.signIn('o001');
  await officer.call(data.browseRegister, { register: 'population', where: [{ field: 'identityNumber', op: 'eq', value: zhao.number }], purpose: '核对办件申请人信息' });
  assert.deepEqual([(await population()).looks.times, (await population()).looks.bodies], [before + 1, own.looks.bodies + (before === 0 ? 1 : 0)]);

  const wrong = { register: 'population', recordId: record!.id, field: 'education' };
  const form = await person.call(privacy.correctionForm, wrong);
  assert.ok(form.options.length > 3 && form.answeredBy !== null);
  const to = form.options.find((o) => o.label !== form.was)!;
  const ask = (more: Record<string, unknown> = {}, who = person) => who.call(privacy.askCorrection, { ...wrong, proposed: to.value, words: '登记有误，毕业证书可以证明', ...more });
  await refused('privacy.valueWrong', ask({ proposed: '博士后' }));
  await refused('privacy.invalid', ask({ field: 'identityNumber' }));
  await refused('privacy.invalid', ask({ field: 'salary' }));
  await refused('privacy.notFound', ask({}, await province.signIn('p001')));
  await refusedWith(403, ask({}, officer));
  const standing = form.options.find((o) => o.label === form.was);
  if (standing !== undefined) await refused('privacy.nothingToCorrect', ask({ proposed: standing.value }));
  const { id } = await ask();
  await refused('privacy.correctionOpen', ask());
  const guard = await province.signIn('o059');
  const open = (await guard.call(privacy.listObjections, {})).objections.find((o) => o.id === id)!;
  assert.deepEqual([open.state, open.correction?.was, open.correction?.proposed], ['open', form.was, to.label]);
  await guard.call(privacy.answerObjection, { objectionId: id, upheld: true, answer: '经核对毕业证书，予以更正', version: open.version });
  const after = (await population()).records[0]!;
  assert.deepEqual([after.fields.find((f) => f.id === 'education')?.value, after.version > record!.version], [to.label, true]);
  assert.deepEqual((await person.call(privacy.myObjections, {})).objections.map((o) => [o.state, o.answer]), [['upheld', '经核对毕业证书，予以更正']]);
});

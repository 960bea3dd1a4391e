import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import { concludeFoodLicence } from './food-licence-granted.ts';
import { story, type Persona, type Province } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { decide, division, ownerOf } from './restaurant.ts';

const basis = '《中华人民共和国食品安全法》第一百二十四条';

async function licensed(province: Province, owner: Persona): Promise<string> {
  const { caseId } = await concludeFoodLicence(province, owner);
  return (await owner.call(services.getMyCase, { caseId })).licences[0]!.recordId;
}

story([], '证照状态: suspended and resumed, changed into a new edition, revoked, cancelled on request; wallet and public page say so at once', async (province) => {
  const { visitor } = province;
  const owner = await ownerOf(province);
  const first = await licensed(province, owner);
  const approver = await province.signIn('o016');
  const codeOf = async (recordId: string): Promise<string> => (await owner.call(services.getMyLicence, { recordId })).code.text;
  const verify = async (recordId: string) => visitor.call(services.verifyLicence, { code: await codeOf(recordId) });
  const page = (recordId: string, who = approver) => who.call(services.getDeskLicence, { recordId });
  const change = async (recordId: string, what: 'amend' | 'cancel' | 'annul' | 'revoke' | 'suspend' | 'resume', more: Record<string, unknown> = {}, who = approver) =>
    who.call(services.changeLicence, { recordId, version: (await page(recordId)).version, change: what, reason: '日常监督检查发现问题', basis, ...more });

  // the issuer lists what it issued; who may look may not change, another body may not even look
  const listed = (await approver.call(services.listDeskLicences, {})).licences.find((l) => l.recordId === first)!;
  assert.deepEqual([listed.edition, listed.state, listed.valid], [1, 'valid', true]);
  assert.deepEqual((await page(first)).changes, ['amend', 'cancel', 'annul', 'revoke', 'suspend']);
  // what it may rest on is content: the food law's articles first, those of every licence after them
  const { bases } = await page(first);
  assert.deepEqual([bases.revoke, bases.cancel], [['《中华人民共和国食品安全法》第一百二十三条', '《中华人民共和国食品安全法》第一百二十四条', '《中华人民共和国行政处罚法》第九条第三项'], ['《中华人民共和国行政许可法》第七十条']]);
  assert.deepEqual([bases.resume, (await page(first, await province.signIn('o012'))).bases], [undefined, {}], 'of what may be done now, by who may');
  await refusedWith(403, change(first, 'revoke', {}, await province.signIn('o012')));
  await refused('services.licenceUnknown', page(first, await province.signIn('o021')));
  await refused('services.licenceUnknown', change(first, 'revoke', {}, await province.signIn('o021')));
  await refused('services.notYourLicence', change(first, 'revoke', {}, await province.signIn('o004')));
  await refusedWith(403, owner.call(services.getDeskLicence, { recordId: first }));
  for (const wrong of [{ reason: ' ' }, { basis: '' }]) await refused('http.invalid', change(first, 'suspend', wrong));
  await refused('records.stale', change(first, 'suspend', { version: 99 }));
  await refused('services.licenceNotNow', change(first, 'resume'));

  // 异常挂起 and its end
  assert.equal((await change(first, 'suspend')).stateWords, '异常挂起');
  assert.deepEqual(await verify(first).then((v) => [v.valid, v.stateWords]), [false, '异常挂起']);
  assert.deepEqual((await page(first)).changes, ['cancel', 'annul', 'revoke', 'resume']);
  await change(first, 'resume');
  assert.equal((await verify(first)).valid, true);

  // 变更: a new edition with a file and an identifier of its own; the old one is known as replaced
  await refused('services.licenceUnchanged', change(first, 'amend', { fields: {} }));
  await refused('services.licenceFieldUnknown', change(first, 'amend', { fields: { holder: '别人' } }));
  const { recordId: second } = await change(first, 'amend', { fields: { address: '长春市南关区民康路88号' } });
  const editions = await Promise.all([first, second].map((id) => page(id)));
  assert.deepEqual(editions.map((e) => [e.state, e.edition]), [['replaced', 1], ['valid', 2]]);
  assert.equal(editions[0]!.number, editions[1]!.number);
  assert.match(editions[1]!.identifier, /\.002\.[0-9A-Z]$/);
  assert.deepEqual(await verify(first).then((v) => [v.valid, v.stateWords]), [false, '变更（已被新版本替代）']);
  const checked = await verify(second);
  assert.deepEqual([checked.valid, checked.steps.every((s) => s.ok)], [true, true], 'its own file, its own seal');
  const face = await owner.call(services.getMyLicence, { recordId: second });
  assert.equal(face.fields.some((f) => f.value === '长春市南关区民康路88号'), true);
  assert.equal((await owner.get(face.ofdUrl)).status, 200);
  await refused('services.licenceNotNow', change(first, 'amend', { fields: { address: 'x路1号' } }));
  assert.match(editions[0]!.history.at(-1)!.what, /变更：日常监督检查发现问题（《中华人民共和国食品安全法》第一百二十四条）/);
  await province.settle();
  assert.equal((await owner.call(services.listMyMessages, {})).messages.filter((m) => m.title === '证照状态变更').length, 3, 'she is told of each');

  // 吊销: final; sent twice it is done once
  const seen = await page(second);
  const revoke = { recordId: second, version: seen.version, change: 'revoke' as const, reason: '情节严重', basis };
  const once = await approver.call(services.changeLicence, revoke, { idempotencyKey: 'revoked-once' });
  assert.deepEqual(await approver.call(services.changeLicence, revoke, { idempotencyKey: 'revoked-once' }), once);
  assert.deepEqual(await verify(second).then((v) => [v.valid, v.stateWords]), [false, '吊销']);
  assert.deepEqual((await page(second)).changes, []);
  for (const what of ['cancel', 'resume', 'suspend'] as const) await refused('services.licenceNotNow', change(second, what));

  // 依申请注销: she takes the licence from her wallet; nothing else can be put in its place
  const third = await licensed(province, owner);
  const item = 'food-business-licence-cancellation';
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: item, division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, why: 'ended', endsOn: '2026-11-30' } });
  assert.deepEqual([draft.problems, draft.materials.map((m) => m.ways), draft.materials[0]!.candidates.map((c) => c.recordId)], [[], [['wallet']], [third]], 'only the one that is in force');
  const provide = { draftId: draft.id, version: draft.version, itemId: item, materialId: 'licence' };
  await refused('services.wayNotAllowed', owner.call(services.provideMaterial, { ...provide, way: 'upload', fileIds: [] }));
  await refused('services.licenceNotYours', owner.call(services.provideMaterial, { ...provide, way: 'wallet', recordId: second }));
  await refused('services.materialMissing', owner.call(services.submitDraft, { draftId: draft.id, version: draft.version }));
  draft = await owner.call(services.provideMaterial, { ...provide, way: 'wallet', recordId: third });
  const { caseId } = await owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
  await province.settle();
  await decide(await province.signIn('o001'), caseId, 'accept', 'accept');
  await decide(await province.signIn('o012'), caseId, 'examine', 'pass');
  assert.equal((await verify(third)).valid, true, 'in force until it is decided');
  await decide(approver, caseId, 'decide', 'grant');
  await province.settle();
  assert.deepEqual(await verify(third).then((v) => [v.valid, v.stateWords]), [false, '注销']);
  assert.equal((await owner.call(services.getMyCase, { caseId })).state, 'granted');
});

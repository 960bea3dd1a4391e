import assert from 'node:assert/strict';
import * as designers from '../server/src/modules/capabilities/designers/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

interface FormText {
  pages: { id: string; sections: { id: string; fields: Record<string, unknown>[] }[] }[];
}

story('smart-forms', 'a form is laid out, bound to a register, checked, tried, published; the next applicant gets it; an older one comes back', async (province) => {
  const [designer, clerk] = [await province.signIn('o013'), await province.signIn('o001')];
  await refusedWith(403, clerk.call(designers.listDefinitions, {}));

  // found by name, with who uses it
  const { definitions } = await designer.call(designers.listDefinitions, { kind: 'form', text: '高龄' });
  const found = definitions.find((one) => one.id === 'senior-allowance');
  assert.ok(found !== undefined && found.usedBy > 0);
  const before = await designer.call(designers.getDefinition, { kind: 'form', id: 'senior-allowance' });
  assert.ok(before.usedBy.some((use) => use.kind === 'service-item'));

  // who will apply for it
  const citizen = await province.signIn('p001');
  const item = before.usedBy.find((use) => use.kind === 'service-item')!;

  // layout, condition, binding: another field, asked only when the one before says so, its value from a register
  const draft = await designer.call(designers.startDraft, { kind: 'form', id: 'senior-allowance' });
  const form = structuredClone(draft.definition) as unknown as FormText;
  const section = form.pages[0]!.sections[0]!;
  section.fields.push({ id: 'wantsVisit', type: 'boolean', label: { zh: '是否需要上门服务', en: 'Wants a visit' } }, { id: 'visitTime', type: 'choice', label: '希望上门时间', showIf: 'wantsVisit = true', required: true, options: [{ code: 'morning', label: '上午' }, { code: 'afternoon', label: '下午' }] });
  const text = { definition: form as unknown as Record<string, unknown>, file: null };
  await designer.call(designers.saveDraft, { draftId: draft.id, version: draft.version, ...text });
  await refused('designers.draftStale', designer.call(designers.saveDraft, { draftId: draft.id, version: draft.version, ...text }));

  // what is wrong is named where it is: an unknown name, an unknown code list, a ring
  const wrong = structuredClone(form);
  wrong.pages[0]!.sections[0]!.fields.push({ id: 'a', type: 'text', label: 'a', showIf: 'nobodyKnows = 1' }, { id: 'b', type: 'choice', label: 'b', codeList: 'no-such-list' });
  const { problems } = await designer.call(designers.checkDefinition, { kind: 'form', id: 'senior-allowance', definition: wrong as unknown as Record<string, unknown>, file: null });
  assert.ok(problems.some((one) => one.path.includes('codeList') && one.words.includes('no-such-list')), JSON.stringify(problems));

  // tried: asked only when it applies; what no longer applies is left out
  const tried = async (answers: Record<string, unknown>) => (await designer.call(designers.tryDefinition, { kind: 'form', id: 'senior-allowance', ...text, sample: { answers } })).answered!;
  assert.ok((await tried({ wantsVisit: true })).problems.some((one) => one.path === 'visitTime'));
  assert.deepEqual((await tried({ wantsVisit: false, visitTime: 'morning' })).dropped, ['visitTime']);

  // published: who may is asked, the second attempt is stale, the ledger knows
  const { changes } = await designer.call(designers.compareVersions, { kind: 'form', id: 'senior-allowance', before: before.version, after: text });
  assert.ok(changes.every((one) => one.what === 'added'));
  const propose = { draftId: draft.id, version: draft.version + 1, from: '2026-11-23', reason: '增加上门服务' };
  await refusedWith(403, clerk.call(designers.proposeDraft, propose));
  assert.deepEqual(await designer.call(designers.proposeDraft, propose), { state: 'published', published: before.version + 1 });
  await refused('designers.draftClosed', designer.call(designers.proposeDraft, { ...propose, version: propose.version + 1 }));
  const after = await designer.call(designers.getDefinition, { kind: 'form', id: 'senior-allowance' });
  assert.equal(after.versions.find((one) => one.inForce)?.reason, '增加上门服务');

  // the next applicant gets the new form at once, conditions and all
  const started = await citizen.call(services.startDraft, { kind: 'service-item', id: item.id, division: '220102' });
  const asked = JSON.stringify(started);
  assert.ok(asked.includes('wantsVisit') && asked.includes('visitTime'));

  // and back: an older version is published as a new one
  const back = await designer.call(designers.startDraft, { kind: 'form', id: 'senior-allowance', from: { id: 'senior-allowance', version: before.version } });
  assert.deepEqual(await designer.call(designers.proposeDraft, { draftId: back.id, version: back.version, from: '2026-11-23', reason: '恢复原表' }), { state: 'published', published: before.version + 2 });
  const restored = await designer.call(designers.getDefinition, { kind: 'form', id: 'senior-allowance' });
  assert.deepEqual(restored.definition, before.definition);
  assert.equal(restored.versions.length, before.version + 2);
});

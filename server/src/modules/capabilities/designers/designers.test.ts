import assert from 'node:assert/strict';
import { readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type { Actor } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { testHall } from '#test/hall';
import { checkSource } from './check-source.ts';
import { compareVersions } from './compare-versions.ts';
import type { Designers } from './deps.ts';
import { designChoices } from './design-choices.ts';
import { discardDraft, saveDraft, startDraft } from './drafts.ts';
import { getDefinition } from './get-definition.ts';
import { listDefinitions } from './list-definitions.ts';
import { decideDraft, proposeDraft } from './publish-draft.ts';
import { trySource } from './try-source.ts';

const refusal = (code: string) => (error: unknown): boolean => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.code, code, error.message);
  return true;
};
const sample = { answers: {}, variables: {}, decisions: {}, results: {} };
const swap = (text: string | null, from: string, to: string): string => {
  assert.ok(text !== null && text.includes(from), from);
  return text.replace(from, to);
};

test('definitions are designed, checked, tried, published and gone back to', async (t) => {
  const house = await testHall(t);
  const { hall } = house;
  const d: Designers = {
    content: hall.content, publishing: hall.publishing, process: hall.process, rules: hall.rules, ledger: hall.ledger, calendar: hall.calendar, organisation: hall.catalogue.organisation, actions: hall.cases.functions,
  };
  const designer = await house.actor('o013');
  const colleague = await house.actor('o005');
  const clerk = await house.actor('o001');
  const as = house.as;
  const steps = async (who: Actor, answers: Record<string, unknown>, file?: string, more: Partial<typeof sample> = {}) =>
    as(who, async (ctx) => {
      const page = await getDefinition(d, ctx, { kind: 'process', id: 'standard-approval' });
      return trySource(d, ctx, { kind: 'process', id: 'standard-approval', definition: page.definition, file: file ?? page.file, sample: { ...sample, answers, variables: { inspection: false, countersign: false, countersigners: [], waits: false }, ...more } });
    });

  await t.test('the list says what is in force, who uses it, what is under way', async () => {
    const found = await as(designer, (ctx) => listDefinitions(d, ctx, { kind: 'process', limit: 2 }));
    assert.equal(found.definitions.length, 2);
    assert.notEqual(found.next, null);
    const rest = await as(designer, (ctx) => listDefinitions(d, ctx, { kind: 'process', limit: 50, cursor: found.next! }));
    const all = [...found.definitions, ...rest.definitions];
    assert.equal(new Set(all.map((one) => one.id)).size, all.length);
    const standard = all.find((one) => one.id === 'standard-approval')!;
    assert.deepEqual([standard.version, standard.coming, standard.draft], [1, null, null]);
    assert.ok(standard.usedBy > 1);
    assert.deepEqual((await as(designer, (ctx) => listDefinitions(d, ctx, { text: 'senior-allowance', limit: 50 }))).definitions.map((one) => one.kind), ['decision', 'form']);
  });

  await t.test('references are known both ways', async () => {
    const page = await as(designer, (ctx) => getDefinition(d, ctx, { kind: 'form', id: 'inspection-general' }));
    assert.ok(page.usedBy.some((u) => u.kind === 'process' && u.id === 'standard-approval'), 'the check list of a step');
    const table = await as(designer, (ctx) => getDefinition(d, ctx, { kind: 'decision', id: 'food-business-licence' }));
    assert.ok(table.usedBy.some((u) => u.kind === 'service-item' && u.id === 'food-business-licence'));
    const choices = await as(designer, async (ctx) => designChoices(d, ctx));
    assert.ok(choices.posts.find((p) => p.id === 'cases.accept')?.options.some((o) => o.value === 'supplement'));
    assert.ok(choices.actions.includes('case.move'));
  });

  await t.test('a walk follows the sample: way, posts, last days', async () => {
    const { walk } = await steps(designer, {});
    assert.equal(walk?.stopped, null);
    const [accept] = walk!.steps.filter((s) => s.kind === 'task');
    assert.deepEqual([accept?.node, accept?.workingDays, accept?.begins, accept?.due, accept?.decision], ['accept', 5, '2026-11-23', '2026-11-30', 'accept']);
    assert.ok(accept?.roles.includes('综合窗口人员'));
    assert.ok(!walk!.visited.includes('inspect'));
    const refused = await steps(designer, {}, undefined, { decisions: { accept: 'refuse' } });
    assert.equal(refused.walk?.outcome, 'notAccepted');
    const inspected = await steps(designer, { siteInspection: true });
    assert.ok(inspected.walk!.visited.includes('inspect'));
    const endless = await steps(designer, {}, undefined, { decisions: { accept: 'supplement' } });
    assert.match(endless.walk?.stopped ?? '', /反复/);
  });

  await t.test('a table says which rule fires; a form what counts of the answers', async () => {
    const table = await as(designer, async (ctx) => {
      const page = await getDefinition(d, ctx, { kind: 'decision', id: 'food-business-licence' });
      return trySource(d, ctx, { ...page, sample: { ...sample, answers: { foodItems: ['hot'], dedicatedRoom: false, areaSquareMetres: 300 } } });
    });
    assert.deepEqual(table.decided?.fired.map((f) => f.id), ['medium']);
    const form = await as(designer, async (ctx) => {
      const page = await getDefinition(d, ctx, { kind: 'form', id: 'food-business-licence' });
      return trySource(d, ctx, { ...page, sample: { ...sample, answers: { nothingOfTheKind: 1 } } });
    });
    assert.deepEqual(form.answered?.dropped, ['nothingOfTheKind']);
    assert.ok(form.answered!.problems.length > 0);
  });

  await t.test('what the loader would refuse is named by element, line and words', async () => {
    const { definition, file } = await as(designer, (ctx) => getDefinition(d, ctx, { kind: 'process', id: 'standard-approval' }));
    const problems = async (text: string | null, body = definition) => (await checkSource(d.content, { locale: 'zh' }, 'process', 'standard-approval', { definition: body, file: text })).problems;
    assert.deepEqual(await problems(file), []);
    const [condition] = await problems(swap(file, 'acceptance.decision = "accept"', 'acceptance.decision = ("accept"'));
    assert.match(condition!.words, /条件有误.*第 1 行第 \d+ 列/);
    assert.ok(condition!.line > 50);
    const [complex] = await problems(swap(file, '<bpmn:exclusiveGateway id="ready"', '<bpmn:complexGateway id="ready"').replace(/<\/bpmn:endEvent>/, '</bpmn:endEvent>'));
    assert.equal(complex?.path, 'ready');
    assert.match((await problems(swap(file, 'yw:action="case.move"', 'yw:action="rm -rf"')))[0]!.words, /rm -rf 不存在/);
    assert.match((await problems(swap(file, 'yw:workingDays="5"', 'yw:workingDays="soon"')))[0]!.words, /整数/);
    assert.match((await problems(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${file}`))[0]!.words, /BPMN/);
    assert.equal((await problems('<bpmn:definitions')).length, 1);
    assert.equal((await problems('{}')).length, 1);
    const unknownKey = await problems(file, { ...definition, script: 'process.exit()' });
    assert.match(unknownKey[0]!.words, /script/);
    const broken = await problems(file, { ...definition, 'x: 1\n---\nkind: role\nid: root': 1 });
    assert.ok(broken.length > 0, 'a name from outside is only ever a name');
    const deep = Array.from({ length: 6_000 }).reduce<string>((inner, _, i) => `<bpmn:subProcess id="s${i}">${inner}</bpmn:subProcess>`, '');
    assert.ok((await problems(swap(file, '</bpmn:process>', `${deep}</bpmn:process>`))).length > 0);
    await assert.rejects(problems('x'.repeat(900_001)), refusal('designers.tooLarge'));
    let nested: Record<string, unknown> = {};
    for (let i = 0; i < 40; i++) nested = { nested };
    await assert.rejects(problems(file, nested), refusal('designers.tooLarge'));
    const form = await checkSource(d.content, { locale: 'zh' }, 'form', 'new-form', { definition: { title: 'x', pages: [{ id: 'p', title: 'p', sections: [{ id: 's', fields: [{ id: 'a', type: 'text', label: 'a', showIf: 'b >' }] }] }] }, file: null });
    assert.match(form.problems[0]!.path, /^pages\.0/);
  });

  await t.test('one draft an organisation; who is second to save is told by whom', async () => {
    await assert.rejects(as(clerk, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'standard-approval' })), refusal('designers.notAllowed'));
    await assert.rejects(as(designer, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'no-such-process' })), refusal('designers.definitionUnknown'));
    await assert.rejects(as(designer, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'standard-approval', title: '又一个' })), refusal('designers.idTaken'));
    const draft = await as(designer, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'standard-approval' }));
    assert.equal((await as(designer, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'standard-approval' }))).id, draft.id);
    const file = swap(draft.file, 'yw:workingDays="5"', 'yw:workingDays="2"');
    const saved = await as(designer, (ctx) => saveDraft(d, ctx, { draftId: draft.id, version: 1, definition: draft.definition, file }));
    assert.equal(saved.version, 2);
    await assert.rejects(as(designer, (ctx) => saveDraft(d, ctx, { draftId: draft.id, version: 1, definition: draft.definition, file: 'other' })), refusal('designers.draftStale'));
    await assert.rejects(as(colleague, (ctx) => saveDraft(d, ctx, { draftId: draft.id, version: 2, definition: draft.definition, file })), refusal('designers.notAllowed'), 'another organisation may look, not write');
    const changes = await as(designer, (ctx) => compareVersions(d, ctx, { kind: 'process', id: 'standard-approval', before: 1, after: { definition: draft.definition, file } }));
    assert.deepEqual(changes.changes.map((c) => [c.path, c.before, c.after]), [['accept.workingDays', '5', '2']]);
  });

  await t.test('a second person approves; the new version counts from its day, an older one can be gone back to', async () => {
    const draft = await as(designer, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'standard-approval' }));
    await assert.rejects(as(designer, (ctx) => proposeDraft(d, ctx, { draftId: draft.id, version: draft.version, from: '2026-11-22', reason: '提速' })), refusal('designers.dayPast'));
    const proposed = await as(designer, (ctx) => proposeDraft(d, ctx, { draftId: draft.id, version: draft.version, from: '2026-12-01', reason: '受理提速' }));
    assert.deepEqual(proposed, { state: 'proposed', published: null });
    await assert.rejects(as(designer, (ctx) => saveDraft(d, ctx, { draftId: draft.id, version: draft.version + 1, definition: {}, file: null })), refusal('designers.draftClosed'));
    const version = draft.version + 1;
    await assert.rejects(as(designer, (ctx) => decideDraft(d, ctx, { draftId: draft.id, version, decision: 'approve', opinion: '' })), refusal('designers.mayNotApprove'));
    await as(colleague, (ctx) => decideDraft(d, ctx, { draftId: draft.id, version, decision: 'return', opinion: '请改为 12 月 1 日起' }));
    await as(designer, (ctx) => proposeDraft(d, ctx, { draftId: draft.id, version: version + 1, from: '2026-12-01', reason: '受理提速' }));
    const done = await as(colleague, (ctx) => decideDraft(d, ctx, { draftId: draft.id, version: version + 2, decision: 'approve', opinion: '同意' }));
    assert.deepEqual(done, { state: 'published', published: 2 });
    const page = await as(designer, (ctx) => getDefinition(d, ctx, { kind: 'process', id: 'standard-approval' }));
    assert.deepEqual([page.version, page.latest], [1, 2], 'until its day the one before counts');
    assert.equal(hall.content.get('process', 'standard-approval', { on: '2026-11-30' }).version, 1);
    assert.equal(hall.content.get('process', 'standard-approval', { on: '2026-12-01' }).version, 2);
    assert.equal(page.versions.find((v) => v.version === 2)?.approvedBy, colleague.name);
    const back = await as(designer, (ctx) => startDraft(d, ctx, { kind: 'process', id: 'standard-approval', from: { id: 'standard-approval', version: 1 } }));
    assert.equal(back.baseVersion, 2);
    assert.ok(back.file?.includes('yw:workingDays="5"'));
    await as(designer, (ctx) => discardDraft(ctx, { draftId: back.id, version: back.version }));
  });

  await t.test('a form needs no second person; broken, unchanged, overtaken drafts do not land and leave nothing', async () => {
    const begin = (who: Actor) => as(who, (ctx) => startDraft(d, ctx, { kind: 'form', id: 'senior-allowance' }));
    const first = await begin(designer);
    const propose = (who: Actor, draftId: string, version: number) => as(who, (ctx) => proposeDraft(d, ctx, { draftId, version, from: '2026-11-23', reason: '补充说明' }));
    await assert.rejects(propose(designer, first.id, first.version), refusal('designers.unchanged'));
    await as(designer, (ctx) => saveDraft(d, ctx, { draftId: first.id, version: 1, definition: { ...first.definition, pages: [] }, file: null }));
    await assert.rejects(propose(designer, first.id, 2), refusal('designers.refused'));
    const other = await begin(colleague);
    await as(colleague, (ctx) => saveDraft(d, ctx, { draftId: other.id, version: 1, definition: { ...other.definition, note: '另一单位的修改' }, file: null }));
    await as(designer, (ctx) => saveDraft(d, ctx, { draftId: first.id, version: 2, definition: { ...first.definition, note: '请如实填写' }, file: null }));
    assert.deepEqual(await propose(designer, first.id, 3), { state: 'published', published: 2 });
    await assert.rejects(propose(colleague, other.id, 2), refusal('designers.baseStale'));
    const folder = path.join(hall.publishedFolder, 'form');
    assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], ['senior-allowance.v2.yaml']);
    assert.equal((hall.content.get('form', 'senior-allowance').value as { note?: string }).note, '请如实填写');
  });

  await t.test('new definitions begin with what the loader accepts', async () => {
    for (const kind of ['process', 'form', 'decision'] as const) {
      const draft = await as(designer, (ctx) => startDraft(d, ctx, { kind, id: `my-${kind}`, title: '新建 <b>&"' }));
      assert.equal(draft.title, '新建 <b>&"', 'called as its maker calls it');
      assert.deepEqual((await checkSource(d.content, { locale: 'zh' }, kind, `my-${kind}`, draft)).problems, []);
    }
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import type { CaseView, DeskCase, DeskTask, DraftView } from '../server/src/modules/services/contract.ts';
import type { Persona, Province } from './harness.ts';

/** The company of the story: 长春市南关区云杉餐饮管理有限公司, whose legal representative is p001. */
export const companyCode = '91220102YW9000019E';
export const division = '220102';

/** The people of the restaurant's story, by what they do. Officers of 南关区. */
export const cast = {
  owner: 'p001',
  clerk: 'o001',
  food: { examiner: 'o012', inspector: 'o014', approver: 'o016' },
  fire: { examiner: 'o024', approver: 'o025' },
  sign: { examiner: 'o026', approver: 'o029', countersigner: 'o044' },
  drainage: { examiner: 'o047', inspector: 'o047', approver: 'o048' },
} as const;

const sample = parse(readFileSync(new URL('../content/jilin/life-events/samples/open-restaurant.yaml', import.meta.url), 'utf8')) as { guide: Record<string, string>; answers: Record<string, unknown> };
export const guideAnswers = sample.guide;
export const formAnswers = sample.answers;

export const plan = new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** The owner, signed in and acting for her company. */
export async function ownerOf(province: Province): Promise<Persona> {
  const owner = await province.signIn(cast.owner);
  const me = await owner.call(identity.me, {});
  const company = me.parties.find((p) => p.creditCode === companyCode);
  assert.ok(company, 'her company is found in the register of legal entities');
  await owner.call(identity.switchParty, { partyId: company.partyId });
  return owner;
}

/** Every material that is still missing, in the first way that it allows. */
export async function provideMaterials(owner: Persona, draft: DraftView): Promise<DraftView> {
  let now = draft;
  for (const material of draft.materials) {
    if (material.state !== 'missing' || !material.required) continue;
    const way = (['promise', 'upload', 'later'] as const).find((w) => material.ways.includes(w));
    assert.ok(way, `${material.name} can be provided`);
    const fileIds = way === 'upload' ? [await owner.upload(`${material.name}.pdf`, plan, 'application/pdf')] : undefined;
    now = await owner.call(services.provideMaterial, { draftId: now.id, version: now.version, itemId: material.itemId, materialId: material.id, way, ...(fileIds === undefined ? {} : { fileIds }) });
  }
  return now;
}

/** From the life event to the submitted case. */
export async function applyForRestaurant(owner: Persona): Promise<{ caseId: string; number: string }> {
  let draft = await owner.call(services.startDraft, { kind: 'life-event', id: 'open-restaurant', division, guide: guideAnswers });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...formAnswers, ...draft.answers } });
  assert.deepEqual(draft.problems, []);
  draft = await provideMaterials(owner, draft);
  return owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
}

/** The open task of a case that this official may decide. */
export async function taskOf(officer: Persona, caseId: string, node: string): Promise<DeskTask> {
  const page: DeskCase = await officer.call(services.getDeskCase, { caseId });
  const task = page.tasks.find((t) => t.decisions.length > 0 && (t as { node?: string }).node === node) ?? page.tasks.find((t) => t.decisions.length > 0);
  assert.ok(task, `${officer.name} has something to decide at ${node} of ${page.number}`);
  return task;
}

export async function decide(officer: Persona, caseId: string, node: string, decision: string, more: Record<string, unknown> = {}): Promise<void> {
  const task = await taskOf(officer, caseId, node);
  await officer.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion: '经审查，符合规定条件', ...more });
}

/** A check list filled in as an inspector finds it in order, by the form's own field types. */
export function inOrder(task: DeskTask): Record<string, unknown> {
  interface Field { id: string; type: string; multiple?: boolean; options?: { code: string }[]; required?: unknown }
  const pages = (task.checklist?.pages ?? []) as { sections: { fields: Field[] }[] }[];
  return Object.fromEntries(
    pages.flatMap((p) => p.sections.flatMap((s) => s.fields)).flatMap((f): [string, unknown][] => {
      if (f.type === 'boolean') return [[f.id, true]];
      if (f.type === 'choice') return [[f.id, f.multiple === true ? [f.options?.[0]?.code] : f.options?.[0]?.code]];
      if (f.type === 'number') return [[f.id, 1]];
      if (f.type === 'text' && f.required === true) return [[f.id, '已现场核对']];
      if (f.type === 'date') return [[f.id, '2026-11-24']];
      return [];
    }),
  );
}

export const childOf = (page: CaseView, itemName: RegExp): string => {
  const child = page.children.find((c) => itemName.test(c.name));
  assert.ok(child, `a child case like ${String(itemName)}`);
  return child.id;
};

/** The departments' part, all in order, until everything is granted. */
export async function handleInDepartments(province: Province, page: CaseView): Promise<void> {
  const as = (login: string): Promise<Persona> => province.signIn(login);
  const inspect = async (login: string, caseId: string): Promise<void> => {
    const inspector = await as(login);
    const task = await taskOf(inspector, caseId, 'inspect');
    await inspector.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision: 'pass', opinion: '现场核查合格', checklist: inOrder(task) });
  };
  const food = childOf(page, /食品经营许可/);
  const fire = childOf(page, /消防/);
  const sign = childOf(page, /招牌/);
  const drainage = childOf(page, /排水/);
  await decide(await as(cast.food.examiner), food, 'examine', 'pass');
  await inspect(cast.food.inspector, food);
  await decide(await as(cast.fire.examiner), fire, 'examine', 'pass');
  await decide(await as(cast.sign.examiner), sign, 'examine', 'pass');
  await decide(await as(cast.sign.countersigner), sign, 'countersign', 'agree');
  const drainageOfficer = await as(cast.drainage.examiner);
  await decide(drainageOfficer, drainage, 'examine', 'pass');
  await inspect(cast.drainage.inspector, drainage);
  for (const [login, caseId] of [[cast.food.approver, food], [cast.fire.approver, fire], [cast.sign.approver, sign], [cast.drainage.approver, drainage]] as const) {
    await decide(await as(login), caseId, 'decide', 'grant');
  }
  await province.settle();
}

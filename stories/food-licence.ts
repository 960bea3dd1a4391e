import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import type { DeskCase, DeskTask } from '../server/src/modules/services/contract.ts';
import type { Persona } from './harness.ts';
import { division, provideMaterials } from './restaurant.ts';

/** A small restaurant whose owner is her own food safety officer: one item, one department. */
const answers = {
  premises: { region: division, detail: '永吉街道吉顺社区91号' }, areaSquareMetres: 140, restaurantKind: 'small', kitchenSquareMetres: 20, foodItems: ['hot'],
  onlineDelivery: false, staffCount: 6, safetyOfficerNumber: '220103199004189143', safetyOfficer: '王雨桐',
};

/** Applies for 食品经营许可 alone, by the owner acting for her company. */
export async function applyForFoodLicence(owner: Persona): Promise<{ caseId: string; number: string; entryId: string }> {
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: 'food-business-licence', division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...answers } });
  assert.deepEqual(draft.problems, []);
  draft = await provideMaterials(owner, draft);
  return owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
}

/** The open task at a step, by the step's name, with whatever this official may do at it. */
export async function stepOf(officer: Persona, caseId: string, step: string): Promise<DeskTask> {
  const page: DeskCase = await officer.call(services.getDeskCase, { caseId });
  const task = page.tasks.find((t) => t.step === step);
  assert.ok(task, `${page.number} stands at ${step}, not at ${page.tasks.map((t) => t.step).join('、')}`);
  return task;
}

/** Does something with a task other than deciding it: 签收、转办、加签 … */
export async function operate(officer: Persona, caseId: string, step: string, operation: DeskTask['operations'][number], more: { to?: string[]; node?: string; mode?: 'before' | 'after' | 'parallel'; reason?: string } = {}): Promise<void> {
  const task = await stepOf(officer, caseId, step);
  await officer.call(services.operateTask, { taskId: task.id, version: task.taskVersion, operation, ...more });
}

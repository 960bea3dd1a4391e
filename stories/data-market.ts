import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import type { Persona, Province } from './harness.ts';
import { division, provideMaterials } from './restaurant.ts';

const sampleOf = (item: string) => (parse(readFileSync(new URL(`../content/jilin/items/samples/${item}.yaml`, import.meta.url), 'utf8')) as { answers: Record<string, unknown> }).answers;

/** Signed in, and acting for the company of a credit code. */
export async function actingFor(province: Province, login: string, code: string): Promise<Persona> {
  const person = await province.signIn(login);
  const party = (await person.call(identity.me, {})).parties.find((p) => p.creditCode === code);
  assert.ok(party, `${login} acts for ${code}`);
  await person.call(identity.switchParty, { partyId: party.partyId });
  return person;
}

/** An application of the company, filled in from the item's sample. */
export async function applyFor(owner: Persona, item: string, more: Record<string, unknown> = {}): Promise<{ caseId: string; number: string }> {
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: item, division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...sampleOf(item), ...draft.answers, ...more } });
  assert.deepEqual(draft.problems, []);
  draft = await provideMaterials(owner, draft);
  return owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
}

/** From her work list: what the registry decides. */
export async function decide(official: Persona, caseId: string, decision: string): Promise<void> {
  const task = (await official.call(services.workList, { limit: 100 })).tasks.find((x) => x.caseId === caseId);
  assert.ok(task, 'the case is on the registry’s work list');
  await official.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion: '经审查，材料齐全、权属说明清楚' });
}

import * as services from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence } from './food-licence.ts';
import type { Persona, Province } from './harness.ts';
import { decide, inOrder, ownerOf, taskOf } from './restaurant.ts';

/** 食品经营许可 applied for, accepted, examined and inspected: it lies before who decides (o016). */
export async function examineFoodLicence(province: Province, owner: Persona): Promise<{ caseId: string; number: string }> {
  const { caseId, number } = await applyForFoodLicence(owner);
  await province.settle();
  await decide(await province.signIn('o001'), caseId, 'accept', 'accept');
  await province.settle();
  await decide(await province.signIn('o012'), caseId, 'examine', 'pass');
  const inspector = await province.signIn('o014');
  const visit = await taskOf(inspector, caseId, 'inspect');
  await inspector.call(services.decideTask, { taskId: visit.id, version: visit.taskVersion, decision: 'pass', opinion: '现场核查合格', checklist: inOrder(visit) });
  return { caseId, number };
}

/** From application to grant, as on any morning: a concluded case with papers. */
export async function concludeFoodLicence(province: Province, owner: Persona): Promise<{ caseId: string; number: string }> {
  const made = await examineFoodLicence(province, owner);
  await decide(await province.signIn('o016'), made.caseId, 'decide', 'grant');
  await province.settle();
  return made;
}

/** The number of a licence that is granted to the owner of the restaurant. */
export async function grantFoodLicence(province: Province): Promise<string> {
  const owner = await ownerOf(province);
  await concludeFoodLicence(province, owner);
  return (await owner.call(services.listMyLicences, {})).licences[0]!.number!;
}

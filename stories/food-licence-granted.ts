import * as services from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence } from './food-licence.ts';
import type { Province } from './harness.ts';
import { decide, inOrder, ownerOf, taskOf } from './restaurant.ts';

/** A licence is applied for, examined and granted, as on any morning; its number. */
export async function grantFoodLicence(province: Province): Promise<string> {
  const owner = await ownerOf(province);
  const { caseId } = await applyForFoodLicence(owner);
  await province.settle();
  await decide(await province.signIn('o001'), caseId, 'accept', 'accept');
  await province.settle();
  await decide(await province.signIn('o012'), caseId, 'examine', 'pass');
  const inspector = await province.signIn('o014');
  const visit = await taskOf(inspector, caseId, 'inspect');
  await inspector.call(services.decideTask, { taskId: visit.id, version: visit.taskVersion, decision: 'pass', opinion: '现场核查合格', checklist: inOrder(visit) });
  await decide(await province.signIn('o016'), caseId, 'decide', 'grant');
  await province.settle();
  return (await owner.call(services.listMyLicences, {})).licences[0]!.number!;
}

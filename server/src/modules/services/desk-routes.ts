import type { Work } from '#engines/cases';
import type { Context } from '#kernel/context';
import { route, type Route } from '#kernel/house';
import { handOut, resumeCase, suspendCase } from './cases/case-changes.ts';
import { summaryOf } from './cases/case-summary.ts';
import { changeLicenceAtDesk } from './licences/change-licence.ts';
import { closeOverdue } from './materials/close-overdue.ts';
import { getDeskLicence, listDeskLicences } from './licences/desk-licences.ts';
import { followItem } from './items/follow-item.ts';
import { listOwed, settleLater } from './materials/later-materials.ts';
import { listLaterChecks } from './supervision/list-later-checks.ts';
import { answerCard, listCards, settleCard } from './supervision/cards.ts';
import * as c from './contract.ts';
import type { CaseSummary } from './cases/contract-case.ts';
import { decideTask } from './desk/decide-task.ts';
import { deskHome } from './desk/desk-home.ts';
import { findColleagues } from './desk/find-colleagues.ts';
import { getDeskCase } from './desk/get-desk-case.ts';
import type { Hall } from './hall.ts';
import { listDeskCases } from './desk/list-desk-cases.ts';
import { listReviews, publicReviews } from './supervision/list-reviews.ts';
import { getManagedItem, listManagedItems } from './items/managed-items.ts';
import { operateTask } from './desk/operate-task.ts';
import { publishItem } from './items/publish-item.ts';
import { supervisionBoard } from './supervision/supervision-board.ts';
import { findWindowApplicant } from './applications/window-applicant.ts';
import { workList } from './desk/work-list.ts';

/** What officials ask of the service hall. */
export function deskRoutes(hall: Hall): Route[] {
  /** A change answers with the case as it stands after it. */
  const changed = <I>(change: (hall: Hall, ctx: Context, input: I) => Promise<Work>) =>
    async (ctx: Context, input: I): Promise<CaseSummary> => summaryOf(hall, ctx, (await change(hall, ctx, input)).row);
  return [
    route(c.workList, (ctx, i) => workList(hall, ctx, i)),
    route(c.deskHome, (ctx) => deskHome(hall, ctx)),
    route(c.getDeskCase, (ctx, i) => getDeskCase(hall, ctx, i)),
    route(c.listDeskCases, (ctx, i) => listDeskCases(hall, ctx, i)),
    route(c.decideTask, (ctx, i) => decideTask(hall, ctx, i)),
    route(c.operateTask, (ctx, i) => operateTask(hall, ctx, i)),
    route(c.suspendCase, changed(suspendCase)),
    route(c.resumeCase, changed(resumeCase)),
    route(c.handOut, changed(handOut)),
    route(c.listOwed, (ctx, i) => listOwed(hall, ctx, i)),
    route(c.listLaterChecks, (ctx, i) => listLaterChecks(hall, ctx, i)),
    route(c.settleLater, changed(settleLater)),
    route(c.closeOverdue, changed(closeOverdue)),
    route(c.listDeskLicences, (ctx, i) => listDeskLicences(hall, ctx, i)),
    route(c.getDeskLicence, (ctx, i) => getDeskLicence(hall, ctx, i)),
    route(c.changeLicence, (ctx, i) => changeLicenceAtDesk(hall, ctx, i)),
    route(c.findColleagues, (ctx, i) => findColleagues(hall, ctx, i)),
    route(c.findApplicant, (ctx, i) => findWindowApplicant(hall, ctx, i)),

    route(c.supervisionBoard, (ctx, i) => supervisionBoard(hall, ctx, i)),
    route(c.listCards, (ctx, i) => listCards(hall, ctx, i)),
    route(c.answerCard, (ctx, i) => answerCard(hall, ctx, i)),
    route(c.settleCard, (ctx, i) => settleCard(hall, ctx, i)),
    route(c.listReviews, (ctx, i) => listReviews(hall, ctx, i)),
    route(c.publicReviews, (ctx, i) => publicReviews(hall, ctx, i)),

    route(c.listManagedItems, (ctx, i) => listManagedItems(hall, ctx, i)),
    route(c.getManagedItem, (ctx, i) => getManagedItem(hall, ctx, i)),
    route(c.publishItem, (ctx, i) => publishItem(hall, ctx, i)),
    route(c.followItem, (ctx, i) => followItem(hall, ctx, i)),
  ];
}

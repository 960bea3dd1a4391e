import { route, type Route } from '#kernel/house';
import { answerSupplement, withdrawCase } from './cases/case-changes.ts';
import { caseReceipt } from './cases/case-receipt.ts';
import { summaryOf } from './cases/case-summary.ts';
import * as application from './applications/contract-application.ts';
import * as mine from './cases/contract-case.ts';
import * as owed from './materials/contract-owed.ts';
import * as guide from './items/contract-guide.ts';
import { discardDraft } from './applications/discard-draft.ts';
import { getDraft } from './applications/get-draft.ts';
import { getItem } from './items/get-item.ts';
import { getLifeEvent } from './items/get-life-event.ts';
import { getMyCase } from './cases/get-my-case.ts';
import { getMyLicence } from './licences/get-my-licence.ts';
import type { Hall } from './hall.ts';
import { provideLater } from './materials/later-materials.ts';
import { listDivisions } from './items/list-divisions.ts';
import { listDrafts } from './applications/list-drafts.ts';
import { listItems } from './items/list-items.ts';
import { listMyCases } from './cases/list-my-cases.ts';
import { listMyLicences } from './licences/my-licences.ts';
import { listMyMessages, readMessages } from './cases/my-messages.ts';
import { planLifeEvent } from './items/plan-life-event.ts';
import { portalHome } from './items/portal-home.ts';
import { provideMaterial } from './materials/provide-material.ts';
import { createFigures } from './items/public-figures.ts';
import { rateCase } from './supervision/rate-case.ts';
import { saveDraft } from './applications/save-draft.ts';
import { searchServices } from './items/search-services.ts';
import { startDraft } from './applications/start-draft.ts';
import { submitDraft } from './applications/submit-draft.ts';
import { trackCase } from './cases/track-case.ts';
import { verifyLicence } from './licences/verify-licence.ts';
import { whoLooked } from './licences/who-looked.ts';

/** What citizens and enterprises ask of the service hall. */
export function applicantRoutes(hall: Hall): Route[] {
  const figures = createFigures();
  return [
    route(guide.searchServices, (ctx, input) => searchServices(hall, ctx, input)),
    route(guide.portalHome, (ctx, input) => portalHome(hall, ctx, input, figures)),
    route(guide.listItems, (ctx, input) => listItems(hall, ctx, input)),
    route(guide.getItem, (ctx, input) => getItem(hall, ctx, input)),
    route(guide.getLifeEvent, (ctx, input) => getLifeEvent(hall, ctx, input)),
    route(guide.planLifeEvent, (ctx, input) => planLifeEvent(hall, ctx, input)),
    route(guide.listDivisions, (ctx, input) => listDivisions(hall, ctx, input)),

    route(application.startDraft, (ctx, input) => startDraft(hall, ctx, input)),
    route(application.listDrafts, (ctx) => listDrafts(hall, ctx)),
    route(application.getDraft, (ctx, input) => getDraft(hall, ctx, input)),
    route(application.saveDraft, (ctx, input) => saveDraft(hall, ctx, input)),
    route(application.provideMaterial, (ctx, input) => provideMaterial(hall, ctx, input)),
    route(application.discardDraft, (ctx, input) => discardDraft(hall, ctx, input)),
    route(application.submitDraft, (ctx, input) => submitDraft(hall, ctx, input)),

    route(mine.listMyCases, (ctx, input) => listMyCases(hall, ctx, input)),
    route(mine.getMyCase, (ctx, input) => getMyCase(hall, ctx, input)),
    route(mine.trackCase, (ctx, input) => trackCase(hall, ctx, input)),
    route(mine.answerSupplement, async (ctx, input) => summaryOf(hall, ctx, (await answerSupplement(hall, ctx, input)).row)),
    route(owed.provideLater, async (ctx, input) => summaryOf(hall, ctx, (await provideLater(hall, ctx, input)).row)),
    route(mine.withdrawCase, async (ctx, input) => summaryOf(hall, ctx, (await withdrawCase(hall, ctx, input)).row)),
    route(mine.rateCase, (ctx, input) => rateCase(hall, ctx, input)),
    route(mine.caseReceipt, async (ctx, input) => ({ ...(await caseReceipt(hall, ctx, input)) })),
    route(mine.listMyLicences, (ctx) => listMyLicences(hall, ctx)),
    route(mine.getMyLicence, (ctx, input) => getMyLicence(hall, ctx, input)),
    route(mine.verifyLicence, (ctx, input) => verifyLicence(hall, ctx, input)),
    route(mine.whoLooked, (ctx, input) => whoLooked(hall, ctx, input)),
    route(mine.listMyMessages, (ctx, input) => listMyMessages(hall, ctx, input)),
    route(mine.readMessages, (ctx, input) => readMessages(hall, ctx, input)),
  ];
}

import type { Page } from '../page.ts';
import { accesses } from './accesses.tsx';
import { applyCheck } from './apply-check.tsx';
import { applyForm } from './apply-form.tsx';
import { applyMaterial } from './apply-material.tsx';
import { applyMaterials } from './apply-materials.tsx';
import { caseProgress } from './case-progress.tsx';
import { caseRate } from './case-rate.tsx';
import { caseSubmitted } from './case-submitted.tsx';
import { caseSupplement } from './case-supplement.tsx';
import { caseWithdraw } from './case-withdraw.tsx';
import { cases } from './cases.tsx';
import { catalogue } from './catalogue.tsx';
import { assessmentPage, assessments } from './company/assessments.tsx';
import { keys } from './company/keys.tsx';
import { market, marketAssets } from './company/market.tsx';
import { marketProduct } from './company/market-product.tsx';
import { offerProduct } from './company/offer-product.tsx';
import { products } from './company/products.tsx';
import { sharingAgreement } from './company/sharing-agreement.tsx';
import { sharing } from './company/sharing.tsx';
import { tradePage, trades } from './company/trades.tsx';
import { consents, giveConsent } from './consents.tsx';
import { dataCorrection } from './data-correction.tsx';
import { discardDraft, drafts } from './drafts.tsx';
import { handOver } from './hand-over.tsx';
import { handovers } from './handovers.tsx';
import { accessibility, help } from './help.tsx';
import { home } from './home.tsx';
import { itemGuide } from './item-guide.tsx';
import { licence, licences } from './licences.tsx';
import { lifeEventGuide } from './life-event-guide.tsx';
import { lifeEvent } from './life-event.tsx';
import { giveMandate, mandates } from './mandates.tsx';
import { messagePreferences } from './message-preferences.tsx';
import { messages } from './messages.tsx';
import { myData } from './my-data.tsx';
import { openHome } from './open/open-home.ts';
import { openDevelopers } from './open/open-developers.tsx';
import { openForeign } from './open/open-foreign.tsx';
import { openRequests } from './open/open-requests.tsx';
import { openSearch } from './open/open-search.tsx';
import { openSet } from './open/open-set.tsx';
import { openShowcases, openStatistics } from './open/open-statistics.tsx';
import { operation } from './operations/operation.tsx';
import { operationAsk } from './operations/operation-ask.tsx';
import { operationResult } from './operations/operation-result.tsx';
import { operations } from './operations/operations.tsx';
import { phone } from './phone.tsx';
import { place } from './place.tsx';
import { preferences } from './preferences.ts';
import { regions } from './regions.ts';
import { scan } from './scan.tsx';
import { search } from './search.tsx';
import { authenticator, security } from './security.tsx';
import { start } from './start.tsx';
import { track } from './track.tsx';
import { actingFor, userCentre } from './user-centre.tsx';
import { verify, verifyForm } from './verify.tsx';

/** All pages of the portal; the first whose path fits answers. */
export const pages: readonly Page[] = [
  home, search, catalogue, itemGuide, lifeEvent, lifeEventGuide,
  start, applyForm, applyMaterials, applyMaterial, applyCheck,
  userCentre, actingFor, drafts, discardDraft, cases, caseProgress, caseSubmitted, caseSupplement, caseWithdraw, caseRate,
  licences, licence, messages, messagePreferences, accesses, myData, dataCorrection, consents, giveConsent, operations, operation, operationAsk, operationResult, mandates, giveMandate, security, authenticator, scan,
  track, verifyForm, verify, phone, help, accessibility, place, preferences, regions,
  sharing, sharingAgreement, keys, handOver, handovers, assessments, assessmentPage, market, marketAssets, marketProduct, trades, tradePage, products, offerProduct,
  openHome, openSearch, openSet, openRequests, openDevelopers, openStatistics, openShowcases, openForeign,
];

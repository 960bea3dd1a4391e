import type { Module } from '#kernel/house';
import { applicantRoutes } from './applicant-routes.ts';
import { registerCaseFunctions } from './cases/case-functions.ts';
import { deskRoutes } from './desk-routes.ts';
import { mountFiles } from './applications/file-transfer.ts';
import type { Hall } from './hall.ts';
import { indexServices } from './items/index-services.ts';
import { handleLaterChecks } from './supervision/later-check.ts';
import { handleLegalDocuments } from './licences/legal-document.ts';
import { handleNotifications } from './cases/notify-party.ts';
import { scheduleSupervision } from './supervision/raise-cards.ts';
import { registerReviewFunctions } from './supervision/review-functions.ts';
import type { Http } from '#kernel/http';

export interface Services {
  module: Module;
  /** Writes items and life events into the search index; after each load of the content. */
  index(): Promise<void>;
}

/** 政务服务. Registers its functions with the engines before the content is loaded, so that processes may name them. */
export function createServices(hall: Hall, http: Http): Services {
  registerCaseFunctions(hall);
  registerReviewFunctions(hall);
  handleNotifications(hall);
  handleLegalDocuments(hall);
  handleLaterChecks(hall);
  scheduleSupervision(hall);
  return {
    index: () => indexServices(hall),
    module: {
      name: 'services',
      systems: [
        'item-library', 'e-supervision', 'smart-search', 'online-guide', 'unified-entry', 'service-portal', 'integrated-service-platform', 'unified-acceptance', 'approval-system',
        'good-bad-review', 'service-guide', 'one-matter', 'parallel-approval', 'material-free', 'commitment-approval', 'one-form', 'user-centre', 'staff-workbench',
      ],
      uses: [],
      routes: [...applicantRoutes(hall), ...deskRoutes(hall)],
      mount: (app) => mountFiles(app, hall, http),
    },
  };
}

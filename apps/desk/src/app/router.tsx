import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Broken } from './broken.tsx';
import { Shell } from './shell.tsx';
import Home from '../screens/home/home.tsx';

const lazily = (path: string, load: () => Promise<{ default: ComponentType }>): RouteObject => ({ path, lazy: async () => ({ Component: (await load()).default }), ErrorBoundary: Broken });

/** One screen a route, loaded when it is first opened; the home screen comes with the shell. */
export const router = createBrowserRouter(
  [
    {
      path: '/',
      Component: Shell,
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        { index: true, Component: Home },
        lazily('tasks', () => import('../screens/work-list/work-list.tsx')),
        lazily('cases', () => import('../screens/case-search/case-search.tsx')),
        lazily('cases/:caseId', () => import('../screens/case-page/case-page.tsx')),
        lazily('window', () => import('../screens/window/window-start.tsx')),
        lazily('window/drafts/:draftId', () => import('../screens/window/window-draft.tsx')),
        lazily('window/receipt/:caseId', () => import('../screens/window/window-receipt.tsx')),
        lazily('hand-out', () => import('../screens/window/hand-out.tsx')),
        lazily('inspections', () => import('../screens/inspection/inspection-list.tsx')),
        lazily('inspections/:caseId', () => import('../screens/inspection/inspection-page.tsx')),
        lazily('owed', () => import('../screens/owed/owed-materials.tsx')),
        lazily('licences', () => import('../screens/licences/licence-list.tsx')),
        lazily('licences/:recordId', () => import('../screens/licences/licence-page.tsx')),
        lazily('items', () => import('../screens/items/item-list.tsx')),
        lazily('items/:itemId', () => import('../screens/items/item-page.tsx')),
        lazily('designs', () => import('../screens/designers/design-list.tsx')),
        lazily('designs/:kind/:id', () => import('../screens/designers/design-page.tsx')),
        lazily('design-drafts/:draftId', () => import('../screens/designers/draft-page.tsx')),
        lazily('registers', () => import('../screens/registers/register-list.tsx')),
        lazily('registers/:registerId', () => import('../screens/registers/register-rows.tsx')),
        lazily('registers/:registerId/:recordId', () => import('../screens/registers/record-page.tsx')),
        lazily('data-catalogue', () => import('../screens/data-catalogue/catalogue-portal.tsx')),
        lazily('data-catalogue/entries/:entryId', () => import('../screens/data-catalogue/entry-page.tsx')),
        lazily('data-catalogue/entries/:entryId/grades', () => import('../screens/data-catalogue/grade-page.tsx')),
        lazily('data-catalogue/register', () => import('../screens/data-catalogue/registration-form.tsx')),
        lazily('data-catalogue/demands', () => import('../screens/data-catalogue/demand-list.tsx')),
        lazily('data-catalogue/demands/:caseId', () => import('../screens/data-catalogue/demand-page.tsx')),
        lazily('data-catalogue/board', () => import('../screens/data-catalogue/rates-board.tsx')),
        lazily('data-quality', () => import('../screens/data-quality/quality-board.tsx')),
        lazily('data-quality/:registerId', () => import('../screens/data-quality/register-quality.tsx')),
        lazily('data-quality/tickets/:ticketId', () => import('../screens/data-quality/quality-ticket.tsx')),
        lazily('data-standards', () => import('../screens/data-standards/data-standards.tsx')),
        lazily('organisations', () => import('../screens/accounts/organisations.tsx')),
        lazily('accounts/:accountId', () => import('../screens/accounts/account-page.tsx')),
        lazily('machines', () => import('../screens/machines/machine-list.tsx')),
        lazily('machines/:clientId', () => import('../screens/machines/machine-page.tsx')),
        lazily('account', () => import('../screens/my-account/my-account.tsx')),
        lazily('scan/:token', () => import('../screens/my-account/scan-page.tsx')),
        lazily('supervision', () => import('../screens/supervision/supervision-board.tsx')),
        lazily('reviews', () => import('../screens/reviews/reviews.tsx')),
        lazily('seals', () => import('../screens/seals/seal-list.tsx')),
        lazily('seals/:sealId', () => import('../screens/seals/seal-page.tsx')),
        lazily('audit', () => import('../screens/security/audit-log.tsx')),
        lazily('evidence', () => import('../screens/security/evidence.tsx')),
        lazily('crypto', () => import('../screens/security/crypto-service.tsx')),
        lazily('privacy', () => import('../screens/security/privacy.tsx')),
        lazily('messages', () => import('../screens/messages/my-messages.tsx')),
        lazily('message-figures', () => import('../screens/messages/message-figures.tsx')),
        { path: '*', Component: Broken },
      ],
    },
  ],
  { basename: '/desk' },
);

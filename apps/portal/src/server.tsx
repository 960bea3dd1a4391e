import { renderToString } from 'preact-render-to-string';
import type { Call } from '@yiwang/server/contracts';
import { emblemMarkup } from '@yiwang/ui/icons/emblem.ts';
import { readAssets } from './assets.ts';
import { createMatcher } from './match.ts';
import type { Page, PageContext, Rendered } from './page.ts';
import { pages } from './pages/index.ts';
import { placeName } from './place-name.ts';
import type { PortalRequest, PortalResponse } from './portal-request.ts';
import { refusalOf } from './refusal.ts';
import type { Site } from './site.ts';
import { portalText } from './portal-text.ts';
import { Document } from './view/document.tsx';
import { sessionOver } from './view/session-over.tsx';
import { errorPage } from './view/error-page.tsx';

export type { PortalActor, PortalParty, PortalRequest, PortalResponse } from './portal-request.ts';

/** The citizens' portal, mounted by the server. */
export interface Portal {
  /** Folder that is to be served under `/assets/portal/`; its names carry a hash and never change. */
  assetsFolder: string;
  /** Paths of the pages in fastify's form: `/items/:itemId`. */
  paths: readonly string[];
  /** Whether a path is one of the portal's pages. */
  matches(path: string): boolean;
  /** Answers one request; calls go to the contracts as the request's own actor. Bugs are handed to `onError` and shown as 500. */
  render(request: PortalRequest, call: Call): Promise<PortalResponse>;
}

export interface PortalSettings {
  onError?: (error: unknown, request: PortalRequest) => void;
}

// nothing from outside, no inline script or style: what a page shows can only come from here
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function createPortal(settings: PortalSettings = {}): Portal {
  const assets = readAssets();
  const match = createMatcher(pages);
  const icon = emblemMarkup(64).replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');

  const html = async (request: PortalRequest, context: PageContext, page: Rendered): Promise<PortalResponse> => {
    const { division } = request;
    const place = division === undefined ? '' : await placeName(context.call, division, request.locale).catch(() => division);
    const site: Site = { text: context.text, locale: request.locale, elder: request.elder, actor: request.actor, csrf: request.csrf, address: request.method === 'POST' ? request.path : addressOf(request), now: request.now, place };
    return {
      status: page.status ?? 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'content-language': context.text.language, 'cache-control': page.personal || request.actor.kind !== 'anonymous' ? 'no-store' : 'no-cache', vary: 'Cookie, Accept-Language' },
      body: `<!DOCTYPE html>${renderToString(<Document page={page} site={site} assets={assets} />)}`,
    };
  };

  const run = async (page: Page, context: PageContext): Promise<PortalResponse> => {
    const { request } = context;
    if (page.signedIn && request.actor.kind === 'anonymous') {
      // a form that was sent after the session ended: nothing of it may be lost (a page that only asks to begin comes back by itself)
      if (request.method === 'POST' && page.returnTo === undefined) return html(request, context, sessionOver(context));
      const back = page.returnTo?.(context) ?? (request.method === 'GET' ? addressOf(request) : request.path);
      return redirectTo(`/signin?app=portal&return=${encodeURIComponent(back)}`);
    }
    const act = request.method === 'POST' ? page.post : page.get;
    if (act === undefined) return html(request, context, errorPage(context, 'notFound', 405));
    const answer = await act(context);
    if ('redirect' in answer) return { ...redirectTo(answer.redirect, answer.cookies), ...(answer.actFor === undefined ? {} : { actFor: answer.actFor }) };
    if ('json' in answer) return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'max-age=600' }, body: JSON.stringify(answer.json) };
    return html(request, context, answer);
  };

  return {
    assetsFolder: assets.folder,
    paths: [...pages.map((page) => page.path), '/icon.svg'],
    matches: (path) => path === '/icon.svg' || match(path) !== undefined,
    async render(request, call) {
      if (request.path === '/icon.svg') return { status: 200, headers: { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' }, body: icon };
      const found = match(request.path);
      const context: PageContext = { request, call, params: found?.params ?? {}, text: portalText[request.locale] };
      if (found === undefined) return html(request, context, errorPage(context, 'notFound', 404));
      try {
        return await run(found.page, context);
      } catch (error) {
        return html(request, context, pageOfError(context, error));
      }
    },
  };

  function pageOfError(context: PageContext, error: unknown): Rendered {
    try {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status === 401) return errorPage(context, 'forbidden', 401);
      if (refusal.status === 403) return errorPage(context, 'forbidden', 403);
      if (refusal.status === 404) return errorPage(context, 'notFound', 404, refusal.words);
      if (refusal.status < 500) return errorPage(context, 'refused', refusal.status, refusal.words);
    } catch {
      // no refusal: a bug, told below
    }
    settings.onError?.(error, context.request);
    return errorPage(context, 'failed', 500);
  }
}

const redirectTo = (location: string, cookies: string[] = []): PortalResponse => ({ status: 303, headers: { location, 'cache-control': 'no-store', ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }) }, body: '' });

const addressOf = (request: PortalRequest): string => {
  const query = new URLSearchParams(Object.entries(request.query).flatMap(([name, value]) => (value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((one) => [name, one])))).toString();
  return query === '' ? request.path : `${request.path}?${query}`;
};

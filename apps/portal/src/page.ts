import { readDay } from '@yiwang/ui/words/read-day.ts';
import type { ComponentChildren } from 'preact';
import type { Call } from '@yiwang/server/contracts';
import type { PortalText } from './portal-text.ts';
import type { PortalRequest } from './portal-request.ts';

/** What every page is given. */
export interface PageContext {
  request: PortalRequest;
  call: Call;
  /** Parts of the path. */
  params: Readonly<Record<string, string>>;
  text: PortalText;
}

export interface Rendered {
  title: string;
  body: ComponentChildren;
  status?: number;
  /** reading: one column of text; wide: lists and cards; full: bands over the whole width. */
  width?: 'reading' | 'wide' | 'full';
  /** Where one came from. */
  back?: { href: string; words: string };
  /** Not kept by browsers: forms and personal pages. */
  personal?: boolean;
}

export interface Redirect {
  redirect: string;
  /** Set-Cookie lines. */
  cookies?: string[];
  actFor?: string;
}

/** JSON for the islands. */
export interface Data {
  json: unknown;
}

/** A page: its address, who may see it, what it loads and shows, what it does with a form. */
export interface Page {
  path: string;
  /** True: only for those who have signed in. */
  signedIn?: boolean;
  /** Where somebody who has to sign in comes back to; else the page itself. */
  returnTo?: (context: PageContext) => string;
  get: (context: PageContext) => Promise<Rendered | Redirect | Data> | Rendered | Redirect | Data;
  post?: (context: PageContext) => Promise<Rendered | Redirect> | Rendered | Redirect;
}

export const definePage = (page: Page): Page => page;
export const param = (context: PageContext, name: string): string => context.params[name] ?? '';
export const queryOf = (context: PageContext, name: string): string => {
  const value = context.request.query[name];
  return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).slice(0, 4_000);
};
export const fieldOf = (context: PageContext, name: string): string => {
  const value = context.request.body?.fields[name];
  return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).slice(0, 20_000);
};
/** A day however it was written, as YYYY-MM-DD; what is no day stays as it is, to be refused in words. */
export const dayOf = (context: PageContext, name: string): string => {
  const text = fieldOf(context, name).trim().slice(0, 40);
  return readDay(text) ?? text;
};
export const fieldsOf = (context: PageContext, name: string): string[] => {
  const value = context.request.body?.fields[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};
/** The division as contracts take it: left out when none is chosen. */
export const here = (context: PageContext): { division?: string } => (context.request.division === undefined ? {} : { division: context.request.division });

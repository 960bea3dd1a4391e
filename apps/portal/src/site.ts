import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale, PortalActor } from './portal-request.ts';
import type { PortalText } from './portal-text.ts';

/** What every view may need: language, reader, where one is. */
export interface Site {
  text: PortalText;
  locale: Locale;
  elder: boolean;
  actor: PortalActor;
  csrf: string;
  /** Path with query, for coming back after a switch. */
  address: string;
  now: Date;
  /** Name of the area that the reader chose; empty when none. */
  place: string;
}

export const SiteContext = createContext<Site | null>(null);

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === null) throw new Error('a view was rendered outside of the document');
  return site;
}

import type { Page } from './page.ts';

export interface Match {
  page: Page;
  params: Record<string, string>;
}

/** Finds the page of a path; the first that fits. */
export function createMatcher(pages: readonly Page[]): (path: string) => Match | undefined {
  const table = pages.map((page) => ({ page, parts: page.path.split('/') }));
  return (path) => {
    const parts = (path.length > 1 ? path.replace(/\/+$/, '') : path).split('/');
    for (const { page, parts: pattern } of table) {
      if (pattern.length !== parts.length) continue;
      const params: Record<string, string> = {};
      if (pattern.every((part, at) => fits(part, parts[at] ?? '', params))) return { page, params };
    }
    return undefined;
  };
}

function fits(pattern: string, part: string, params: Record<string, string>): boolean {
  if (!pattern.startsWith(':')) return pattern === part;
  if (part === '') return false;
  try {
    params[pattern.slice(1)] = decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

import { useQueries } from '@tanstack/react-query';
import { fieldsOfPage, type PageView } from '@yiwang/ui/form/form-view.ts';
import { call } from '../api/call.ts';
import { identity } from '../api/contracts.ts';

/** Names of the divisions that a form's answers mention, by digits; each is asked for once. */
export function useDivisionNames(pages: readonly PageView[]): Readonly<Record<string, string>> {
  const wanted = new Set<string>();
  for (const { field, value } of pages.flatMap(fieldsOfPage)) {
    const digits = field.type === 'region' ? value : field.type === 'address' ? (value as { region?: unknown } | null)?.region : undefined;
    if (typeof digits === 'string' && /^\d{2,12}$/.test(digits)) wanted.add(digits);
  }
  return useNamesOfDivisions([...wanted]);
}

export function useNamesOfDivisions(wanted: readonly string[]): Readonly<Record<string, string>> {
  return useQueries({
    queries: [...new Set(wanted)].map((digits) => ({ queryKey: ['division', digits], queryFn: () => call(identity.getDivision, { digits }), staleTime: Infinity })),
    combine: (found) => Object.fromEntries(found.flatMap(({ data }) => (data === undefined ? [] : [...data.path, data.division].map((one) => [one.digits, one.name])))),
  });
}

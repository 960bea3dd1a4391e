import { keepPreviousData, useInfiniteQuery, useQuery, type InfiniteData, type UseInfiniteQueryResult, type UseQueryResult } from '@tanstack/react-query';
import type { Contract, InputOf, OutputOf } from '@yiwang/server/kernel/contract';
import i18n from 'i18next';
import { call } from './call.ts';

interface ReadOptions {
  /** False while the input is not known yet. */
  ready?: boolean;
  /** Keep showing the last answer while another input is asked: filters, periods. Never across things that are decided on. */
  keep?: boolean;
  /** Milliseconds between refreshes of a live screen. */
  every?: number;
}

/** One answer of a reading contract, kept until a write makes it stale. */
export function useRead<C extends Contract>(contract: C, input: InputOf<C>, options: ReadOptions = {}): UseQueryResult<OutputOf<C>> {
  return useQuery<unknown>({
    queryKey: [contract.name, i18n.language, input],
    queryFn: ({ signal }) => call(contract, input, { signal }),
    enabled: options.ready ?? true,
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<OutputOf<C>>;
}

interface Paged {
  next: string | null;
}

export type Pages<C extends Contract> = UseInfiniteQueryResult<InfiniteData<OutputOf<C>>>;

/** A list by keyset: each page names where the next begins. */
export function useMore<C extends Contract>(contract: C, input: InputOf<C>, ready = true, cursor: 'cursor' | 'after' | 'before' = 'cursor'): Pages<C> {
  return useInfiniteQuery({
    queryKey: [contract.name, i18n.language, input, 'pages'],
    queryFn: ({ pageParam, signal }) => call(contract, { ...(input as object), ...(pageParam === '' ? {} : { [cursor]: pageParam }) } as InputOf<C>, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => (last as Paged).next ?? undefined,
    enabled: ready,
  }) as Pages<C>;
}

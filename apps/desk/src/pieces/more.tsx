import type { Contract, OutputOf } from '@yiwang/server/kernel/contract';
import type { ReactNode } from 'react';
import type { Pages } from '../api/use-read.ts';
import { refusalOf } from '../api/use-write.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { RefusalNote, Waiting } from './answered.tsx';
import { Button } from './button.tsx';

/** All pages so far of a keyset list, and the button for the next. */
export function More<C extends Contract, R>({ of: pages, rows, children }: { of: Pages<C>; rows: (page: OutputOf<C>) => readonly R[]; children: (rows: R[], first: OutputOf<C>) => ReactNode }) {
  const t = useWords(common);
  const first = pages.data?.pages[0];
  if (first === undefined) return pages.error === null ? <Waiting /> : <RefusalNote refusal={refusalOf(pages.error)} />;
  return (
    <>
      {children(pages.data?.pages.flatMap((page) => [...rows(page)]) ?? [], first)}
      {pages.hasNextPage && (
        <div className="dk-more">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

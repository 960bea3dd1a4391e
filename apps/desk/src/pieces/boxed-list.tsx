import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Answered } from './answered.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { PageHead, Panel } from './panel.tsx';

/** 台账: a list in boxes, each with how many are in it, and the table of the one that is open. */
export function BoxedList<B extends string, T extends { counts: Record<B, number> }>({ title, sub, boxes, box, onBox, of: found, children }: { title: string; sub: string; boxes: readonly { value: B; label: string }[]; box: B; onBox: (box: B) => void; of: UseQueryResult<T>; children: (answer: T) => ReactNode }) {
  return (
    <>
      <PageHead title={title} sub={sub} />
      <div className="dk-filters">
        <ChoiceBar label={title} value={box} onChange={onBox} options={boxes.map((one) => ({ ...one, ...(found.data === undefined ? {} : { count: found.data.counts[one.value] }) }))} />
      </div>
      <Panel flush>
        <Answered of={found}>{children}</Answered>
      </Panel>
    </>
  );
}

import type { ReactNode } from 'react';
import type { Refusal } from '../api/use-write.ts';
import { RefusalNote } from './answered.tsx';
import { Dialog } from './dialog.tsx';

/** A dialog about a row of a list; closed while none is chosen. */
export function RowDialog<R>({ row, title, refusal, onReload, onClose, foot, children }: { row: R | null; title: (row: R) => string; refusal: Refusal | null; onReload: () => void; onClose: () => void; foot: ReactNode; children: (row: R) => ReactNode }) {
  if (row === null) return null;
  return (
    <Dialog title={title(row)} open onClose={onClose} foot={foot}>
      <RefusalNote refusal={refusal} onReload={onReload} />
      {children(row)}
    </Dialog>
  );
}

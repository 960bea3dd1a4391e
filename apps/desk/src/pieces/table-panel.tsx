import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Answered } from './answered.tsx';
import { DataTable, type Column } from './data-table.tsx';
import { Panel } from './panel.tsx';

interface TablePanelProps<T, R> {
  title: string;
  of: UseQueryResult<T>;
  rows: (answer: T) => readonly R[];
  rowId: (row: R) => string;
  columns: readonly Column<R>[];
  empty?: ReactNode;
  extra?: ReactNode;
  /** Where a row leads. */
  to?: (row: R) => string;
}

/** A panel that is one table of one answer: waiting, refusal and nothing included. */
export function TablePanel<T, R>({ title, of, rows, extra, to, ...table }: TablePanelProps<T, R>) {
  return (
    <Panel title={title} flush extra={extra}>
      <Answered of={of}>{(answer) => <DataTable label={title} rows={rows(answer)} {...table} {...(to === undefined ? {} : { to })} />}</Answered>
    </Panel>
  );
}

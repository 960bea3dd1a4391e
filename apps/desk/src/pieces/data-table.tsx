import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { Nothing } from './answered.tsx';

export interface Column<R> {
  id: string;
  title: string;
  cell: (row: R) => ReactNode;
  align?: 'end';
  /** Shown first and large where the table becomes cards. */
  lead?: boolean;
  width?: string;
}

interface TableProps<R> {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowId: (row: R) => string;
  /** Where a row leads: Enter, double click, or its link. */
  to?: ((row: R) => string) | undefined;
  empty?: ReactNode;
  /** J, K, arrows and Enter work on this table while no field has the focus. */
  keys?: boolean;
}

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A dense table that becomes a list of cards on a phone. */
export function DataTable<R>({ label, columns, rows, rowId, to, empty, keys = false }: TableProps<R>) {
  const navigate = useNavigate();
  const t = useWords(common);
  const [at, setAt] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (!keys) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('[role=dialog]') !== null) return;
      const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        setAt((now) => Math.max(0, Math.min(rows.length - 1, now + step)));
      }
      const row = rows[at];
      if (event.key === 'Enter' && row !== undefined && to !== undefined && !(event.target instanceof HTMLAnchorElement) && !(event.target instanceof HTMLButtonElement)) void navigate(to(row));
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [keys, rows, at, to, navigate]);
  useEffect(() => {
    // newer browsers answer a promise here, which must not become the effect's clean-up
    void body.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  if (rows.length === 0) return <Nothing>{empty}</Nothing>;
  return (
    <div className="dk-table-box" tabIndex={0} role="region" aria-label={label}>
      <table className="dk-table">
        <caption className="dk-hidden">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.align === 'end' ? 'dk-end' : undefined} style={column.width === undefined ? undefined : { width: column.width }}>
                {column.title === '' ? <span className="dk-hidden">{t('acts')}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr key={rowId(row)} aria-selected={keys ? index === at : undefined} className={index === at ? 'dk-row--at' : undefined} onDoubleClick={to === undefined ? undefined : () => void navigate(to(row))}>
              {columns.map((column) => (
                <td key={column.id} data-label={column.title} className={`${column.align === 'end' ? 'dk-end' : ''} ${column.lead === true ? 'dk-lead' : ''}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import type { ReactNode } from 'react';
import { instantWords } from '../words/when.ts';

/** One thing that was done: what, when, by whom, and what was said to it. */
export interface Happening {
  id: string;
  what: ReactNode;
  at: string;
  by: ReactNode;
  note?: string | null;
  more?: ReactNode;
}

/** 办理记录、变更记录: what happened, in the order given. */
export function Timeline({ of: happenings }: { of: readonly Happening[] }) {
  return (
    <ol className="dk-timeline">
      {happenings.map(({ id, what, at, by, note, more }) => (
        <li key={id}>
          <b>{what}</b>
          <time className="dk-soft">{instantWords(at)}</time>
          <br />
          <small>{by}</small>
          {note != null && note !== '' && <blockquote>{note}</blockquote>}
          {more}
        </li>
      ))}
    </ol>
  );
}

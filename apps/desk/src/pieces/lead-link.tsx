import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** What names a row and leads to it; `code` below it where it has one, `under` for other words. */
export function LeadLink({ to, children, code, under }: { to: string; children: ReactNode; code?: string; under?: ReactNode }) {
  return (
    <>
      <Link className="dk-strong" to={to}>
        {children}
      </Link>
      {code !== undefined && <small className="dk-code">{code}</small>}
      {under !== undefined && <small>{under}</small>}
    </>
  );
}

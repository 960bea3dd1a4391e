import type { ReactNode } from 'react';

/** Head of a page: what it is, what may be done here. */
export function PageHead({ title, sub, children }: { title: string; sub?: ReactNode; children?: ReactNode }) {
  return (
    <header className="dk-page-head">
      <div>
        <h1>{title}</h1>
        {sub !== undefined && <p>{sub}</p>}
      </div>
      {children !== undefined && <div className="dk-page-tools">{children}</div>}
    </header>
  );
}

export function Panel({ title, extra, children, flush = false, id, className = '' }: { title?: ReactNode; extra?: ReactNode; children: ReactNode; flush?: boolean; id?: string; className?: string }) {
  return (
    <section className={`dk-panel ${flush ? 'dk-panel--flush' : ''} ${className}`} id={id}>
      {title !== undefined && (
        <header className="dk-panel-head">
          <h2>{title}</h2>
          {extra !== undefined && <div className="dk-panel-extra">{extra}</div>}
        </header>
      )}
      <div className="dk-panel-body">{children}</div>
    </section>
  );
}

/** Labels and values in columns. */
export function Facts({ facts, columns = 2 }: { facts: readonly (readonly [label: ReactNode, value: ReactNode])[]; columns?: 1 | 2 | 3 }) {
  return (
    <dl className={`dk-facts dk-facts--${columns}`}>
      {facts.map(([label, value], at) => (
        <div key={at}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A number that one looks at first. */
export function Figure({ label, value, note, tone = 'plain' }: { label: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'plain' | 'good' | 'soon' | 'bad' | 'accent' }) {
  return (
    <div className={`dk-figure dk-figure--${tone}`}>
      <span>{label}</span>
      <strong>{value}</strong>
      {note !== undefined && <small>{note}</small>}
    </div>
  );
}

export const Tag = ({ tone = 'quiet', children }: { tone?: 'quiet' | 'accent' | 'good' | 'soon' | 'bad'; children: ReactNode }) => <span className={`dk-tag dk-tag--${tone}`}>{children}</span>;

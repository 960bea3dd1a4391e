import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { refusalOf, type Refusal } from '../api/use-write.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export function Waiting() {
  const t = useWords(common);
  return (
    <div className="dk-waiting" role="status">
      <span className="dk-hidden">{t('loading')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

export function Nothing({ children, icon = 'inbox' }: { children?: ReactNode; icon?: 'inbox' | 'check' }) {
  const t = useWords(common);
  return (
    <div className="dk-nothing">
      <Icon name={icon} size={32} />
      <p>{children ?? t('nothing')}</p>
    </div>
  );
}

/** A refusal in words. A stale one offers the latest without losing what was typed. */
export function RefusalNote({ refusal, onReload }: { refusal: Refusal | null; onReload?: () => void }) {
  const t = useWords(common);
  if (refusal === null) return null;
  const words = refusal.code === 'network' ? t('network') : refusal.title || t('failed');
  return (
    <div className="dk-note dk-note--bad" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{refusal.stale ? t('stale') : t('failed')}</strong>
        <p>{words}</p>
        {refusal.stale && onReload !== undefined && <Button onClick={onReload}>{t('reload')}</Button>}
      </div>
    </div>
  );
}

/** What was asked for, or why it is not there. */
export function Answered<T>({ of: query, children }: { of: UseQueryResult<T>; children: (answer: T) => ReactNode }) {
  const t = useWords(common);
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error === null) return <Waiting />;
  return (
    <div>
      <RefusalNote refusal={refusalOf(query.error)} />
      <Button onClick={() => void query.refetch()}>{t('retry')}</Button>
    </div>
  );
}

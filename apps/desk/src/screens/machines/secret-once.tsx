import { useState } from 'react';
import { call, ProblemError } from '../../api/call.ts';
import { identity } from '../../api/contracts.ts';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { useWords } from '../../words/define-words.ts';
import { machineWords } from './machine-words.ts';

/** A new secret, for one look: it is fetched when somebody asks to see it and kept nowhere in the page's cache. */
export function SecretOnce({ ticket, onClose }: { ticket: string | null; onClose: () => void }) {
  const t = useWords(machineWords);
  const [shown, setShown] = useState<{ clientId: string; secret: string } | null>(null);
  const [refused, setRefused] = useState('');
  const show = async (): Promise<void> => {
    try {
      setShown(await call(identity.machineSecret, { ticket: ticket ?? '' }));
    } catch (error) {
      setRefused(error instanceof ProblemError ? error.problem.title : String(error));
    }
  };
  const close = (): void => {
    setShown(null);
    setRefused('');
    onClose();
  };
  return (
    <Dialog title={t('secretTitle')} open={ticket !== null} onClose={close} foot={shown === null ? <Button tone="primary" disabled={refused !== ''} onClick={() => void show()}>{t('showSecret')}</Button> : undefined}>
      <p className="dk-note dk-note--soon">{t('secretWarn')}</p>
      {refused !== '' && <p role="alert">{refused}</p>}
      {shown !== null && (
        <dl className="dk-facts dk-facts--1">
          <div>
            <dt>{t('clientId')}</dt>
            <dd className="dk-code">{shown.clientId}</dd>
          </div>
          <div>
            <dt>{t('secret')}</dt>
            <dd className="dk-code">{shown.secret}</dd>
          </div>
        </dl>
      )}
    </Dialog>
  );
}

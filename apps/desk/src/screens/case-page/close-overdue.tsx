import { useState } from 'react';
import { services } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { caseWords } from './case-words.ts';
import type { DeskCase } from './desk-case.ts';

/** 逾期退件: shown only when a limit has passed; an official says so, in writing. */
export function CloseOverdue({ one, onReload }: { one: DeskCase; onReload: () => void }) {
  const t = useWords(caseWords);
  const c = useWords(common);
  const close = useWrite(services.closeOverdue);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <div className="dk-operations">
      <Button tone="danger" icon="clock" onClick={() => setOpen(true)}>
        {t('closeOverdue')}
      </Button>
      <Dialog
        title={t('closeOverdue')}
        open={open}
        onClose={() => setOpen(false)}
        foot={
          <>
            <Button onClick={() => setOpen(false)}>{c('cancel')}</Button>
            <Button tone="danger" busy={close.pending} disabled={reason.trim().length < 2} onClick={() => void close.send({ caseId: one.id, version: one.version, reason: reason.trim() }).then((done) => done !== undefined && setOpen(false))}>
              {t('closeOverdue')}
            </Button>
          </>
        }
      >
        <RefusalNote refusal={close.refusal} onReload={() => (close.clear(), onReload())} />
        <p className="dk-note">{t('closeNote')}</p>
        <TextArea label={c('reason')} value={reason} onChange={setReason} max={1000} required />
      </Dialog>
    </div>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { openData } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, numberWords } from '../../words/when.ts';
import { openWords } from './open-words.ts';

type Access = OutputOf<typeof openData.listDeskAccess>['access'][number];
const tones = { asked: 'accent', granted: 'good', refused: 'bad', revoked: 'bad', ended: 'quiet' } as const;

/** 有条件开放: who applied for which set and what for; approvals are taken back here, at once. */
export function ConditionalAccess() {
  const t = useWords(openWords);
  const manage = useMay('open-data.manage');
  const found = useRead(openData.listDeskAccess, {});
  const [open, setOpen] = useState<Access | null>(null);
  return (
    <Panel title={t('access')} flush>
      <Answered of={found}>
        {({ access }) => (
          <DataTable label={t('access')} rows={access} rowId={(a) => a.id} empty={t('noAccess')} columns={[
            { id: 'set', title: t('set'), lead: true, cell: (a) => <><b>{a.title}</b><small>{a.purpose}</small></> },
            { id: 'who', title: t('applicant'), cell: (a) => <>{a.applicant}<small>{t(a.use)}</small></> },
            { id: 'state', title: t('state'), cell: (a) => <><Tag tone={tones[a.state]}>{t(`x_${a.state}`)}</Tag>{a.reason !== null && <small>{a.reason}</small>}</> },
            { id: 'until', title: t('until'), cell: (a) => dayWords(a.until) },
            { id: 'due', title: t('due'), cell: (a) => (a.dueOn === null || a.state !== 'asked' ? '—' : dayWords(a.dueOn)) },
            { id: 'times', title: t('times'), align: 'end', cell: (a) => numberWords(a.times) },
            { id: 'act', title: '', cell: (a) => (manage && (a.state === 'asked' || a.state === 'granted') ? <Button tone={a.state === 'asked' ? 'primary' : 'plain'} onClick={() => setOpen(a)}>{t(a.state === 'asked' ? 'decideAccess' : 'revoke')}</Button> : null) },
          ]} />
        )}
      </Answered>
      {open === null ? null : <DecideDialog access={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function DecideDialog({ access, onClose }: { access: Access; onClose: () => void }) {
  const t = useWords(openWords);
  const decide = useWrite(openData.decideAccess);
  const revoke = useWrite(openData.revokeAccess);
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const answer = async (granted: boolean): Promise<void> => {
    if ((await decide.send({ id: access.id, version: access.version, granted, ...(given === '' ? {} : { reason: given }) })) !== undefined) onClose();
  };
  const end = async (): Promise<void> => {
    if ((await revoke.send({ id: access.id, version: access.version, reason: given })) !== undefined) onClose();
  };
  const asked = access.state === 'asked';
  return (
    <Dialog title={t(asked ? 'decideAccess' : 'revoke')} open onClose={onClose} foot={asked ? (
      <>
        <Button busy={decide.pending} disabled={given.length < 4} onClick={() => void answer(false)}>{t('decline')}</Button>
        <Button tone="primary" busy={decide.pending} onClick={() => void answer(true)}>{t('grant')}</Button>
      </>
    ) : <Button tone="primary" busy={revoke.pending} disabled={given.length < 4} onClick={() => void end()}>{t('revoke')}</Button>}>
      <RefusalNote refusal={decide.refusal ?? revoke.refusal} />
      <Facts facts={[[t('set'), access.title], [t('applicant'), access.applicant], [t('purpose'), access.purpose], [t('until'), dayWords(access.until)]]} />
      <TextArea label={t('reason')} value={reason} onChange={setReason} max={300} rows={2} />
    </Dialog>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { sharing } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { useNamesOfDivisions } from '../../form/division-names.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayOfWords, instantWords } from '../../words/when.ts';
import { CallLog } from './call-log.tsx';
import { GiveGrant } from './give-grant.tsx';
import { OpenPushDialog } from './pushes.tsx';
import { serviceWords } from './service-words.ts';
import { sharingWords } from './sharing-words.ts';

type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];
type Open = { kind: 'give' } | { kind: 'end' | 'push' | 'calls'; grant: Grant };
export const grantTones = { waiting: 'accent', active: 'good', over: 'quiet', withdrawn: 'bad' } as const;

/** 授权: who may use which service for what until when; given, pushed, looked into and withdrawn here. */
export function Grants() {
  const [t, w] = [useWords(sharingWords), useWords(serviceWords)];
  const grants = useMore(sharing.listGrants, {}, true, 'before');
  const may = useMay('exchange.approve');
  const names = useNamesOfDivisions(grants.data?.pages.flatMap((page) => page.grants.flatMap((g) => g.division ?? [])) ?? []);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Panel title={t('grants')} flush extra={may && <Button icon="plus" onClick={() => setOpen({ kind: 'give' })}>{t('give')}</Button>}>
        <More of={grants} rows={(page) => page.grants}>{(rows) => <DataTable label={t('grants')} rows={rows} rowId={(g) => g.id} empty={t('noGrants')} columns={[
          { id: 'service', title: t('service'), lead: true, cell: (g) => <><b>{g.serviceTitle}</b><small>{g.mode === null ? '' : g.fields.length === 0 ? w(`m_${g.mode}`) : `${w(`m_${g.mode}`)} · ${w('fields', { n: g.fields.length })}`}</small></> },
          { id: 'organisation', title: t('organisation'), cell: (g) => g.organisationName },
          { id: 'purpose', title: t('purpose'), cell: (g) => <>{g.purpose}{g.division !== null && <small>{t('onlyDivision', { division: names[g.division] ?? g.division })}</small>}</> },
          { id: 'by', title: t('givenBy'), cell: (g) => <>{g.by}<small>{instantWords(g.at)}</small></> },
          { id: 'until', title: t('until'), width: '8.5rem', cell: (g) => dayOfWords(g.validTo) },
          { id: 'state', title: t('state'), cell: (g) => <><Tag tone={grantTones[g.state]}>{t(g.state)}</Tag>{g.endedAt !== null && <small>{[instantWords(g.endedAt), g.endReason].join(between().clauses)}</small>}</> },
          { id: 'act', title: '', align: 'end', cell: (g) => (
            <>
              <Button tone="quiet" onClick={() => setOpen({ kind: 'calls', grant: g })}>{t('callLog')}</Button>
              {may && g.state === 'active' && g.mode === 'changes' && <Button tone="quiet" onClick={() => setOpen({ kind: 'push', grant: g })}>{t('openPush')}</Button>}
              {may && g.state === 'active' && <Button tone="quiet" onClick={() => setOpen({ kind: 'end', grant: g })}>{t('withdraw')}</Button>}
            </>
          ) },
        ]} />}</More>
      </Panel>
      {open?.kind === 'give' && <GiveGrant onClose={close} />}
      {open?.kind === 'push' && <OpenPushDialog grant={open.grant} onClose={close} />}
      {open?.kind === 'calls' && <CallLog grant={open.grant} onClose={close} />}
      {open?.kind === 'end' && <Withdraw grant={open.grant} onClose={close} />}
    </>
  );
}

function Withdraw({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useWords(sharingWords);
  const words = useWords(common);
  const write = useWrite(sharing.withdrawGrant);
  const [reason, setReason] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ grantId: grant.id, reason })) !== undefined) onClose();
  };
  return (
    <Dialog title={[t('withdraw'), grant.serviceTitle].join(between().named)} open onClose={onClose} foot={<Button tone="danger" busy={write.pending} disabled={reason.trim().length < 2} onClick={() => void send()}>{t('withdraw')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <p>{[grant.organisationName, grant.purpose].join(between().clauses)}</p>
      <p className="dk-soft">{t('withdrawWarn')}</p>
      <TextInput label={words('reason')} hint={t('withdrawHint')} value={reason} onChange={setReason} max={200} required />
    </Dialog>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState, type ReactNode } from 'react';
import { useParams } from 'react-router';
import { identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, exactWords } from '../../words/when.ts';
import { permissionWords } from '../accounts/permission-words.ts';
import { machineTones } from './machine-list.tsx';
import { machineWords } from './machine-words.ts';
import { linesOf } from './register-machine.tsx';
import { SecretOnce } from './secret-once.tsx';

type Machine = OutputOf<typeof identity.getMachine>;

/** 一个部门系统: who answers for it, its term, its keys, and what an administrator does with it. */
export default function MachinePage() {
  const { clientId = '' } = useParams();
  return <Answered of={useRead(identity.getMachine, { clientId })}>{(one) => <OneMachine machine={one} />}</Answered>;
}

function OneMachine({ machine }: { machine: Machine }) {
  const t = useWords(machineWords);
  const facts = [
    [t('organisation'), machine.organisationName], [t('clientId'), <span className="dk-code" key="id">{machine.clientId}</span>], [t('purpose'), machine.purpose ?? '—'], [t('contact'), machine.contact === null ? '—' : `${machine.contact} ${machine.contactPhone ?? ''}`],
    [t('validTo'), machine.validUntil === null ? '—' : dayWords(machine.validUntil.slice(0, 10))], [t('created'), exactWords(machine.createdAt)], [t('secret'), !machine.hasSecret ? t('noSecret') : machine.secretAt === null ? t('secretSet') : t('hasSecret', { at: exactWords(machine.secretAt) })],
    [t('permissions'), machine.permissions.length === 0 ? t('noPermissions') : machine.permissions.map(permissionWords).join(between().clauses)],
  ] as const;
  return (
    <>
      <PageHead title={machine.name} sub={machine.organisationName}>
        <Tag tone={machineTones[machine.state]}>{t(machine.state)}</Tag>
        <Acts machine={machine} />
      </PageHead>
      <Panel>
        <Facts facts={facts} />
      </Panel>
      <Keys machine={machine} />
    </>
  );
}

type Open = 'renew' | 'permissions' | 'key' | 'secret' | 'close' | null;

function Acts({ machine }: { machine: Machine }) {
  const t = useWords(machineWords);
  const may = useMay('machines.manage');
  const change = useWrite(identity.changeMachine);
  const renew = useWrite(identity.renewMachine);
  const permit = useWrite(identity.permitMachine);
  const addKey = useWrite(identity.addMachineKey);
  const replace = useWrite(identity.replaceSecret);
  const [open, setOpen] = useState<Open>(null);
  const [day, setDay] = useState('');
  const [text, setText] = useState('');
  const [ticket, setTicket] = useState<string | null>(null);
  if (!may || machine.state === 'closed') return null;
  const base = { clientId: machine.clientId, version: machine.version };
  const show = (what: Open, words = ''): void => {
    setText(words);
    setDay('');
    setOpen(what);
  };
  const done = (answer: unknown): void => {
    if (answer !== undefined) setOpen(null);
  };
  const dialog = (what: Open, title: string, ready: boolean, send: () => Promise<unknown>, refusal: typeof change.refusal, body: ReactNode) => (
    <Dialog title={title} open={open === what} onClose={() => setOpen(null)} foot={<Confirm ready={ready} danger={what === 'close' || what === 'secret'} send={() => void send().then(done)} />}>
      <RefusalNote refusal={refusal} />
      {body}
    </Dialog>
  );
  const dayField = <TextInput label={t('validTo')} hint={t('validHint')} type="date" value={day} onChange={setDay} required />;
  return (
    <>
      <Button onClick={() => show('renew')}>{t('renew')}</Button>
      <Button onClick={() => show('permissions', machine.permissions.join('\n'))}>{t('permissions')}</Button>
      <Button onClick={() => show('key')}>{t('addKey')}</Button>
      <Button onClick={() => show('secret')}>{t('replaceSecret')}</Button>
      <Button busy={change.pending} onClick={() => void change.send({ ...base, action: machine.state === 'suspended' ? 'resume' : 'suspend' })}>
        {machine.state === 'suspended' ? t('resume') : t('suspend')}
      </Button>
      <Button tone="danger" onClick={() => show('close')}>
        {t('close')}
      </Button>
      {dialog('renew', t('renew'), day !== '', () => renew.send({ ...base, validTo: day }), renew.refusal, dayField)}
      {dialog('permissions', t('permissions'), true, () => permit.send({ ...base, permissions: linesOf(text) }), permit.refusal, <TextArea label={t('permissions')} hint={t('permissionsHint')} value={text} onChange={setText} rows={6} />)}
      {dialog('key', t('addKey'), day !== '' && text.trim() !== '', () => addKey.send({ ...base, publicKey: text.trim(), validTo: day }), addKey.refusal, (
        <>
          <TextArea label={t('key')} hint={t('keyHint')} value={text} onChange={setText} rows={4} max={1000} required />
          {dayField}
        </>
      ))}
      {dialog('secret', t('replaceSecret'), true, async () => { const made = await replace.send(base); setTicket(made?.secretTicket ?? null); return made; }, replace.refusal, <p className="dk-note dk-note--soon">{t('replaceWarn')}</p>)}
      {dialog('close', t('close'), true, () => change.send({ ...base, action: 'close' }), change.refusal, <p className="dk-note dk-note--soon">{t('closeWarn')}</p>)}
      <SecretOnce ticket={ticket} onClose={() => setTicket(null)} />
    </>
  );
}

function Confirm({ ready, danger, send }: { ready: boolean; danger: boolean; send: () => void }) {
  const c = useWords(common);
  return (
    <Button tone={danger ? 'danger' : 'primary'} disabled={!ready} onClick={send}>
      {c('confirm')}
    </Button>
  );
}

function Keys({ machine }: { machine: Machine }) {
  const t = useWords(machineWords);
  const may = useMay('machines.manage') && machine.state !== 'closed';
  const revoke = useWrite(identity.revokeMachineKey);
  return (
    <Panel title={t('keys')} flush>
      <RefusalNote refusal={revoke.refusal} />
      <DataTable
        label={t('keys')}
        rows={machine.keys}
        rowId={(row) => row.id}
        empty={t('noKeys')}
        columns={[
          { id: 'key', title: t('key'), lead: true, cell: (row) => <span className="dk-code">{`${row.publicKey.slice(0, 18)}…${row.publicKey.slice(-16)}`}</span> },
          { id: 'until', title: t('validTo'), cell: (row) => dayWords(row.validUntil.slice(0, 10)) },
          { id: 'state', title: t('state'), cell: (row) => <Tag tone={row.revoked ? 'quiet' : Date.parse(row.validUntil) < Date.now() ? 'bad' : 'good'}>{row.revoked ? t('revoked') : Date.parse(row.validUntil) < Date.now() ? t('expired') : t('inForce')}</Tag> },
          { id: 'act', title: '', align: 'end', cell: (row) => (may && !row.revoked ? <Button tone="danger" busy={revoke.pending} onClick={() => void revoke.send({ clientId: machine.clientId, keyId: row.id, version: machine.version })}>{t('revokeKey')}</Button> : null) },
        ]}
      />
    </Panel>
  );
}

import { deviceName } from '@yiwang/ui/words/device-name.ts';
import { useState } from 'react';
import { identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useSession } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { currentLanguage } from '../../words/start-words.ts';
import { instantWords } from '../../words/when.ts';
import { AuthenticatorPanel } from './authenticator-panel.tsx';
import { myAccountWords } from './my-account-words.ts';

/** 账号与安全, the officer's own: devices, authenticator, passkeys. */
export default function MyAccount() {
  const t = useWords(myAccountWords);
  const me = useSession();
  return (
    <>
      <PageHead title={t('title')} sub={`${me.name} · ${me.loginName ?? ''}`} />
      <AuthenticatorPanel bound={me.secondFactor} />
      <PasskeyPanel />
      <DevicePanel />
    </>
  );
}

function DevicePanel() {
  const t = useWords(myAccountWords);
  const sessions = useRead(identity.listSessions, {});
  const end = useWrite(identity.revokeSession);
  const endOthers = useWrite(identity.revokeOtherSessions);
  const others = (sessions.data?.sessions.length ?? 0) > 1;
  return (
    <Panel title={t('devices')} flush extra={others && <Button tone="danger" busy={endOthers.pending} onClick={() => void endOthers.send({})}>{t('endOthers')}</Button>}>
      <RefusalNote refusal={end.refusal ?? endOthers.refusal} />
      <Answered of={sessions}>
        {({ sessions: list }) => (
          <DataTable
            label={t('devices')}
            rows={list}
            rowId={(row) => row.id}
            columns={[
              { id: 'device', title: t('device'), lead: true, cell: (row) => <>{deviceName(row.device, currentLanguage())} {row.current && <Tag tone="good">{t('here')}</Tag>}</> },
              { id: 'app', title: t('app'), cell: (row) => (row.app === 'portal' || row.app === 'desk' ? t(row.app) : row.app) },
              { id: 'since', title: t('since'), cell: (row) => instantWords(row.createdAt) },
              { id: 'seen', title: t('seen'), cell: (row) => instantWords(row.lastSeenAt) },
              { id: 'act', title: '', align: 'end', cell: (row) => (row.current ? null : <Button busy={end.pending} onClick={() => void end.send({ sessionId: row.id })}>{t('end')}</Button>) },
            ]}
          />
        )}
      </Answered>
    </Panel>
  );
}

function PasskeyPanel() {
  const t = useWords(myAccountWords);
  const passkeys = useRead(identity.listPasskeys, {});
  const remove = useWrite(identity.removePasskey);
  return (
    <Panel title={t('passkeys')}>
      <p>{t('passkeysLead')}</p>
      <RefusalNote refusal={remove.refusal} />
      <Answered of={passkeys}>
        {({ passkeys: list, possible }) => (
          <>
            {list.length === 0 ? (
              <p>{t('passkeysNone')}</p>
            ) : (
              <DataTable
                label={t('passkeys')}
                rows={list}
                rowId={(row) => row.id}
                columns={[
                  { id: 'name', title: t('passkeyName'), lead: true, cell: (row) => row.name },
                  { id: 'used', title: t('seen'), cell: (row) => (row.lastUsedAt === null ? t('passkeyUnused') : instantWords(row.lastUsedAt)) },
                  { id: 'act', title: '', align: 'end', cell: (row) => <Button tone="danger" busy={remove.pending} onClick={() => void remove.send({ passkeyId: row.id })}>{t('remove')}</Button> },
                ]}
              />
            )}
            {possible ? <AddPasskey /> : <p className="dk-note">{t('passkeysOff')}</p>}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function AddPasskey() {
  const t = useWords(myAccountWords);
  const offer = useRead(identity.offerPasskey, {});
  const add = useWrite(identity.addPasskey);
  const [name, setName] = useState('');
  const [failed, setFailed] = useState(false);
  const make = async (): Promise<void> => {
    setFailed(false);
    const fresh = (await offer.refetch()).data;
    if (fresh === undefined) return;
    try {
      const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(fresh.options as never) });
      const done = await add.send({ ticket: fresh.ticket, name: name.trim(), response: { ...(made as PublicKeyCredential).toJSON() } });
      if (done !== undefined) setName('');
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <RefusalNote refusal={add.refusal} />
      {failed && <p className="dk-note dk-note--bad" role="alert">{t('passkeyFailed')}</p>}
      <TextInput label={t('passkeyName')} value={name} onChange={setName} max={40} />
      <Button icon="key" busy={add.pending} disabled={name.trim() === ''} onClick={() => void make()}>
        {t('passkeyAdd')}
      </Button>
    </>
  );
}

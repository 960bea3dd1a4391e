import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { docking } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dockingWords } from './docking-words.ts';

/** 登记接入: where the system is, what lets us in, who it is when it calls. */
export function ConnectDialog({ page, onClose }: { page: OutputOf<typeof docking.getSystem>; onClose: () => void }) {
  const t = useWords(dockingWords);
  const words = useWords(common);
  const { id, title, connection } = page.system;
  const write = useWrite(docking.connect);
  const [baseUrl, setBaseUrl] = useState(connection?.baseUrl ?? '');
  const [secret, setSecret] = useState('');
  const [clientId, setClientId] = useState(connection?.clientId ?? '');
  const [state, setState] = useState<'active' | 'suspended'>(connection?.state ?? 'active');
  const send = async (): Promise<void> => {
    if ((await write.send({ system: id, version: connection?.version ?? 0, baseUrl, state, ...(secret === '' ? {} : { secret }), ...(clientId === '' ? {} : { clientId }) })) !== undefined) onClose();
  };
  return (
    <Dialog title={`${t(connection === null ? 'connect' : 'changeConnection')}${between().named}${title}`} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={!/^https?:\/\/\S+$/.test(baseUrl)} onClick={() => void send()}>{words('save')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <TextInput label={t('address')} hint={t('addressHint')} value={baseUrl} onChange={setBaseUrl} max={300} required />
      <TextInput label={t('secret')} hint={t('secretHint')} value={secret} onChange={setSecret} max={500} />
      <TextInput label={t('client')} hint={t('clientHint')} value={clientId} onChange={setClientId} max={100} />
      <Select label={t('state')} value={state} onChange={setState} options={[{ value: 'active', label: t('active') }, { value: 'suspended', label: t('suspended') }]} />
    </Dialog>
  );
}

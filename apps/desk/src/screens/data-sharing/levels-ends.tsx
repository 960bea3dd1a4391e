import { useState } from 'react';
import { cascade, data } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { EndDialog } from './end-dialog.tsx';
import { levelsWords } from './levels-words.ts';
import type { Application, Flow, Peer } from './levels-board.tsx';

/** 收回跨级授权. */
export function WithdrawDialog({ application, onClose }: { application: Application; onClose: () => void }) {
  const t = useWords(levelsWords);
  const write = useWrite(cascade.withdraw);
  return <EndDialog act={t('withdraw')} of={application.title} warn={t('withdrawWarn')} write={write} send={(reason) => write.send({ applicationId: application.id, version: application.version, reason })} onClose={onClose} />;
}

/** 断开级联. */
export function EndPeerDialog({ peer, onClose }: { peer: Peer; onClose: () => void }) {
  const t = useWords(levelsWords);
  const write = useWrite(cascade.endPeer);
  return <EndDialog act={t('endPeer')} of={peer.name} warn={t('endPeerWarn')} write={write} send={(reason) => write.send({ peerId: peer.id, version: peer.version, reason })} onClose={onClose} />;
}

/** 停止回流: what has flowed stays where it landed. */
export function EndFlowDialog({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const t = useWords(levelsWords);
  const write = useWrite(cascade.endFlow);
  const end = async (): Promise<void> => {
    if ((await write.send({ flowId: flow.id, version: flow.version })) !== undefined) onClose();
  };
  return (
    <Dialog title={[t('endFlow'), flow.title].join(between().named)} open onClose={onClose} foot={<Button tone="danger" busy={write.pending} onClick={() => void end()}>{t('endFlow')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <p>{t('endFlowWarn', { peer: flow.peer })}</p>
    </Dialog>
  );
}

/** 开通数据回流: which register, to which house below, on what basis. */
export function OpenFlowDialog({ peers, onClose }: { peers: readonly Peer[]; onClose: () => void }) {
  const t = useWords(levelsWords);
  const registers = useRead(data.listRegisters, {});
  const write = useWrite(cascade.openFlow);
  const [peerId, setPeer] = useState(peers[0]?.id ?? '');
  const [register, setRegister] = useState('');
  const [basis, setBasis] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ peerId, register, basis })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('openFlow')} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={peerId === '' || register === '' || basis.trim().length < 4} onClick={() => void send()}>{t('openFlow')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <p className="dk-soft">{t('openFlowNote')}</p>
      <Select label={t('to')} value={peerId} onChange={setPeer} options={peers.map((p) => ({ value: p.id, label: p.name }))} />
      <Select label={t('register')} value={register} onChange={setRegister} options={[{ value: '', label: t('choose') }, ...(registers.data?.registers ?? []).map((r) => ({ value: r.id, label: r.title }))]} />
      <TextArea label={t('basis')} value={basis} onChange={setBasis} rows={2} max={500} required />
    </Dialog>
  );
}

import { useState } from 'react';
import { services } from '../api/contracts.ts';
import { useWrite } from '../api/use-write.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { between } from '../words/start-words.ts';
import { RefusalNote } from './answered.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextArea } from './field.tsx';

export interface OwnTask {
  id: string;
  version: number;
  name: string;
  options: readonly { value: string; label: string; needsOpinion: boolean; tone: string }[];
}

/** 办理: one step of a case decided where it is listed, by those who see no case pages. */
export function TaskDialog({ task, title, onClose }: { task: OwnTask; title: string; onClose: () => void }) {
  const words = useWords(common);
  const decide = useWrite(services.decideTask);
  const [opinion, setOpinion] = useState('');
  const given = opinion.trim();
  const send = async (decision: string): Promise<void> => {
    if ((await decide.send({ taskId: task.id, version: task.version, decision, ...(given === '' ? {} : { opinion: given }) })) !== undefined) onClose();
  };
  return (
    <Dialog title={`${task.name}${between().named}${title}`} open onClose={onClose} foot={task.options.map((o) => (
      <Button key={o.value} tone={o.tone === 'primary' ? 'primary' : 'plain'} busy={decide.pending} disabled={o.needsOpinion && given === ''} onClick={() => void send(o.value)}>{o.label}</Button>
    ))}>
      <RefusalNote refusal={decide.refusal} />
      <TextArea label={words('reason')} value={opinion} onChange={setOpinion} max={1000} rows={3} />
    </Dialog>
  );
}

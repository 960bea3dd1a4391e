import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { services } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import type { Change, DeskLicence } from './licence-page.tsx';
import { licenceWords } from './licence-words.ts';

/** 变更、注销、撤销、吊销、挂起、恢复: with reason and basis; of a change also what is new on its face. */
export function ChangeLicence({ one, change, onReload, onClose }: { one: DeskLicence; change: Change; onReload: () => void; onClose: (answer?: OutputOf<typeof services.changeLicence>) => void }) {
  const t = useWords(licenceWords);
  const c = useWords(common);
  const write = useWrite(services.changeLicence);
  const [reason, setReason] = useState('');
  const bases = one.bases[change] ?? [];
  const [basis, setBasis] = useState(bases[0] ?? '');
  const [fields, setFields] = useState<Record<string, string>>({});
  const changed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== one.fields.find((f) => f.name === name)?.value));
  const incomplete = reason.trim().length < 2 || basis.trim().length < 4 || (change === 'amend' && Object.keys(changed).length === 0);
  const send = async (): Promise<void> => {
    const answer = await write.send({ recordId: one.recordId, version: one.version, change, reason: reason.trim(), basis: basis.trim(), ...(change === 'amend' ? { fields: changed } : {}) });
    if (answer !== undefined) onClose(answer);
  };
  return (
    <Dialog
      title={`${t(change)}${between().named}${one.name}`}
      open
      onClose={() => onClose()}
      foot={
        <>
          <Button onClick={() => onClose()}>{c('cancel')}</Button>
          <Button tone={change === 'amend' || change === 'resume' ? 'primary' : 'danger'} busy={write.pending} disabled={incomplete} onClick={() => void send()}>
            {t(change)}
          </Button>
        </>
      }
    >
      <RefusalNote refusal={write.refusal} onReload={() => (write.clear(), onReload())} />
      <p className="dk-note">{change === 'amend' ? t('amendNote') : t('effect')}</p>
      {change === 'amend' && one.fields.map((field) => <TextInput key={field.name} label={field.label} value={fields[field.name] ?? field.value} onChange={(value) => setFields({ ...fields, [field.name]: value })} max={500} />)}
      <TextArea label={t('reason')} value={reason} onChange={setReason} max={1000} required />
      <TextInput label={t('basis')} hint={t('basisHint')} value={basis} onChange={setBasis} max={300} required />
      {bases.length > 1 && (
        <div className="dk-buttons">
          {bases.map((text) => (
            <Button key={text} tone="quiet" onClick={() => setBasis(text)}>
              {text}
            </Button>
          ))}
        </div>
      )}
    </Dialog>
  );
}

import { useState } from 'react';
import { data, privacy } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import type { Export } from './data-exports.tsx';
import { exportWords } from './export-words.ts';
import '../data-catalogue/data-catalogue.css';

/** 申请导出: what, how much, for what; whether it waits for somebody else is the server's rule. */
export function AskExportDialog({ onClose, onAsked }: { onClose: () => void; onAsked: (told: string) => void }) {
  const t = useWords(exportWords);
  const registers = useRead(data.listRegisters, {});
  return (
    <Dialog title={t('ask')} open onClose={onClose} wide>
      <Answered of={registers}>{(found) => <AskExport registers={found.registers} onAsked={(told) => { onAsked(told); onClose(); }} />}</Answered>
    </Dialog>
  );
}

type Register = { id: string; title: string; fields: { id: string; title: string; type: string; sensitive: boolean }[] };

function AskExport({ registers, onAsked }: { registers: readonly Register[]; onAsked: (told: string) => void }) {
  const t = useWords(exportWords);
  const write = useWrite(privacy.askExport);
  const [register, setRegister] = useState(registers[0]?.id ?? '');
  const [fields, setFields] = useState<string[]>([]);
  const [format, setFormat] = useState<'csv' | 'xlsx'>('xlsx');
  const [rows, setRows] = useState('200');
  const [purpose, setPurpose] = useState('');
  const [lifted, setLifted] = useState(false);
  const offered = registers.find((one) => one.id === register)?.fields.filter((f) => f.type !== 'json') ?? [];
  const sensitive = offered.some((f) => f.sensitive && fields.includes(f.id));
  const toggle = (id: string): void => setFields((now) => (now.includes(id) ? now.filter((f) => f !== id) : [...now, id]));
  const rowsMax = Number(rows);
  const ready = fields.length > 0 && purpose.trim().length >= 4 && Number.isInteger(rowsMax) && rowsMax >= 1;
  const send = async (): Promise<void> => {
    const asked = await write.send({ register, format, fields: offered.filter((f) => fields.includes(f.id)).map((f) => f.id), rowsMax, purpose, lifted: lifted && sensitive });
    if (asked !== undefined) onAsked(t(asked.state === 'waiting' ? 'waits' : 'ready', { number: asked.number }));
  };
  return (
    <div className="dc-form">
      <div className="dc-wide"><RefusalNote refusal={write.refusal} /></div>
      <Select label={t('register')} value={register} onChange={(next) => { setRegister(next); setFields([]); }} options={registers.map((one) => ({ value: one.id, label: one.title }))} />
      <Select label={t('format')} value={format} onChange={setFormat} options={(['xlsx', 'csv'] as const).map((value) => ({ value, label: t(value) }))} />
      <fieldset className="dc-wide">
        <legend>{t('fields')}</legend>
        <div className="dc-checks">
          <label><input type="checkbox" checked={offered.length > 0 && fields.length === offered.length} onChange={(event) => setFields(event.target.checked ? offered.map((f) => f.id) : [])} /><b>{t('chooseAll')}</b></label>
          {offered.map((f) => <label key={f.id}><input type="checkbox" checked={fields.includes(f.id)} onChange={() => toggle(f.id)} />{f.title}</label>)}
        </div>
      </fieldset>
      <TextInput label={t('rowsMax')} hint={t('rowsHint')} type="number" value={rows} onChange={setRows} required />
      {sensitive && <label className="dk-check"><input type="checkbox" checked={lifted} onChange={(event) => setLifted(event.target.checked)} />{t('lifted')}</label>}
      <div className="dc-wide"><TextArea label={t('purpose')} hint={t('purposeHint')} value={purpose} onChange={setPurpose} rows={2} max={200} required /></div>
      <div className="dc-wide"><Button tone="primary" busy={write.pending} disabled={!ready} onClick={() => void send()}>{t('ask')}</Button></div>
    </div>
  );
}

/** 审批: never by whoever asked. */
export function DecideExportDialog({ one, onClose }: { one: Export; onClose: () => void }) {
  const t = useWords(exportWords);
  const write = useWrite(privacy.decideExport);
  const [reason, setReason] = useState('');
  const send = async (approve: boolean): Promise<void> => {
    if ((await write.send({ exportId: one.id, approve, reason, version: one.version })) !== undefined) onClose();
  };
  const short = reason.trim().length < 2;
  return (
    <Dialog title={`${t('decide')} ${one.number}`} open onClose={onClose} foot={<><Button tone="danger" busy={write.pending} disabled={short} onClick={() => void send(false)}>{t('refuse')}</Button><Button tone="primary" busy={write.pending} disabled={short} onClick={() => void send(true)}>{t('approve')}</Button></>}>
      <RefusalNote refusal={write.refusal} />
      <Facts columns={1} facts={[[t('register'), one.registerTitle], [t('fields'), one.fields.join(between().things)], [t('rows'), t('rowsOf', { n: numberWords(one.rowsMax) })], [t('purpose'), one.purpose], [t('officer'), `${one.officer} · ${one.organisation}`], ...(one.lifted ? [['', t('lifted')] as const] : [])]} />
      <TextArea label={t('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} max={300} required />
    </Dialog>
  );
}

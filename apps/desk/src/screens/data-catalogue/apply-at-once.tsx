import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { data, sharing, type catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { DivisionScope } from '../../form/division-scope.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { resourceWords } from './resource-words.ts';

type Entry = OutputOf<typeof catalogue.getEntry>;

/** 即时申请 of what is shared without condition: one service, only the fields that are needed, granted by rule. */
export function ApplyAtOnce({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useWords(resourceWords);
  const services = useRead(sharing.listServices, {});
  const registers = useRead(data.listRegisters, {});
  const apply = useWrite(sharing.apply);
  const [service, setService] = useState('');
  const [fields, setFields] = useState<string[]>([]);
  const [purpose, setPurpose] = useState('');
  const [basis, setBasis] = useState('');
  const [until, setUntil] = useState('');
  const [reference, setReference] = useState('');
  const [scope, setScope] = useState<string | null>('');
  const [done, setDone] = useState(false);
  const send = async (): Promise<void> => {
    const answer = await apply.send({ entryId: entry.id, service, fields, purpose, basis, until, ...(scope === '' || scope === null ? {} : { division: scope }), ...(reference.trim() === '' ? {} : { reference }) });
    setDone(answer !== undefined);
  };
  return (
    <Answered of={services}>
      {({ services: all }) => {
        const offered = all.filter((s) => s.state === 'active' && entry.mounted.some((m) => (m.kind === 'table' ? m.target === s.register : m.kind === 'interface' && m.target === s.id)));
        const one = offered.find((s) => s.id === service);
        const titles = new Map(registers.data?.registers.find((r) => r.id === one?.register)?.fields.map((f) => [f.id, f.title]));
        const ready = one !== undefined && purpose.trim().length >= 4 && basis.trim().length >= 4 && until !== '' && scope !== null && (one.fields.length === 0 || fields.length > 0);
        return (
          <Dialog title={`${t('atOnce')}${between().named}${entry.title}`} open wide onClose={onClose} foot={done || offered.length === 0 ? undefined : <Button tone="primary" busy={apply.pending} disabled={!ready} onClick={() => void send()}>{t('send')}</Button>}>
            {done ? <p role="status" className="dk-note dk-note--good"><span>{t('granted')} <Link to="/data-sharing/services">{t('toServices')}</Link></span></p> : offered.length === 0 ? <p className="dk-soft">{t('noService')}</p> : (
              <>
                <p className="dk-note">{t('atOnceNote')}</p>
                <RefusalNote refusal={apply.refusal} />
                <Select label={t('service')} value={service} onChange={(next) => { setService(next); setFields([]); setScope(''); }} options={[{ value: '', label: t('choose') }, ...offered.map((s) => ({ value: s.id, label: s.title }))]} />
                {one !== undefined && one.fields.length > 0 && <fieldset className="dk-conditions"><legend>{t('fields')}</legend><div className="dc-checks">{one.fields.map((f) => <label key={f}><input type="checkbox" checked={fields.includes(f)} onChange={() => setFields(fields.includes(f) ? fields.filter((x) => x !== f) : [...fields, f])} />{titles.get(f) ?? f}</label>)}</div></fieldset>}
                {one?.divided === true && <DivisionScope value={scope} onChange={setScope} />}
                <TextArea label={t('purpose')} value={purpose} onChange={setPurpose} rows={2} max={120} required />
                <TextInput label={t('basis')} value={basis} onChange={setBasis} max={500} required />
                <div className="dk-form-row">
                  <TextInput label={t('until')} type="date" value={until} onChange={setUntil} required />
                  <TextInput label={t('reference')} value={reference} onChange={setReference} max={60} />
                </div>
              </>
            )}
          </Dialog>
        );
      }}
    </Answered>
  );
}

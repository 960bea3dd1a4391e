import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { DivisionScope } from '../../form/division-scope.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';

type Entry = OutputOf<typeof catalogue.getEntry>;
const ways = ['interface', 'table', 'file', 'verification', 'subscription'] as const;

/** 申请使用: for one purpose, under one duty, only the items that are needed. */
export function ApplyDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useWords(catalogueWords);
  const demand = useWrite(catalogue.openDemand);
  const [purpose, setPurpose] = useState('');
  const [basis, setBasis] = useState('');
  const [until, setUntil] = useState('');
  const [objection, setObjection] = useState('');
  const [fields, setFields] = useState<string[]>([]);
  const offered = ways.filter((w) => entry.sharingWays.includes(w));
  const [way, setWay] = useState<(typeof ways)[number]>(offered[0] ?? 'interface');
  const [done, setDone] = useState<OutputOf<typeof catalogue.openDemand> | null>(null);
  const [scope, setScope] = useState<string | null>('');
  const closed = entry.sharing === 'none';
  const send = async (): Promise<void> => {
    const answer = await demand.send({ entryId: entry.id, purpose, basis, fields, way, ...(until === '' ? {} : { until }), ...(scope === '' || scope === null ? {} : { scope }), ...(closed ? { objection } : {}) });
    if (answer !== undefined) setDone(answer);
  };
  const toggle = (name: string): void => setFields((now) => (now.includes(name) ? now.filter((f) => f !== name) : [...now, name]));
  return (
    <Dialog title={`${t('apply')}${between().named}${entry.title}`} open onClose={onClose} wide foot={done === null ? <Button tone="primary" busy={demand.pending} disabled={scope === null || purpose.trim().length < 4 || basis.trim().length < 4 || (closed && objection.trim().length < 4)} onClick={() => void send()}>{t('send')}</Button> : undefined}>
      {done !== null ? <p role="status">{t('sent', { n: done.number })}{between().clauses}{done.dueOn === null ? t('dueUnknown') : t('due', { day: done.dueOn })}</p> : (
        <div className="dc-form">
          <RefusalNote refusal={demand.refusal} />
          <div className="dc-wide"><TextArea label={t('purpose')} hint={t('purposeHint')} value={purpose} onChange={setPurpose} required rows={2} /></div>
          <div className="dc-wide"><TextInput label={t('legal')} value={basis} onChange={setBasis} required /></div>
          {closed && <div className="dc-wide"><TextArea label={t('objection')} value={objection} onChange={setObjection} required rows={2} /></div>}
          <Select label={t('way')} value={way} onChange={setWay} options={(offered.length > 0 ? offered : ways).map((value) => ({ value, label: t(`w_${value}`) }))} />
          <TextInput label={t('until')} type="date" value={until} onChange={setUntil} />
          {entry.divided && <div className="dc-wide"><DivisionScope value={scope} onChange={setScope} /></div>}
          <fieldset className="dc-wide"><legend>{t('fields')}</legend><div className="dc-checks">{entry.items.map((i) => <label key={i.name}><input type="checkbox" checked={fields.includes(i.name)} onChange={() => toggle(i.name)} />{i.name}</label>)}</div></fieldset>
        </div>
      )}
    </Dialog>
  );
}

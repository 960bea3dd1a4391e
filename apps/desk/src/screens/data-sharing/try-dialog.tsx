import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { data, sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Facts, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { showValue } from '../registers/show-value.ts';
import { serviceWords } from './service-words.ts';

type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];
const filled = (values: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])));

/** 试调用 of a verification or query that was granted: under its purpose, masked, seen by the person. */
export function TryDialog({ grant, register, onClose }: { grant: Grant; register: string; onClose: () => void }) {
  const t = useWords(serviceWords);
  const registers = useRead(data.listRegisters, {});
  const attempt = useWrite(sharing.tryGrant);
  const [key, setKey] = useState<Record<string, string>>({});
  const [fields, setFields] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<OutputOf<typeof sharing.tryGrant> | null>(null);
  const known = registers.data?.registers.find((r) => r.id === register)?.fields ?? [];
  const granted = grant.fields.map((id) => known.find((f) => f.id === id) ?? { id, title: id, identifier: false });
  const identifiers = granted.filter((f) => f.identifier);
  const titleOf = (id: string): string => granted.find((f) => f.id === id)?.title ?? id;
  const send = async (): Promise<void> => setAnswer((await attempt.send({ grantId: grant.id, key: filled(key), fields: grant.mode === 'verify' ? filled(fields) : {} })) ?? null);
  return (
    <Dialog title={t('tryTitle', { service: grant.serviceTitle })} open wide onClose={onClose} foot={<Button tone="primary" busy={attempt.pending} disabled={!identifiers.some((f) => (key[f.id] ?? '').trim() !== '')} onClick={() => void send()}>{t('call')}</Button>}>
      <p className="dk-note">{t('tryNote')}</p>
      <RefusalNote refusal={attempt.refusal} />
      <fieldset className="dk-conditions"><legend>{t('key')}</legend><div className="dk-form-row">{identifiers.map((f) => <TextInput key={f.id} label={f.title} value={key[f.id] ?? ''} onChange={(value) => setKey({ ...key, [f.id]: value })} required />)}</div></fieldset>
      {grant.mode === 'verify' && <fieldset className="dk-conditions"><legend>{t('check')}</legend><div className="dk-form-row">{granted.filter((f) => !f.identifier).map((f) => <TextInput key={f.id} label={f.title} value={fields[f.id] ?? ''} onChange={(value) => setFields({ ...fields, [f.id]: value })} />)}</div></fieldset>}
      {answer !== null && (
        <div role="status">
          <p><Tag tone={answer.found ? 'good' : 'quiet'}>{t(answer.found ? 'foundOne' : 'foundNone')}</Tag></p>
          {answer.matches !== null && <Facts facts={Object.entries(answer.matches).map(([id, same]) => [titleOf(id), <Tag key={id} tone={same ? 'good' : 'bad'}>{t(same ? 'matches' : 'differs')}</Tag>] as const)} />}
          {(answer.records ?? []).map((record, at) => <Facts key={at} facts={Object.entries(record).map(([id, value]) => [titleOf(id), showValue(value)] as const)} />)}
        </div>
      )}
    </Dialog>
  );
}

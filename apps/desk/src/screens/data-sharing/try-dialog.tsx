import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { data, sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { callerLines } from './caller-lines.ts';
import { serviceWords } from './service-words.ts';
import { TryAnswer } from './try-answer.tsx';

type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];
const filled = (values: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])));
const notes = { verify: 'tryNote', query: 'tryNote', batch: 'tryRows', changes: 'tryChanges', file: 'tryFile', proxy: 'tryProxy', peer: 'tryNote' } as const;

/** 试调用 of what was granted: under its purpose, masked, seen by the person; beside it, what the machine will send. */
export function TryDialog({ grant, register, onClose }: { grant: Grant; register: string | null; onClose: () => void }) {
  const t = useWords(serviceWords);
  const registers = useRead(data.listRegisters, {});
  const attempt = useWrite(sharing.tryGrant);
  const [key, setKey] = useState<Record<string, string>>({});
  const [fields, setFields] = useState<Record<string, string>>({});
  const [path, setPath] = useState('');
  const [answer, setAnswer] = useState<OutputOf<typeof sharing.tryGrant> | null>(null);
  const mode = grant.mode ?? 'query';
  const byKey = mode === 'verify' || mode === 'query';
  const known = registers.data?.registers.find((r) => r.id === register)?.fields ?? [];
  const granted = grant.fields.map((id) => known.find((f) => f.id === id) ?? { id, title: id, identifier: false });
  const identifiers = granted.filter((f) => f.identifier);
  const titleOf = (id: string): string => granted.find((f) => f.id === id)?.title ?? id;
  const ready = !byKey || identifiers.some((f) => (key[f.id] ?? '').trim() !== '');
  const send = async (): Promise<void> => {
    setAnswer(null);
    setAnswer((await attempt.send({ grantId: grant.id, ...(byKey ? { key: filled(key) } : {}), ...(mode === 'verify' ? { fields: filled(fields) } : {}), ...(mode === 'proxy' ? { path: path.trim() } : {}) })) ?? null);
  };
  return (
    <Dialog title={t('tryTitle', { service: grant.serviceTitle })} open wide onClose={onClose} foot={<Button tone="primary" busy={attempt.pending} disabled={!ready} onClick={() => void send()}>{t('call')}</Button>}>
      <p className="dk-note">{t(notes[mode])}</p>
      <RefusalNote refusal={attempt.refusal} />
      {byKey && <fieldset className="dk-conditions"><legend>{t('key')}</legend><div className="dk-form-row">{identifiers.map((f) => <TextInput key={f.id} label={f.title} value={key[f.id] ?? ''} onChange={(value) => setKey({ ...key, [f.id]: value })} required />)}</div>{identifiers.length === 0 && registers.data !== undefined && <p className="dk-soft">{t('noKey')}</p>}</fieldset>}
      {mode === 'verify' && <fieldset className="dk-conditions"><legend>{t('check')}</legend><div className="dk-form-row">{granted.filter((f) => !f.identifier).map((f) => <TextInput key={f.id} label={f.title} value={fields[f.id] ?? ''} onChange={(value) => setFields({ ...fields, [f.id]: value })} />)}</div></fieldset>}
      {mode === 'proxy' && <TextInput label={t('path')} hint={t('pathHint')} value={path} onChange={setPath} max={500} />}
      {answer !== null && <TryAnswer answer={answer} columns={grant.fields} titleOf={titleOf} />}
      <details className="ds-caller"><summary>{t('caller')}</summary><pre className="dk-wrap ds-body" tabIndex={0} aria-label={t('caller')}>{callerLines({ mode, service: grant.service, grantId: grant.id, purposeCode: grant.purposeCode, path: path.trim(), key: filled(key), fields: filled(fields) })}</pre></details>
    </Dialog>
  );
}

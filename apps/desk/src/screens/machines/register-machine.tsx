import { useDeferredValue, useState } from 'react';
import { identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { usePost } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { machineWords } from './machine-words.ts';

export const linesOf = (text: string): string[] => text.split(/[\s,，;；]+/).filter((line) => line !== '');

/** 登记部门系统: whose, what for, who answers for it, until when, how it proves itself. */
export function RegisterMachine({ open, onClose, onMade }: { open: boolean; onClose: () => void; onMade: (made: { clientId: string; secretTicket: string | null }) => void }) {
  const t = useWords(machineWords);
  const post = usePost();
  const write = useWrite(identity.registerMachine);
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState('');
  const [form, setForm] = useState({ name: '', purpose: '', contact: '', contactPhone: '', permissions: '', validTo: '', publicKey: '' });
  const [secret, setSecret] = useState(true);
  const asked = useDeferredValue(find.trim());
  const found = useRead(identity.listOrganisations, { text: asked, limit: 20 }, { keep: true, ready: open && asked.length > 1 }).data?.organisations ?? [];
  const own = post === undefined ? [] : [{ creditCode: post.organisation, name: post.organisationName }];
  const organisations = [...own, ...found.filter((one) => one.creditCode !== post?.organisation)];
  const organisation = organisations.some((one) => one.creditCode === chosen) ? chosen : (organisations[0]?.creditCode ?? '');
  const set = (name: keyof typeof form) => (value: string): void => setForm({ ...form, [name]: value });
  const ready = [form.name, form.purpose, form.contact, form.contactPhone, form.validTo].every((value) => value.trim() !== '') && (secret || form.publicKey.trim() !== '');
  const send = async (): Promise<void> => {
    const { publicKey, permissions, ...rest } = form;
    const made = await write.send({ ...rest, organisation, permissions: linesOf(permissions), secret, ...(publicKey.trim() === '' ? {} : { publicKey: publicKey.trim() }) });
    if (made !== undefined) onMade(made);
  };
  return (
    <Dialog title={t('register')} open={open} onClose={onClose} wide foot={<Button tone="primary" busy={write.pending} disabled={!ready} onClick={() => void send()}>{t('register')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <TextInput label={t('organisationFind')} value={find} onChange={setFind} max={40} />
      <Select label={t('organisation')} value={organisation} onChange={setChosen} options={organisations.map((one) => ({ value: one.creditCode, label: one.name }))} />
      <TextInput label={t('name')} value={form.name} onChange={set('name')} max={60} required />
      <TextInput label={t('purpose')} value={form.purpose} onChange={set('purpose')} max={200} required />
      <TextInput label={t('contact')} value={form.contact} onChange={set('contact')} max={50} required />
      <TextInput label={t('contactPhone')} value={form.contactPhone} onChange={set('contactPhone')} max={20} required />
      <TextInput label={t('validTo')} hint={t('validHint')} type="date" value={form.validTo} onChange={set('validTo')} required />
      <TextArea label={t('permissions')} hint={t('permissionsHint')} value={form.permissions} onChange={set('permissions')} rows={3} max={2000} />
      <label className="dk-check">
        <input type="checkbox" checked={secret} onChange={(event) => setSecret(event.target.checked)} /> {t('withSecret')}
      </label>
      <TextArea label={t('key')} hint={t('keyHint')} value={form.publicKey} onChange={set('publicKey')} rows={3} max={1000} />
    </Dialog>
  );
}

import { useDeferredValue, useState } from 'react';
import { data, identity, sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { DivisionScope } from '../../form/division-scope.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { todayInChina } from '../../words/when.ts';
import './data-sharing.css';
import { sharingWords } from './sharing-words.ts';

const whole = (text: string, max: number): number | undefined => (/^[1-9]\d*$/.test(text) && Number(text) <= max ? Number(text) : undefined);

/** 授权: one department (or one machine of it), one service, the fields and rows that its purpose needs, until a day. */
export function GiveGrant({ onClose }: { onClose: () => void }) {
  const t = useWords(sharingWords);
  const services = useRead(sharing.listServices, {});
  const registers = useRead(data.listRegisters, {});
  const write = useWrite(sharing.grantService);
  const [form, setForm] = useState({ service: '', find: '', organisation: '', memberId: '', purposeCode: '', purpose: '', legalBasis: '', until: '', rate: '20', quota: '10000' });
  const [fields, setFields] = useState<string[]>([]);
  const [scope, setScope] = useState<string | null>('');
  const set = (name: keyof typeof form) => (value: string): void => setForm({ ...form, [name]: value });
  const asked = useDeferredValue(form.find.trim());
  const found = useRead(identity.listOrganisations, { text: asked, limit: 20 }, { keep: true, ready: asked.length > 1 }).data?.organisations ?? [];
  const organisation = found.some((one) => one.creditCode === form.organisation) ? form.organisation : (found[0]?.creditCode ?? '');
  const members = useRead(sharing.listMembers, { organisation }, { ready: organisation !== '' }).data?.members.filter((m) => m.kind === 'machine' && m.endedAt === null) ?? [];
  const memberId = members.some((m) => m.id === form.memberId) ? form.memberId : '';
  const service = services.data?.services.find((s) => s.id === form.service);
  const titles = new Map(registers.data?.registers.find((r) => r.id === service?.register)?.fields.map((f) => [f.id, f.title]));
  const [ratePerSecond, dailyQuota] = [whole(form.rate, 10_000), whole(form.quota, 100_000_000)];
  const ready = service !== undefined && organisation !== '' && /^[a-z][a-z0-9-]{1,59}$/.test(form.purposeCode) && form.purpose.trim().length >= 4 && form.legalBasis.trim().length >= 4 && form.until >= todayInChina() && (service.fields.length === 0 || fields.length > 0) && ratePerSecond !== undefined && dailyQuota !== undefined && scope !== null;
  const send = async (): Promise<void> => {
    const { purposeCode, purpose, legalBasis } = form;
    const made = await write.send({
      service: form.service, organisation, ...(memberId === '' ? {} : { memberId }), purposeCode, purpose, legalBasis, fields, ...(scope === '' || scope === null ? {} : { division: scope }), ...(ratePerSecond === undefined ? {} : { ratePerSecond }), ...(dailyQuota === undefined ? {} : { dailyQuota }),
      validTo: new Date(`${form.until}T23:59:59+08:00`).toISOString(),
    });
    if (made !== undefined) onClose();
  };
  const choose = (id: string): void => {
    set('service')(id);
    setFields([]);
    setScope('');
  };
  return (
    <Dialog title={t('giveTitle')} open wide onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={!ready} onClick={() => void send()}>{t('give')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <Select label={t('service')} value={form.service} onChange={choose} options={[{ value: '', label: t('choose') }, ...(services.data?.services ?? []).filter((s) => s.state === 'active').map((s) => ({ value: s.id, label: s.title }))]} />
      <div className="dk-form-row">
        <TextInput label={t('organisationFind')} value={form.find} onChange={set('find')} max={40} required />
        <Select label={t('organisation')} value={organisation} onChange={set('organisation')} options={found.length === 0 ? [{ value: '', label: '—' }] : found.map((one) => ({ value: one.creditCode, label: one.name }))} />
        <Select label={t('machine')} value={memberId} onChange={set('memberId')} options={[{ value: '', label: t('anyMachine') }, ...members.map((m) => ({ value: m.id, label: m.name }))]} />
      </div>
      {service !== undefined && service.fields.length > 0 && (
        <fieldset className="dk-conditions">
          <legend>{t('offered')}</legend>
          <div className="ds-checks">{service.fields.map((f) => <label key={f}><input type="checkbox" checked={fields.includes(f)} onChange={() => setFields(fields.includes(f) ? fields.filter((x) => x !== f) : [...fields, f])} /> {titles.get(f) ?? f}</label>)}</div>
        </fieldset>
      )}
      {service?.divided === true && <DivisionScope value={scope} onChange={setScope} />}
      <TextArea label={t('purpose')} value={form.purpose} onChange={set('purpose')} rows={2} max={200} required />
      <TextInput label={t('grantBasis')} value={form.legalBasis} onChange={set('legalBasis')} max={500} required />
      <TextInput label={t('code')} hint={t('codeHint')} value={form.purposeCode} onChange={set('purposeCode')} max={60} required />
      <div className="dk-form-row">
        <TextInput label={t('until')} type="date" value={form.until} onChange={set('until')} required />
        <TextInput label={t('rate')} type="number" value={form.rate} onChange={set('rate')} required />
        <TextInput label={t('quota')} type="number" value={form.quota} onChange={set('quota')} required />
      </div>
    </Dialog>
  );
}

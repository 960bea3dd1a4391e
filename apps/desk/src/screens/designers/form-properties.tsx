import type { Field, Form, Option, Page, Section, Text } from '@yiwang/ui/form-logic/form.ts';
import { designers } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Select } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { FeelInput } from './feel-input.tsx';
import type { Part } from './form-edits.ts';
import { fieldTypes, formDesignWords } from './form-words.ts';
import { KeptInput } from './kept-input.tsx';

const zhOf = (text: Text | undefined): string => (text === undefined ? '' : typeof text === 'string' ? text : text.zh);
const enOf = (text: Text | undefined): string => (typeof text === 'object' ? (text.en ?? '') : '');
const textFrom = (zh: string, en: string): Text => (en.trim() === '' ? zh : { zh, en });
/** Sets a part, or leaves it out where there is nothing. */
const put = <P extends object>(part: P, key: string, value: unknown): P => {
  const { [key]: _old, ...rest } = part as Record<string, unknown>;
  return (value === undefined || value === '' || value === false ? rest : { ...part, [key]: value }) as P;
};

interface PropertiesProps {
  part: Part;
  /** 1 a page, 2 a section, 3 a field. */
  rank: number;
  form: Form;
  onChange: (part: Part) => void;
}

/** 属性 of a page, section or field. */
export function FormProperties({ part, rank, form, onChange }: PropertiesProps) {
  const t = useWords(formDesignWords);
  const key = rank === 3 ? 'label' : 'title';
  const title = (part as { title?: Text; label?: Text })[key];
  return (
    <fieldset className="dk-design-properties">
      <legend>{rank === 1 ? t('page') : rank === 2 ? t('section') : t('field')}</legend>
      <KeptInput label={rank === 3 ? t('label') : t('title')} value={zhOf(title)} onKeep={(zh) => onChange(put(part, key, textFrom(zh, enOf(title))))} />
      <KeptInput label={t('english')} value={enOf(title)} onKeep={(en) => onChange(put(part, key, textFrom(zhOf(title), en)))} />
      <KeptInput label={t('id')} value={part.id} onKeep={(id) => onChange({ ...part, id })} />
      {rank < 3 && <KeptInput label={t('note')} value={zhOf((part as Page).note)} onKeep={(note) => onChange(put(part, 'note', note))} />}
      {rank === 2 && <Repeat section={part as Section} onChange={onChange} />}
      {rank === 3 && <FieldProperties field={part as Field} form={form} onChange={onChange} />}
      <FeelInput label={t('showIf')} value={part.showIf ?? ''} onChange={(showIf) => onChange(put(part, 'showIf', showIf))} />
    </fieldset>
  );
}

function Repeat({ section, onChange }: { section: Section; onChange: (section: Section) => void }) {
  const t = useWords(formDesignWords);
  const { repeat } = section;
  return (
    <>
      <Tick label={t('repeat')} value={repeat !== undefined} onChange={(on) => onChange(put(section, 'repeat', on ? { min: 1, max: 10 } : undefined))} />
      {repeat !== undefined && (
        <>
          <KeptInput type="number" label={t('min')} value={String(repeat.min)} onKeep={(min) => onChange({ ...section, repeat: { ...repeat, min: Number(min) } })} />
          <KeptInput type="number" label={t('max')} value={String(repeat.max)} onKeep={(max) => onChange({ ...section, repeat: { ...repeat, max: Number(max) } })} />
        </>
      )}
    </>
  );
}

function Tick({ label, value, onChange }: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className="dk-check">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} /> {label}
    </label>
  );
}

const common = ['id', 'label', 'help', 'required', 'showIf', 'compute', 'check', 'source', 'sensitive'];
/** What a type needs at the least. */
const needs: Partial<Record<Field['type'], object>> = { choice: { options: [{ code: '1', label: '选项一' }] }, region: { level: 'county' }, address: { level: 'township' }, lookup: { register: '' }, licence: { licenceType: '' } };

function FieldProperties({ field, form, onChange }: { field: Field; form: Form; onChange: (field: Field) => void }) {
  const t = useWords(formDesignWords);
  const choices = useRead(designers.designChoices, {}).data;
  const any = field as Field & Record<string, unknown>;
  const set = (key: string, value: unknown): void => onChange(put(field, key, value));
  const become = (type: Field['type']): void => onChange({ ...Object.fromEntries(Object.entries(field).filter(([key]) => common.includes(key))), type, ...needs[type] } as Field);
  const named = (list: readonly { id: string; title: string }[] | undefined) => [{ value: '', label: t('none') }, ...(list ?? []).map((one) => ({ value: one.id, label: one.title }))];
  const number = (key: string, label: string) => <KeptInput key={key} type="number" label={label} value={any[key] === undefined ? '' : String(any[key])} onKeep={(value) => set(key, value === '' ? undefined : Number(value))} />;
  const [rule] = field.check ?? [];
  return (
    <>
      <Select<Field['type']> label={t('type')} value={field.type} onChange={become} options={fieldTypes.map((value) => ({ value, label: t(value === 'note' ? 'noteField' : value === 'licence' ? 'licenceField' : value) }))} />
      <KeptInput label={t('help')} value={zhOf(field.help)} onKeep={(help) => set('help', help)} />
      <Tick label={t('required')} value={field.required !== undefined && field.required !== false} onChange={(on) => set('required', on)} />
      <FeelInput label={t('requiredIf')} value={typeof field.required === 'string' ? field.required : ''} onChange={(text) => set('required', text === '' ? undefined : text)} />
      {field.type === 'text' && (
        <>
          <Tick label={t('multiline')} value={field.multiline === true} onChange={(on) => set('multiline', on)} />
          {number('maxLength', t('maxLength'))}
        </>
      )}
      {(field.type === 'number' || field.type === 'money') && [number('min', t('min')), number('max', t('max'))]}
      {field.type === 'number' && <KeptInput label={t('unit')} value={zhOf(field.unit)} onKeep={(unit) => set('unit', unit)} />}
      {field.type === 'choice' && (
        <>
          <Tick label={t('multiple')} value={field.multiple === true} onChange={(on) => set('multiple', on)} />
          <Select label={t('codeList')} value={field.codeList ?? ''} onChange={(codeList) => onChange(codeList === '' ? put({ ...field, ...needs.choice } as Field, 'codeList', undefined) : put(put(field, 'options', undefined), 'codeList', codeList))} options={named(choices?.codeLists)} />
          {field.codeList === undefined && <KeptInput lines={4} label={t('options')} value={(field.options ?? []).map((one) => `${one.code} ${zhOf(one.label)}`).join('\n')} onKeep={(lines) => set('options', readOptions(lines, field.options ?? []))} />}
        </>
      )}
      {(field.type === 'region' || field.type === 'address') && <KeptInput label={t('level')} value={field.level} onKeep={(level) => set('level', level)} list={['province', 'city', 'county', 'township', 'village']} />}
      {field.type === 'lookup' && <Select label={t('register')} value={field.register} onChange={(register) => set('register', register)} options={named(choices?.registers)} />}
      {field.type === 'licence' && <KeptInput label={t('licence')} value={field.licenceType} onKeep={(licenceType) => set('licenceType', licenceType)} list={(choices?.licences ?? []).map((one) => one.id)} />}
      <Tick label={t('sensitive')} value={field.sensitive === true} onChange={(on) => set('sensitive', on)} />
      <FeelInput label={t('compute')} value={field.compute ?? ''} onChange={(text) => set('compute', text)} />
      <FeelInput label={t('check')} value={rule?.if ?? ''} onChange={(text) => set('check', text === '' ? field.check?.slice(1) : [{ message: rule?.message ?? '请检查此项', if: text }, ...(field.check ?? []).slice(1)])} />
      {rule !== undefined && <KeptInput label={t('checkMessage')} value={zhOf(rule.message)} onKeep={(message) => set('check', [{ ...rule, message }, ...(field.check ?? []).slice(1)])} />}
      <Source field={field} form={form} registers={choices?.registers ?? []} onChange={(source) => set('source', source)} />
    </>
  );
}

/** Options as lines; the English words of those that stay, stay. */
const readOptions = (lines: string, before: readonly Option[]): Option[] =>
  lines.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const [code = '', ...words] = line.split(/\s+/);
    const old = before.find((one) => one.code === code);
    const label = words.join(' ') || code;
    return { ...old, code, label: textFrom(label, enOf(old?.label)) };
  });

type Registers = readonly { id: string; title: string; fields: readonly { id: string; title: string }[] }[];

function Source({ field, form, registers, onChange }: { field: Field; form: Form; registers: Registers; onChange: (source: Field['source']) => void }) {
  const t = useWords(formDesignWords);
  const { source } = field;
  const register = registers.find((one) => one.id === source?.register);
  const others = form.pages.flatMap((page) => page.sections.flatMap((section) => section.fields)).filter((one) => one.id !== field.id);
  return (
    <>
      <Select label={t('source')} value={source?.register ?? ''} onChange={(id) => onChange(id === '' ? undefined : { register: id, field: registers.find((one) => one.id === id)?.fields[0]?.id ?? '', by: others[0]?.id ?? '' })} options={[{ value: '', label: t('none') }, ...registers.map((one) => ({ value: one.id, label: one.title }))]} />
      {source !== undefined && (
        <>
          <Select label={t('sourceField')} value={source.field} onChange={(id) => onChange({ ...source, field: id })} options={(register?.fields ?? [{ id: source.field, title: source.field }]).map((one) => ({ value: one.id, label: one.title }))} />
          <Select label={t('sourceBy')} value={source.by} onChange={(by) => onChange({ ...source, by })} options={others.map((one) => ({ value: one.id, label: zhOf(one.label) }))} />
          <Tick label={t('locked')} value={source.locked === true} onChange={(on) => onChange(put(source, 'locked', on))} />
        </>
      )}
    </>
  );
}

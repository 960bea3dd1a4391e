import { FeelWords } from '../../../pieces/feel-words.tsx';
import { ConditionField } from '../../../pieces/condition-field.tsx';
import { Button } from '../../../pieces/button.tsx';
import { Select, TextArea, TextInput } from '../../../pieces/field.tsx';
import { useWords } from '../../../words/define-words.ts';
import { between } from '../../../words/start-words.ts';
import { editorWords } from '../editor-words.ts';
import type { StepColumn, StepOf } from './step-draft.ts';

interface FormProps<S> {
  step: S;
  columns: readonly StepColumn[];
  onChange: (step: S) => void;
}

/** What conditions are chosen from: a sealed column is only empty or not. */
const conditionColumns = (columns: readonly StepColumn[]) => columns.map((c) => ({ ...c, kind: c.sealed ? 'digest' : c.kind }));
const titleIn = (columns: readonly StepColumn[]) => (name: string): string | undefined => columns.find((c) => c.name === name)?.title;

export function FilterForm({ step, columns, onChange }: FormProps<StepOf<'filter'>>) {
  const t = useWords(editorWords);
  return <ConditionField label={t('where')} columns={conditionColumns(columns)} value={step.where} onChange={(where) => onChange({ ...step, where })} />;
}

export function CheckForm({ step, columns, onChange }: FormProps<StepOf<'check'>>) {
  const t = useWords(editorWords);
  return (
    <>
      <div className="dk-form-row">
        <TextInput label={t('ruleTitle')} value={step.title} onChange={(title) => onChange({ ...step, title })} max={100} required />
        <TextInput label={t('atMost')} hint={t('atMostHint')} type="number" value={String(Math.round((step.atMost ?? 0) * 100))} onChange={(text) => onChange({ ...step, atMost: Math.min(Math.max(Number(text) || 0, 0), 100) / 100 })} />
      </div>
      <ConditionField label={t('rule')} columns={conditionColumns(columns)} value={step.rule} onChange={(rule) => onChange({ ...step, rule })} />
    </>
  );
}

/** 列映射: which columns go on and how they are called; where a register waits at the end, by its fields. */
export function MapForm({ step, columns, onChange, fields }: FormProps<StepOf<'map'>> & { fields: readonly { id: string; title: string }[] }) {
  const t = useWords(editorWords);
  const put = (name: string, as: string | null): void => {
    const others = step.columns.filter((c) => c.column !== name);
    const title = step.columns.find((c) => c.column === name)?.title;
    onChange({ ...step, columns: as === null ? others : columns.flatMap((c) => (c.name === name ? [{ column: name, ...(as === '' || as === name ? {} : { as }), ...(title === undefined ? {} : { title }) }] : others.filter((o) => o.column === c.name))) });
  };
  return (
    <fieldset className="dk-conditions">
      <legend>{t('keep')}</legend>
      <Button onClick={() => onChange({ ...step, columns: columns.map((c) => ({ column: c.name })) })}>{t('keepAll')}</Button>
      {columns.map((c) => {
        const kept = step.columns.find((one) => one.column === c.name);
        return (
          <div className="dd-map" key={c.name}>
            <label><input type="checkbox" checked={kept !== undefined} onChange={() => put(c.name, kept === undefined ? '' : null)} /> {c.title}</label>
            {kept !== undefined && (fields.length > 0
              ? <Select label={<span className="dk-hidden">{`${c.title}${between().named}${t('field')}`}</span>} value={kept.as ?? c.name} onChange={(as) => put(c.name, as)} options={[...(fields.some((f) => f.id === (kept.as ?? c.name)) ? [] : [{ value: kept.as ?? c.name, label: t('same') }]), ...fields.map((f) => ({ value: f.id, label: f.title }))]} />
              : <TextInput label={<span className="dk-hidden">{`${c.title}${between().named}${t('as')}`}</span>} value={kept.as ?? c.name} onChange={(as) => put(c.name, as)} max={40} />)}
          </div>
        );
      })}
    </fieldset>
  );
}

const kinds = ['text', 'integer', 'decimal', 'money', 'date', 'boolean'] as const;

export function ComputeForm({ step, columns, onChange }: FormProps<StepOf<'compute'>>) {
  const t = useWords(editorWords);
  return (
    <>
      <div className="dk-form-row">
        <TextInput label={t('columnTitle')} value={step.title ?? ''} onChange={(title) => onChange(title === '' ? { do: 'compute', as: step.as, kind: step.kind, expression: step.expression } : { ...step, title })} max={100} />
        <TextInput label={t('columnName')} value={step.as} onChange={(as) => onChange({ ...step, as })} max={40} required />
        <Select label={t('kind')} value={step.kind} onChange={(kind) => onChange({ ...step, kind })} options={kinds.map((value) => ({ value, label: t(`t_${value}`) }))} />
      </div>
      <TextArea label={t('expression')} hint={t('expressionHint', { columns: columns.filter((c) => !c.sealed).map((c) => `${c.name}${between().aside(c.title)}`).join(between().things) })} value={step.expression} onChange={(expression) => onChange({ ...step, expression })} rows={2} required />
      {step.expression.trim() !== '' && <FeelWords expression={step.expression} titleOf={titleIn(columns)} />}
    </>
  );
}

const rules = ['name', 'identity-number', 'phone', 'address', 'bank-card', 'email', 'licence-number', 'plate', 'all'] as const;

export function MaskForm({ step, columns, onChange }: FormProps<StepOf<'mask'>>) {
  const t = useWords(editorWords);
  const put = (name: string, rule: (typeof rules)[number] | ''): void => {
    const others = step.columns.filter((c) => c.column !== name);
    onChange({ ...step, columns: rule === '' ? others : [...others, { column: name, rule }] });
  };
  return (
    <fieldset className="dk-conditions">
      <legend>{t('maskRule')}</legend>
      {columns.filter((c) => c.kind === 'text' && !c.sealed).map((c) => (
        <div className="dd-map" key={c.name}>
          <span>{c.title}</span>
          <Select label={<span className="dk-hidden">{`${c.title}${between().named}${t('maskRule')}`}</span>} value={step.columns.find((one) => one.column === c.name)?.rule ?? ''} onChange={(rule) => put(c.name, rule)} options={[{ value: '' as const, label: t('m_none') }, ...rules.map((value) => ({ value, label: t(`m_${value}`) }))]} />
        </div>
      ))}
    </fieldset>
  );
}

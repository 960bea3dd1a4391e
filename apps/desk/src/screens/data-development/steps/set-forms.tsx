import { data } from '../../../api/contracts.ts';
import { useRead } from '../../../api/use-read.ts';
import { Button } from '../../../pieces/button.tsx';
import { Select, TextInput } from '../../../pieces/field.tsx';
import { useWords } from '../../../words/define-words.ts';
import { Groups, Measures } from '../../data-analysis/question-parts.tsx';
import { editorWords } from '../editor-words.ts';
import { ColumnChecks } from './column-checks.tsx';
import type { StepColumn, StepOf } from './step-draft.ts';
import { StepSource, useSourceColumns } from './step-source.tsx';

interface FormProps<S> {
  step: S;
  columns: readonly StepColumn[];
  onChange: (step: S) => void;
}

export function ExtractForm({ step, onChange }: Omit<FormProps<StepOf<'extract'>>, 'columns'>) {
  const t = useWords(editorWords);
  const all = useSourceColumns(step.from);
  return (
    <>
      <StepSource label={t('source')} source={step.from} onChange={(from) => onChange({ do: 'extract', from })} />
      {all.length > 0 && <ColumnChecks label={t('take')} columns={all} chosen={step.columns ?? []} onChange={(columns) => onChange({ do: 'extract', from: step.from, ...(columns.length === 0 ? {} : { columns }) })} />}
    </>
  );
}

export function JoinForm({ step, columns, onChange }: FormProps<StepOf<'join'>>) {
  const t = useWords(editorWords);
  const other = useSourceColumns(step.with);
  const put = (at: number, more: Partial<{ left: string; right: string }>): void => onChange({ ...step, on: step.on.map((k, i) => (i === at ? { ...k, ...more } : k)) });
  const options = (of: readonly StepColumn[]) => [{ value: '', label: t('choose') }, ...of.map((c) => ({ value: c.name, label: c.title }))];
  return (
    <>
      <div className="dk-form-row">
        <StepSource label={t('source')} source={step.with} onChange={(source) => onChange({ ...step, with: source, on: step.on.map((k) => ({ ...k, right: '' })), take: [] })} />
        <Select label={t('joinKind')} value={step.kind ?? 'left'} onChange={(kind) => onChange({ ...step, kind })} options={(['left', 'inner'] as const).map((value) => ({ value, label: t(value) }))} />
      </div>
      <fieldset className="dk-conditions">
        <legend>{t('on')}</legend>
        {step.on.map((key, at) => (
          <div className="dk-form-row" key={at}>
            <Select label={t('thisSide')} value={key.left} onChange={(left) => put(at, { left })} options={options(columns)} />
            <Select label={t('otherSide')} value={key.right} onChange={(right) => put(at, { right })} options={options(other)} />
          </div>
        ))}
        {step.on.length < 5 && <Button icon="plus" onClick={() => onChange({ ...step, on: [...step.on, { left: '', right: '' }] })}>{t('addKey')}</Button>}
      </fieldset>
      <ColumnChecks label={t('taken')} columns={other} chosen={step.take.map((c) => c.column)} onChange={(names) => onChange({ ...step, take: names.map((name) => step.take.find((c) => c.column === name) ?? { column: name, ...(columns.some((c) => c.name === name) ? { as: `other${name.charAt(0).toUpperCase()}${name.slice(1)}` } : {}) }) })} />
    </>
  );
}

/** A name for a figure that nobody has named: `count`, `sumCapital`. */
const nameOf = (fn: string, of: string): string => (of === '' ? fn : `${fn}${of.charAt(0).toUpperCase()}${of.slice(1)}`).slice(0, 40);

export function AggregateForm({ step, columns, onChange }: FormProps<StepOf<'aggregate'>>) {
  const open = columns.filter((c) => !c.sealed);
  return (
    <>
      <Groups
        columns={open} max={6} named
        parts={(step.groupBy ?? []).map((g) => ({ column: g.column, by: g.by ?? null, as: g.as ?? g.column }))}
        onChange={(parts) => onChange({ ...step, groupBy: parts.map(({ column, by, as }, at) => ({ column, ...(by === null ? {} : { by }), ...(as === '' || as === column || column !== step.groupBy?.[at]?.column ? {} : { as }) })) })}
      />
      <Measures
        columns={open} max={19} named
        parts={step.measures.map((m) => ({ fn: m.fn, of: m.of ?? '', as: m.as }))}
        onChange={(parts) => onChange({ ...step, measures: parts.map(({ fn, of, as }, at) => {
          const before = step.measures[at];
          const renamed = before !== undefined && before.fn === fn && (before.of ?? '') === of;
          return { as: renamed ? as : nameOf(fn, of), fn, ...(of === '' ? {} : { of }), ...(before?.where === undefined ? {} : { where: before.where }) };
        }) })}
      />
    </>
  );
}

export function LoadForm({ step, onChange }: Omit<FormProps<StepOf<'load'>>, 'columns'>) {
  const t = useWords(editorWords);
  const registers = useRead(data.listRegisters, {});
  return <Select label={t('into')} value={step.register} onChange={(register) => onChange({ ...step, register })} options={[{ value: '', label: t('choose') }, ...(registers.data?.registers ?? []).map((r) => ({ value: r.id, label: r.title }))]} />;
}

export function PublishForm({ step, onChange }: Omit<FormProps<StepOf<'publish'>>, 'columns'>) {
  const t = useWords(editorWords);
  return (
    <>
      <Select label={t('publishAs')} value={step.as} onChange={(as) => onChange({ ...step, as })} options={(['set', 'service', 'open-candidate'] as const).map((value) => ({ value, label: t(`p_${value}`) }))} />
      <div className="dk-form-row">
        <TextInput label={t('publishTitle')} value={step.title} onChange={(title) => onChange({ ...step, title })} max={100} required />
        <TextInput label={t('publishName')} value={step.name} onChange={(name) => onChange({ ...step, name })} max={60} required />
      </div>
    </>
  );
}

import { useId, type ReactNode } from 'react';
import { DayInput } from './day-input.tsx';

/** A labelled field of the desk's own forms; the child gets the id and what describes it. */
export function Labelled({ label, hint, children, required = false }: { label: ReactNode; hint?: ReactNode; required?: boolean; children: (ids: { id: string; 'aria-describedby'?: string; 'aria-required'?: boolean }) => ReactNode }) {
  const id = useId();
  return (
    <div className="dk-field">
      <label htmlFor={id}>
        {label}
        {required && <i aria-hidden="true"> *</i>}
      </label>
      {children({ id, ...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }), ...(required ? { 'aria-required': true } : {}) })}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

export function TextArea({ label, value, onChange, hint, rows = 3, max = 2000, required = false }: { label: ReactNode; value: string; onChange: (text: string) => void; hint?: ReactNode; rows?: number; max?: number; required?: boolean }) {
  return (
    <Labelled label={label} hint={hint} required={required}>
      {(ids) => <textarea {...ids} className="dk-input" rows={rows} maxLength={max} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Labelled>
  );
}

export function TextInput({ label, value, onChange, hint, max = 200, required = false, type = 'text' }: { label: ReactNode; value: string; onChange: (text: string) => void; hint?: ReactNode; max?: number; required?: boolean; type?: 'text' | 'date' | 'number' | 'time' | 'password' }) {
  return (
    <Labelled label={label} hint={hint} required={required}>
      {(ids) => (type === 'date' ? <DayInput {...ids} value={value} onChange={onChange} /> : <input {...ids} type={type} className="dk-input" {...(type === 'password' ? { autoComplete: 'off' } : {})} maxLength={max} value={value} onChange={(event) => onChange(event.target.value)} />)}
    </Labelled>
  );
}

export function Select<V extends string>({ label, value, onChange, options, hint }: { label: ReactNode; value: V; onChange: (value: V) => void; options: readonly { value: V; label: string }[]; hint?: ReactNode }) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <select {...ids} className="dk-input" value={value} onChange={(event) => onChange(event.target.value as V)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

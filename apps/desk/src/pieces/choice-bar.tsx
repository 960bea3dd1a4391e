import type { ReactNode } from 'react';

/** One of a few, always in sight: boxes of a list, states of a filter. */
export function ChoiceBar<V extends string>({ label, value, options, onChange }: { label: string; value: V; options: readonly { value: V; label: ReactNode; count?: number }[]; onChange: (value: V) => void }) {
  return (
    <div className="dk-choices" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
          {option.count !== undefined && <b>{option.count}</b>}
        </button>
      ))}
    </div>
  );
}

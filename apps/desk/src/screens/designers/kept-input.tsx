import { useEffect, useState } from 'react';
import { Labelled } from '../../pieces/field.tsx';

/** A field that hands its text on when it is left or Enter is pressed: one step of undo for one change. */
export function KeptInput({ label, value, onKeep, hint, lines = 1, type = 'text', disabled = false, list }: { label: string; value: string; onKeep: (text: string) => void; hint?: string; lines?: number; type?: 'text' | 'number'; disabled?: boolean; list?: readonly string[] }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const keep = (): void => {
    if (text !== value) onKeep(text);
  };
  return (
    <Labelled label={label} hint={hint}>
      {(ids) =>
        lines > 1 ? (
          <textarea {...ids} className="dk-input dk-design-feel" rows={lines} maxLength={4000} disabled={disabled} value={text} onChange={(event) => setText(event.target.value)} onBlur={keep} />
        ) : (
          <>
            <input {...ids} className="dk-input" type={type} maxLength={200} disabled={disabled} {...(type === 'number' ? { min: 0, max: 9999 } : {})} {...(list === undefined ? {} : { list: `${ids.id}-list` })} value={text} onChange={(event) => setText(event.target.value)} onBlur={keep} onKeyDown={(event) => event.key === 'Enter' && keep()} />
            {list !== undefined && <datalist id={`${ids.id}-list`}>{list.map((one) => <option key={one} value={one} />)}</datalist>}
          </>
        )
      }
    </Labelled>
  );
}

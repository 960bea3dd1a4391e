import { useWords } from '../../../words/define-words.ts';
import { editorWords } from '../editor-words.ts';
import type { StepColumn } from './step-draft.ts';

/** Columns to be ticked. */
export function ColumnChecks({ label, columns, chosen, onChange }: { label: string; columns: readonly StepColumn[]; chosen: readonly string[]; onChange: (names: string[]) => void }) {
  const t = useWords(editorWords);
  const toggle = (name: string): void => onChange(columns.map((c) => c.name).filter((one) => (one === name ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <fieldset className="dk-conditions">
      <legend>{label}</legend>
      <div className="dd-checks">
        {columns.map((c) => (
          <label key={c.name}>
            <input type="checkbox" checked={chosen.includes(c.name)} onChange={() => toggle(c.name)} /> {c.title}
            {c.sealed && <small>（{t('sealed')}）</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

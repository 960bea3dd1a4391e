import { useState } from 'react';
import { between, textOf } from '../../words/start-words.ts';
import { useWords } from '../../words/define-words.ts';
import { elementCodes, isCode, partCodes, partNames } from './element-names.ts';
import { itemWords } from './item-words.ts';

interface ElementValueProps {
  label: string;
  value: unknown;
  /** The value in words, where it is a code or a structure. */
  said?: string | undefined;
  editing: boolean;
  onChange: (value: unknown) => void;
}

const isText = (value: unknown): value is { zh: string; en?: string } => typeof value === 'object' && value !== null && 'zh' in value;

/** One element of an item: read as words, edited as text, number, or (structured ones) as JSON. */
export function ElementValue({ label, value, said, editing, onChange }: ElementValueProps) {
  const codes = useWords(elementCodes);
  if (!editing && said !== undefined && said !== '') return <>{said}</>;
  if (!editing) return typeof value === 'string' && isCode(value) ? <>{codes(value)}</> : <Shown value={value} />;
  if (typeof value === 'number') return <input aria-label={label} className="dk-input" type="number" value={value} onChange={(event) => onChange(Number(event.target.value))} />;
  if (typeof value === 'string') return <input aria-label={label} className="dk-input" value={value} onChange={(event) => onChange(event.target.value)} />;
  if (isText(value)) {
    return (
      <div className="dk-two">
        <textarea aria-label={`${label} 中文`} className="dk-input" rows={2} value={value.zh} onChange={(event) => onChange({ ...value, zh: event.target.value })} />
        <textarea aria-label={`${label} English`} lang="en" className="dk-input" rows={2} value={value.en ?? ''} onChange={(event) => onChange({ ...value, en: event.target.value })} />
      </div>
    );
  }
  return <Structured label={label} value={value} onChange={onChange} />;
}

function Structured({ label, value, onChange }: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  const t = useWords(itemWords);
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  return (
    <details>
      <summary>{t('json')}</summary>
      <textarea
        aria-label={label}
        className="dk-input dk-code"
        rows={Math.min(16, text.split('\n').length)}
        value={text}
        aria-invalid={wrong}
        onChange={(event) => {
          setText(event.target.value);
          try {
            onChange(JSON.parse(event.target.value));
            setWrong(false);
          } catch {
            setWrong(true);
          }
        }}
      />
      {wrong && <span className="dk-wrong">{t('wrongJson')}</span>}
    </details>
  );
}

/** A value as words: texts, lists, and the parts of a structured element. */
function Shown({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <>—</>;
  if (typeof value === 'boolean') return <>{value ? '✓' : '—'}</>;
  if (typeof value !== 'object') return <>{String(value)}</>;
  if (isText(value)) return <>{textOf(value)}</>;
  if (Array.isArray(value)) {
    return (
      <ul className="dk-bullets">
        {value.map((one, at) => (
          <li key={at}>
            <Shown value={one} />
          </li>
        ))}
      </ul>
    );
  }
  if ('law' in value) return <Basis basis={value as { law: string; article?: string; text?: string }} />;
  return <Structure value={value as Record<string, unknown>} />;
}

/** A structured element: its name, then its parts by their names. What only the machine reads stays in the editor. */
function Structure({ value: { name, step, id: _id, fields: _fields, ...others } }: { value: Record<string, unknown> }) {
  const parts = useWords(partNames);
  const codes = useWords(partCodes);
  const lead = name ?? step;
  const said = (one: unknown): string => {
    if (one === true) return codes('true');
    if (Array.isArray(one)) return one.map(said).join(between().things);
    if (typeof one === 'object' && one !== null) return textOf(one) || said((one as { id?: unknown }).id ?? '');
    return typeof one === 'string' && Object.hasOwn(partCodes.phrases, one) ? codes(one as keyof typeof partCodes.phrases) : String(one);
  };
  const told = Object.entries(others).filter(([, one]) => one !== null && one !== undefined && one !== false);
  return (
    <>
      {lead !== undefined && (
        <b>
          <Shown value={lead} />
        </b>
      )}{' '}
      <span className="dk-soft">{told.map(([key, one]) => (Object.hasOwn(partNames.phrases, key) ? (one === true ? parts(key as keyof typeof partNames.phrases) : `${parts(key as keyof typeof partNames.phrases)}${between().named}${said(one)}`) : `${key}: ${said(one)}`)).join(' · ')}</span>
    </>
  );
}

/** 设定依据: 《法》第几条, and its text. */
const Basis = ({ basis }: { basis: { law: string; article?: string; text?: string } }) => (
  <>
    《{basis.law.replace(/^《|》$/g, '')}》{basis.article}
    {basis.text !== undefined && <small> {basis.text}</small>}
  </>
);

import { fieldId, type FieldView } from '@yiwang/ui/form/form-view.ts';
import { showAnswer } from '@yiwang/ui/form/show-answer.ts';
import { formWords } from '@yiwang/ui/form/words.ts';
import { DayInput } from '../pieces/day-input.tsx';
import { Icon } from '../pieces/icon.tsx';
import { currentLanguage, textOf } from '../words/start-words.ts';
import { FileField } from './file-field.tsx';
import { RegionField } from './region-field.tsx';
import { SignaturePad } from './signature-pad.tsx';

interface ControlProps {
  view: FieldView;
  touch: boolean;
  onChange: (value: unknown) => void;
}

const grouped = new Set(['boolean', 'address', 'region', 'file', 'signature']);

/** One field with label, help, source and what is wrong with it. */
export function FieldControl({ view, touch, onChange }: ControlProps) {
  const locale = currentLanguage();
  const words = formWords[locale];
  const { field } = view;
  if (field.type === 'note') return <p className="dk-note dk-wide">{view.label}</p>;
  const id = fieldId(view.path);
  const many = grouped.has(field.type) || (field.type === 'choice' && (touch || field.multiple === true || view.options.length <= 4));
  const locked = view.computed || view.source?.locked === true;
  const wide = field.type === 'address' || field.type === 'file' || field.type === 'signature' || field.type === 'region' || (field.type === 'text' && field.multiline === true) || (field.type === 'choice' && (touch || field.multiple === true)) || (field.type === 'boolean' && field.mustBeTrue === true);
  const Label = many ? 'span' : 'label';
  const described = [view.help === '' ? '' : `${id}-help`, view.error === null ? '' : `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={`dk-field ${wide ? 'dk-wide' : ''} ${view.error === null ? '' : 'dk-field--wrong'}`} role={many ? 'group' : undefined} aria-labelledby={many ? `${id}-label` : undefined}>
      <Label className="dk-legend" id={`${id}-label`} {...(many ? {} : { htmlFor: id })}>
        {view.label}
        {view.required && <i aria-hidden="true"> *</i>}
      </Label>
      {locked ? (
        <output className="dk-locked" id={id}>
          {showAnswer(view, locale) || words.empty}
        </output>
      ) : (
        <Control view={view} touch={touch} onChange={onChange} id={id} described={described} />
      )}
      {view.source !== null && (
        <small className="dk-source">
          <Icon name="database" size={13} />
          {words.source(view.source.register)}
        </small>
      )}
      {view.computed && <small>{words.computed}</small>}
      {view.help !== '' && <small id={`${id}-help`}>{view.help}</small>}
      {view.error !== null && (
        <span className="dk-wrong" id={`${id}-error`}>
          {view.error}
        </span>
      )}
    </div>
  );
}

function Control({ view, touch, onChange, id, described }: ControlProps & { id: string; described: string }) {
  const words = formWords[currentLanguage()];
  const { field, value } = view;
  const marks = { id, ...(described === '' ? {} : { 'aria-describedby': described }), ...(view.error === null ? {} : { 'aria-invalid': true }), ...(view.required ? { 'aria-required': true } : {}) };
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const typed = (given: string): void => onChange(given === '' ? null : given);
  switch (field.type) {
    case 'text':
      return field.multiline === true ? <textarea {...marks} className="dk-input" rows={3} maxLength={field.maxLength ?? 5000} value={text} onChange={(event) => typed(event.target.value)} /> : <input {...marks} className="dk-input" maxLength={field.maxLength ?? 500} value={text} onChange={(event) => typed(event.target.value)} />;
    case 'number':
      return (
        <span className="dk-affix">
          <input {...marks} className="dk-input" inputMode="decimal" value={text} onChange={(event) => onChange(numberOf(event.target.value))} />
          {field.unit !== undefined && <span>{textOf(field.unit)}</span>}
        </span>
      );
    case 'money':
      return (
        <span className="dk-affix">
          <input {...marks} className="dk-input" inputMode="decimal" defaultValue={typeof value === 'number' ? (value / 100).toFixed(2) : ''} onBlur={(event) => onChange(event.target.value === '' ? null : Math.round(Number(event.target.value.replace(/[,，\s]/g, '')) * 100))} />
          <span>{words.yuan}</span>
        </span>
      );
    case 'date':
      return <DayInput {...marks} value={text} onChange={typed} />;
    case 'phone':
      return <input {...marks} className="dk-input" inputMode="tel" maxLength={20} value={text} onChange={(event) => typed(event.target.value)} />;
    case 'identity-number':
    case 'credit-code':
      return <input {...marks} className="dk-input dk-code" maxLength={22} autoCapitalize="characters" autoComplete="off" spellCheck={false} value={text} onChange={(event) => typed(event.target.value)} />;
    case 'lookup':
    case 'licence':
      return <input {...marks} className="dk-input" maxLength={200} value={text} onChange={(event) => typed(event.target.value)} />;
    case 'boolean':
      return field.mustBeTrue === true ? (
        <label className="dk-check">
          <input {...marks} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
          {words.agree}
        </label>
      ) : (
        <Picks name={id} options={[{ code: 'true', label: words.yes }, { code: 'false', label: words.no }]} chosen={value === null ? [] : [String(value)]} multiple={false} onPick={(codes) => onChange(codes[0] === 'true')} />
      );
    case 'choice': {
      const chosen = Array.isArray(value) ? value.map(String) : text === '' ? [] : [text];
      if (field.multiple === true) return <Picks name={id} options={view.options} chosen={chosen} multiple onPick={onChange} />;
      if (touch || view.options.length <= 4) return <Picks name={id} options={view.options} chosen={chosen} multiple={false} onPick={(codes) => onChange(codes[0])} />;
      return (
        <select {...marks} className="dk-input" value={text} onChange={(event) => typed(event.target.value)}>
          <option value="">{words.choose}</option>
          {view.options.map((option) => (
            <option key={option.code} value={option.code}>
              {option.label}
            </option>
          ))}
        </select>
      );
    }
    case 'region':
      return <RegionField id={id} level={field.level} value={text} onChange={onChange} />;
    case 'address': {
      const address = (typeof value === 'object' && value !== null ? value : {}) as { region?: string; detail?: string };
      return (
        <div className="dk-address">
          <RegionField id={id} level={field.level} value={address.region ?? ''} onChange={(region) => onChange({ region, detail: address.detail ?? '' })} />
          <input className="dk-input" aria-label={words.detail} placeholder={words.detail} maxLength={field.maxLength ?? 200} value={address.detail ?? ''} onChange={(event) => onChange({ region: address.region ?? '', detail: event.target.value })} />
        </div>
      );
    }
    case 'file':
      return <FileField id={id} accept={field.accept ?? []} max={field.maxFiles ?? 5} value={value} onChange={onChange} camera={touch} />;
    case 'signature':
      return <SignaturePad value={value} onChange={onChange} />;
    case 'note':
      return null;
  }
}

const numberOf = (typed: string): unknown => (typed.trim() === '' ? null : /^-?\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : typed);

function Picks({ name, options, chosen, multiple, onPick }: { name: string; options: readonly { code: string; label: string }[]; chosen: readonly string[]; multiple: boolean; onPick: (codes: string[]) => void }) {
  return (
    <div className="dk-picks">
      {options.map((option) => (
        <label key={option.code} className={`dk-pick dk-pick--${option.code}`}>
          <input type={multiple ? 'checkbox' : 'radio'} name={name} checked={chosen.includes(option.code)} onChange={(event) => onPick(multiple ? (event.target.checked ? [...chosen, option.code] : chosen.filter((code) => code !== option.code)) : [option.code])} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

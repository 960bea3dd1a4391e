import { readDay } from '@yiwang/ui/words/read-day.ts';
import { useRef, useState, type InputHTMLAttributes } from 'react';
import { useWords } from '../words/define-words.ts';
import { dayInputWords } from './day-input-words.ts';
import { Icon } from './icon.tsx';

interface DayInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type' | 'min' | 'max'> {
  /** YYYY-MM-DD; empty while no whole day is written. */
  value: string;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
}

/** A day as 年-月-日, whatever the language of the browser: typed, or chosen from the browser's own calendar. */
export function DayInput({ value, onChange, min, max, ...marks }: DayInputProps) {
  const t = useWords(dayInputWords);
  const calendar = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [left, setLeft] = useState(false);
  const shown = (readDay(typed) ?? '') === value ? typed : value;
  const wrong = left && shown !== '' && readDay(shown) === undefined;
  return (
    <span className="dk-day">
      <input
        {...marks}
        type="text"
        className="dk-input"
        maxLength={20}
        autoComplete="off"
        placeholder={t('form')}
        value={shown}
        {...(wrong ? { 'aria-invalid': true } : {})}
        onFocus={() => setLeft(false)}
        onBlur={() => {
          setLeft(true);
          setTyped(readDay(shown) ?? shown);
          // what is no day is sent as it is written, so that it is refused and not left out
          if (readDay(shown) === undefined && shown !== value) onChange(shown);
        }}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(readDay(event.target.value) ?? '');
        }}
      />
      <input ref={calendar} type="date" tabIndex={-1} aria-hidden="true" min={min} max={max} value={readDay(value) ?? ''} onChange={(event) => onChange(event.target.value)} />
      <button type="button" className="dk-icon-button" aria-label={t('choose')} title={t('choose')} onClick={() => calendar.current?.showPicker()}>
        <Icon name="calendar" />
      </button>
      {wrong && <span className="dk-wrong" role="alert">{t('wrong')}</span>}
    </span>
  );
}

import { useState } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Text that is searched when it is sent, not while it is typed. */
export function SearchBox({ label, value, onSearch, max = 60 }: { label: string; value: string; onSearch: (text: string) => void; max?: number }) {
  const t = useWords(common);
  const [text, setText] = useState(value);
  return (
    <form
      className="dk-search"
      role="search"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <Icon name="search" size={16} />
      <input type="search" aria-label={label} placeholder={label} value={text} maxLength={max} onChange={(event) => setText(event.target.value)} />
      <Button submit>{t('search')}</Button>
    </form>
  );
}

import { useState, type ReactNode } from 'react';
import { Button } from '../../pieces/button.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { registerWords } from './register-words.ts';

const key = 'yiwang.desk.purpose';

/** Asks for what purpose personal data is looked at, before any of it is fetched; kept for the visit. */
export function PurposeGate({ children }: { children: (purpose: string) => ReactNode }) {
  const t = useWords(registerWords);
  const [purpose, setPurpose] = useState(() => sessionStorage.getItem(key) ?? '');
  const [typed, setTyped] = useState('');
  if (purpose !== '') return children(purpose);
  return (
    <div className="dk-narrow">
      <Panel title={t('purposeTitle')}>
        <p className="dk-note dk-note--soon">{t('purposeNote')}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            sessionStorage.setItem(key, typed.trim());
            setPurpose(typed.trim());
          }}
        >
          <TextInput label={t('purpose')} hint={t('purposeHint')} value={typed} onChange={setTyped} required />
          <div className="dk-buttons dk-gap">
            {([t('common1'), t('common2'), t('common3')] as const).map((phrase) => (
              <Button key={phrase} onClick={() => setTyped(phrase)}>
                {phrase}
              </Button>
            ))}
          </div>
          <Button submit tone="primary" disabled={typed.trim().length < 4}>
            {t('go')}
          </Button>
        </form>
      </Panel>
    </div>
  );
}

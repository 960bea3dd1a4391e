import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { services } from '../api/contracts.ts';
import { useRead } from '../api/use-read.ts';
import { Icon } from './icon.tsx';
import { Labelled } from './field.tsx';

export type Person = OutputOf<typeof services.findColleagues>['people'][number];

/** Colleagues by name or department. */
export function PeoplePicker({ label, hint, chosen, onChange, many }: { label: ReactNode; hint: string; chosen: readonly Person[]; onChange: (people: Person[]) => void; many: boolean }) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useRead(services.findColleagues, { text: asked }, { keep: true });
  const isChosen = (one: Person): boolean => chosen.some((each) => each.accountId === one.accountId);
  const pick = (one: Person): void => onChange(isChosen(one) ? chosen.filter((each) => each.accountId !== one.accountId) : many ? [...chosen, one] : [one]);
  return (
    <Labelled label={label} required>
      {(ids) => (
        <>
          <input {...ids} className="dk-input" placeholder={hint} maxLength={40} value={text} onChange={(event) => setText(event.target.value)} />
          <ul className="dk-people">
            {(found.data?.people ?? []).slice(0, 8).map((one) => (
              <li key={one.accountId}>
                <button type="button" aria-pressed={isChosen(one)} onClick={() => pick(one)}>
                  <b>{one.name}</b> <span>{one.post}</span> <small>{one.organisation}</small>
                  {isChosen(one) && <Icon name="check" size={16} />}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Labelled>
  );
}

import { useState } from 'react';
import { identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Waiting } from '../../pieces/answered.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { useWords } from '../../words/define-words.ts';
import { accountWords } from './account-words.ts';

/** 行政区划树: a level is asked for when it is opened; the way to the chosen one stands open. */
export function DivisionTree({ chosen, onChoose }: { chosen: string; onChoose: (digits: string) => void }) {
  return <Branch parent="" chosen={chosen} onChoose={onChoose} />;
}

function Branch({ parent, chosen, onChoose }: { parent: string; chosen: string; onChoose: (digits: string) => void }) {
  const t = useWords(accountWords);
  const below = useRead(identity.listDivisions, { ...(parent === '' ? {} : { parent }), limit: 200 });
  const [open, setOpen] = useState<Readonly<Record<string, boolean>>>({});
  if (below.data === undefined) return <Waiting />;
  return (
    <ul className="dk-tree">
      {below.data.divisions.map((one) => {
        const shown = open[one.digits] ?? (chosen.startsWith(one.digits) && chosen !== one.digits);
        return (
          <li key={one.digits}>
            <span>
              {one.branch ? (
                <button type="button" className="dk-tree-open" aria-expanded={shown} aria-label={t('expand', { name: one.name })} onClick={() => setOpen({ ...open, [one.digits]: !shown })}>
                  <Icon name="down" size={14} />
                </button>
              ) : (
                <i />
              )}
              <button type="button" aria-current={one.digits === chosen} onClick={() => onChoose(one.digits)}>
                {one.name}
              </button>
            </span>
            {shown && <Branch parent={one.digits} chosen={chosen} onChoose={onChoose} />}
          </li>
        );
      })}
    </ul>
  );
}

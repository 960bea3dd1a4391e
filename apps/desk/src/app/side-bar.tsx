import { useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import { Icon } from '../pieces/icon.tsx';
import { useWords } from '../words/define-words.ts';
import { mayOpen, navigation, navigationWords, standsIn } from './navigation.ts';
import type { Session } from './session.tsx';
import { shellWords } from './shell-words.ts';

type Group = (typeof navigation)[number];
/** A menu of at most so many places is shown whole. */
const wholeMax = 12;
const kept = 'yiwang.desk.groups';

/** What the official opened or closed by hand, kept in the browser. */
function useFolds(): [Readonly<Record<string, boolean>>, (name: string, open: boolean) => void] {
  const [folds, setFolds] = useState<Record<string, boolean>>(() => {
    try {
      const found: unknown = JSON.parse(localStorage.getItem(kept) ?? '{}');
      return typeof found === 'object' && found !== null ? (found as Record<string, boolean>) : {};
    } catch {
      return {};
    }
  });
  const fold = (name: string, open: boolean): void => {
    const next = { ...folds, [name]: open };
    setFolds(next);
    localStorage.setItem(kept, JSON.stringify(next));
  };
  return [folds, fold];
}

/** 功能导航: the places that one may open, in groups. The group of the present place is always open. */
export function SideBar({ me, open, onClose }: { me: Session; open: boolean; onClose: () => void }) {
  const w = useWords(shellWords);
  const { pathname } = useLocation();
  const [folds, fold] = useFolds();
  const groups = navigation.map((group) => ({ ...group, places: group.places.filter((one) => mayOpen(one, me.permissions)) })).filter((group) => group.places.length > 0);
  const whole = groups.reduce((n, group) => n + group.places.length, 0) <= wholeMax;
  return (
    <>
      {open && <div className="dk-shade" onClick={onClose} />}
      <nav className={`dk-side ${open ? 'dk-side--open' : ''}`} aria-label={w('places')} id="places">
        {groups.map((group) => {
          const here = group.places.some((one) => standsIn(one, pathname));
          return <GroupOfPlaces key={group.name} group={group} open={here || (folds[group.name] ?? (whole || group.name === 'work'))} here={here} onFold={(next) => fold(group.name, next)} />;
        })}
      </nav>
    </>
  );
}

function GroupOfPlaces({ group, open, here, onFold }: { group: Group; open: boolean; here: boolean; onFold: (open: boolean) => void }) {
  const t = useWords(navigationWords);
  const id = `places-${group.name}`;
  return (
    <section className="dk-places">
      <h2>
        <button type="button" aria-expanded={open} aria-controls={id} aria-disabled={here} onClick={() => !here && onFold(!open)}>
          {t(group.name)}
          <Icon name="down" size={16} />
        </button>
      </h2>
      <ul id={id} hidden={!open}>
        {group.places.map((one) => (
          <li key={one.path}>
            <NavLink to={one.path} end={one.path === '/'}>
              <Icon name={one.icon} />
              {t(one.name)}
            </NavLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

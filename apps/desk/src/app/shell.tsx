import { Suspense, useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { signInAddress } from '../api/call.ts';
import { identity } from '../api/contracts.ts';
import { useRead } from '../api/use-read.ts';
import { Answered, Waiting } from '../pieces/answered.tsx';
import { Icon } from '../pieces/icon.tsx';
import { useWords } from '../words/define-words.ts';
import { mayOpen, navigation, navigationWords } from './navigation.ts';
import { SessionContext, type Session } from './session.tsx';
import { shellWords } from './shell-words.ts';
import { TopBar } from './top-bar.tsx';

/** Everything around a screen: who one is, where one can go. */
export function Shell() {
  const session = useRead(identity.me, {});
  return <Answered of={session}>{(me) => <House me={me} />}</Answered>;
}

function House({ me }: { me: Session }) {
  useEffect(() => {
    if (!me.signedIn) location.assign(signInAddress());
  }, [me.signedIn]);
  const t = useWords(shellWords);
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const moving = useNavigation().state !== 'idle';
  useEffect(() => setOpen(false), [pathname]);
  if (!me.signedIn) return null;
  return (
    <SessionContext value={me}>
      <a className="dk-skip" href="#main">
        {t('skip')}
      </a>
      <TopBar onMenu={() => setOpen(!open)} open={open} />
      <div className="dk-house">
        <SideBar me={me} open={open} onClose={() => setOpen(false)} />
        <main id="main" className="dk-main" tabIndex={-1} aria-busy={moving}>
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </SessionContext>
  );
}

function SideBar({ me, open, onClose }: { me: Session; open: boolean; onClose: () => void }) {
  const t = useWords(navigationWords);
  const w = useWords(shellWords);
  return (
    <>
      {open && <div className="dk-shade" onClick={onClose} />}
      <nav className={`dk-side ${open ? 'dk-side--open' : ''}`} aria-label={w('places')} id="places">
        {navigation.map((group) => {
          const places = group.places.filter((one) => mayOpen(one, me.permissions));
          if (places.length === 0) return null;
          return (
            <section key={group.name}>
              <h2>{t(group.name)}</h2>
              <ul>
                {places.map((one) => (
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
        })}
      </nav>
    </>
  );
}

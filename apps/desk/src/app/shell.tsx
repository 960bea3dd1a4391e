import { Suspense, useEffect, useState } from 'react';
import { Outlet, useLocation, useNavigation } from 'react-router';
import { signInAddress } from '../api/call.ts';
import { identity } from '../api/contracts.ts';
import { useRead } from '../api/use-read.ts';
import { Answered, Waiting } from '../pieces/answered.tsx';
import { useWords } from '../words/define-words.ts';
import { SessionContext, type Session } from './session.tsx';
import { shellWords } from './shell-words.ts';
import { SideBar } from './side-bar.tsx';
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

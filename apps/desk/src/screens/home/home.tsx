import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { mayOpen, navigation, navigationWords } from '../../app/navigation.ts';
import { usePost, useSession } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { TaskTable } from '../../pieces/task-table.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, todayInChina, weekdayWords } from '../../words/when.ts';
import { homeWords } from './home-words.ts';
import { WeekBars } from './week-bars.tsx';

/** 工作门户: what waits, what is urgent, where to go. */
export default function Home() {
  const t = useWords(homeWords);
  const me = useSession();
  const post = usePost();
  const home = useRead(services.deskHome, {}, { every: 60_000 });
  const day = todayInChina();
  return (
    <>
      <PageHead title={t('hello', { name: me.name })} sub={`${dayWords(day)} ${weekdayWords(day)} · ${post?.organisationName ?? ''} · ${post?.title ?? ''}`} />
      <Answered of={home}>
        {(answer) => (
          <>
            <nav className="dk-counts" aria-label={t('counts')}>
              <Count to="/tasks" label={t('open')} n={answer.counts.open} icon="inbox" tone="accent" />
              <Count to="/tasks?box=mine" label={t('mine')} n={answer.counts.mine} icon="person" />
              <Count to="/tasks?light=soon" label={t('soon')} n={answer.counts.soon} icon="clock" tone="soon" />
              <Count to="/tasks?light=red" label={t('overdue')} n={answer.counts.overdue} icon="warning" tone="bad" />
              <Count to="/messages" label={t('unread')} n={answer.counts.unread} icon="bell" />
            </nav>
            <div className="dk-columns">
              <div>
                <Panel title={t('urgent')} extra={<Link to="/tasks">{t('allTasks')}</Link>} flush>
                  <TaskTable label={t('urgent')} tasks={answer.urgent} short empty={t('nothingUrgent')} />
                </Panel>
                <Panel title={t('week')}>
                  <WeekBars label={t('week')} names={[t('submitted'), t('concluded')]} days={answer.week} />
                </Panel>
              </div>
              <div>
                <Shortcuts />
                <Panel title={t('apps')}>
                  <ul className="dk-apps">
                    {answer.apps.map((app) => (
                      <li key={app.id}>
                        {app.allowed ? (
                          <a href={app.path}>
                            <span aria-hidden="true">{app.name.slice(0, 1)}</span>
                            {app.name}
                          </a>
                        ) : (
                          <span className="dk-app-shut" title={t('shut')}>
                            <span aria-hidden="true">
                              <Icon name="lock" size={16} />
                            </span>
                            {app.name}
                            <i className="dk-hidden">{t('shut')}</i>
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                </Panel>
              </div>
            </div>
          </>
        )}
      </Answered>
    </>
  );
}

function Shortcuts() {
  const t = useWords(homeWords);
  const w = useWords(navigationWords);
  const me = useSession();
  const places = navigation.flatMap((group) => group.places).filter((one) => ['/window', '/inspections', '/hand-out', '/supervision', '/items'].includes(one.path) && mayOpen(one, me.permissions));
  if (places.length === 0) return null;
  return (
    <Panel title={t('often')}>
      <ul className="dk-shortcuts">
        {places.map((one) => (
          <li key={one.path}>
            <Link to={one.path}>
              <Icon name={one.icon} size={22} />
              {w(one.name)}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Count({ to, label, n, icon, tone = 'plain' }: { to: string; label: string; n: number; icon: 'inbox' | 'person' | 'clock' | 'warning' | 'bell'; tone?: 'plain' | 'accent' | 'soon' | 'bad' }) {
  return (
    <Link to={to} className={`dk-count dk-count--${n === 0 ? 'plain' : tone}`}>
      <Icon name={icon} size={22} />
      <span>{label}</span>
      <strong>{n}</strong>
    </Link>
  );
}

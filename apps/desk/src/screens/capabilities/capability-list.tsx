import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { opening } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered, Nothing } from '../../pieces/answered.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { capabilityWords } from './capability-words.ts';

type Capability = OutputOf<typeof opening.listCapabilities>['capabilities'][number];

/** 能力目录: what departments' systems may use, by group. */
export default function CapabilityList() {
  const t = useWords(capabilityWords);
  const [group, setGroup] = useState('');
  const list = useRead(opening.listCapabilities, {}, { every: 60_000 });
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')}>
        <Link className="dk-button dk-button--plain" to="/capabilities/applications">{t('applications')}</Link>
      </PageHead>
      <Answered of={list}>
        {({ capabilities }) => {
          const groups = [...new Map(capabilities.map((c) => [c.group, c.groupTitle]))];
          const shown = capabilities.filter((c) => group === '' || c.group === group);
          return (
            <Panel title={t('directory')} extra={<ChoiceBar label={t('directory')} value={group} onChange={setGroup} options={[{ value: '', label: t('all'), count: capabilities.length }, ...groups.map(([value, label]) => ({ value, label, count: capabilities.filter((c) => c.group === value).length }))]} />}>
              {shown.length === 0 ? <Nothing>{t('none')}</Nothing> : <div className="dk-cards">{shown.map((c) => <Card key={c.id} capability={c} />)}</div>}
            </Panel>
          );
        }}
      </Answered>
    </>
  );
}

function Card({ capability: c }: { capability: Capability }) {
  return (
    <Link to={`/capabilities/${c.id}`}>
      <Icon name="fork" />
      <b>{c.title}</b>
      <small>{c.summary}</small>
      <span className="dk-tags">
        <CapabilityTags capability={c} />
      </span>
    </Link>
  );
}

export const standingTones = { open: 'good', suspended: 'bad', retiring: 'soon', retired: 'quiet' } as const;

/** What one wants to know of a capability before anything else. */
export function CapabilityTags({ capability: c }: { capability: Capability }) {
  const t = useWords(capabilityWords);
  return (
    <>
      {c.standing.state !== 'open' && <Tag tone={standingTones[c.standing.state]}>{t(c.standing.state)}</Tag>}
      <Tag tone={c.health.ok === null ? 'quiet' : c.health.ok ? 'good' : 'bad'}>{t(c.health.ok === null ? 'unknown' : c.health.ok ? 'healthy' : 'unhealthy')}</Tag>
      <Tag>{t(c.access)}</Tag>
      {c.mine !== 'none' && <Tag tone={c.mine === 'active' ? 'good' : c.mine === 'applied' ? 'accent' : 'soon'}>{t(`mine_${c.mine}`)}</Tag>}
    </>
  );
}

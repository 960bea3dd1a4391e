import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { PageHead, Tag } from '../../pieces/panel.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { sceneWords } from './scene-words.ts';

type Scene = OutputOf<typeof development.listScenes>['scenes'][number];
const tones = { active: 'good', over: 'quiet', withdrawn: 'bad' } as const;
const kinds = ['operator', 'official'] as const;

/** 场景登记: for which purposes public data is worked on, by whom, until when, and how much it was used. */
export default function SceneRegister() {
  const t = useWords(sceneWords);
  const found = useRead(development.listScenes, {});
  const [kind, setKind] = useState<Scene['kind'] | 'all'>('all');
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')}><Link className="dk-button dk-button--plain" to="/data-development">{t('board')}</Link></PageHead>
      <div className="dk-filters"><ChoiceBar label={t('kind')} value={kind} onChange={setKind} options={[{ value: 'all', label: t('all') }, ...kinds.map((value) => ({ value, label: t(`k_${value}`) }))]} /></div>
      <TablePanel
        title={t('scenes')} of={found} rows={({ scenes }) => scenes.filter((s) => kind === 'all' || s.kind === kind)} rowId={(s) => s.id ?? [s.who, s.offerTitle, s.purpose].join('\n')} empty={<>{t('noScenes')} <Link to="/safe-space">{t('space')}</Link></>}
        columns={[
          { id: 'scene', title: t('scene'), lead: true, cell: (s) => <>{s.id === null ? <b>{s.title}</b> : <LeadLink to={`/data-development/agreements/${s.id}`}>{s.title}</LeadLink>}{s.purpose !== s.title && <small>{s.purpose}</small>}</> },
          { id: 'who', title: t('who'), cell: (s) => <>{s.who}<small>{t(`k_${s.kind}`)}</small></> },
          { id: 'data', title: t('data'), cell: (s) => <>{s.offerTitle}<small>{t('gradeOf', { n: s.grade })}</small></> },
          { id: 'period', title: t('period'), cell: (s) => (s.until === null ? t('since', { from: dayWords(s.from) }) : t('fromTo', { from: dayWords(s.from), until: dayWords(s.until) })) },
          { id: 'meter', title: t('meter'), cell: ({ meter }) => (meter.lastAt === null ? <span className="dk-soft">{t('unused')}</span> : <>{t('used', { questions: numberWords(meter.questions), released: numberWords(meter.released), rows: numberWords(meter.rows) })}<small>{t('last', { at: instantWords(meter.lastAt) })}</small></>) },
          { id: 'state', title: t('state'), cell: (s) => <Tag tone={tones[s.state]}>{t(s.state)}</Tag> },
        ]}
      />
    </>
  );
}

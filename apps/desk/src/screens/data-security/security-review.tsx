import { useState } from 'react';
import { protection } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { Backups } from './backups.tsx';
import { factWords } from './finding-page.tsx';
import './data-security.css';
import { protectionWords, severityTone } from './security-board-words.ts';

const senses = ['grant', 'account', 'machine', 'source', 'register', 'field', 'look', 'call', 'export', 'backup'] as const;
/** Facts beside the name: more would not be read. */
const columnsMax = 5;

/** 权限与行为复核: everything of one kind as it is now, with its facts and the rules that it meets. */
export default function SecurityReview() {
  const t = useWords(protectionWords);
  const [sense, setSense] = useState<(typeof senses)[number]>('grant');
  const [which, setWhich] = useState<'hit' | 'all'>('all');
  const found = useRead(protection.listSensed, { sense, onlyHit: which === 'hit' ? 'true' : 'false', limit: 200 });
  return (
    <>
      <PageHead title={t('review')} sub={t('reviewSub')} />
      <div className="ds-bar"><ChoiceBar label={t('review')} value={sense} onChange={setSense} options={senses.map((value) => ({ value, label: t(`n_${value}`) }))} /></div>
      <Answered of={found}>
        {({ facts, things, total, hit }) => (
          <Panel title={t('counted', { total, hit })} flush extra={<ChoiceBar label={t('rule')} value={which} onChange={setWhich} options={[{ value: 'all' as const, label: t('everything') }, { value: 'hit' as const, label: t('onlyHit') }]} />}>
            <DataTable
              label={t(`n_${sense}`)}
              rows={things}
              rowId={(row) => row.subject}
              empty={t('nothing')}
              columns={[
                { id: 'title', title: t('subject'), lead: true, cell: (row) => (<><b>{row.title}</b><small>{row.organisationName ?? t('platform')}</small></>) },
                ...facts.slice(0, columnsMax).map((fact) => ({ id: fact.name, title: fact.title, cell: (row: (typeof things)[number]) => factWords(t, row.facts[fact.name] ?? null) })),
                { id: 'hits', title: t('rule'), cell: (row) => (row.hits.length === 0 ? '—' : <span className="dk-tags">{row.hits.map((one) => <Tag key={one.rule} tone={severityTone[one.severity]}>{one.title}</Tag>)}</span>) },
              ]}
            />
          </Panel>
        )}
      </Answered>
      {sense === 'backup' && <Backups />}
    </>
  );
}

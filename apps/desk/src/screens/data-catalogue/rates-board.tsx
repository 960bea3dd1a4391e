import { useState } from 'react';
import { Link } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay, usePost } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { dayOfWords, instantWords, numberWords, rowsWords, shareWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { ListTable } from './list-table.tsx';
import './data-catalogue.css';

const kinds = ['responsibility', 'negative', 'open', 'demand'] as const;
const share = (part: number | null): string => shareWords(part === null ? null : part * 100);

const parts = ['bodies', 'lists', 'assessment', 'libraries'] as const;

/** 目录统计: rates, assessment, libraries, lists; the figures always, of the tables one at a time. */
export default function RatesBoard() {
  const t = useWords(catalogueWords);
  const rates = useRead(catalogue.rates, {});
  const scores = useRead(catalogue.assessment, {});
  const assets = useRead(catalogue.assetLibrary, {});
  const [part, setPart] = useState<(typeof parts)[number]>('bodies');
  return (
    <>
      <PageHead title={t('board')} />
      <Answered of={rates}>
        {({ total, bodies, materials }) => (
          <>
            <div className="dc-figures">
              <Figure label={t('entries')} value={numberWords(total.entries)} tone="accent" />
              {(['cataloguing', 'mounting', 'gathering', 'updating'] as const).map((k) => <Figure key={k} label={t(k)} value={share(total[k])} />)}
              <Figure label={t('sharingRate')} value={share(total.sharing)} />
              <Figure label={t('materials')} value={share(materials.rate)} note={`${materials.free} / ${materials.all}`} tone="good" />
            </div>
            <ChoiceBar label={t('board')} value={part} onChange={setPart} options={parts.map((value) => ({ value, label: t(value) }))} />
            {part === 'bodies' && <Panel title={t('bodies')} flush>
              <DataTable label={t('bodies')} rows={bodies} rowId={(b) => b.organisation} columns={[
                { id: 'name', title: t('provider'), lead: true, cell: (b) => b.name }, { id: 'entries', title: t('entries'), align: 'end', cell: (b) => b.entries }, { id: 'c', title: t('cataloguing'), align: 'end', cell: (b) => share(b.cataloguing) },
                { id: 'm', title: t('mounting'), align: 'end', cell: (b) => share(b.mounting) }, { id: 'g', title: t('gathering'), align: 'end', cell: (b) => share(b.gathering) }, { id: 's', title: t('sharingRate'), align: 'end', cell: (b) => share(b.sharing) }, { id: 'u', title: t('updating'), align: 'end', cell: (b) => share(b.updating) },
              ]} />
            </Panel>}
          </>
        )}
      </Answered>
      {part === 'lists' && <Lists />}
      {part === 'assessment' && <Answered of={scores}>
        {({ weights, bodies }) => (
          <Panel title={t('assessment')} extra={<small>{t('weights', weights)}</small>} flush>
            <DataTable label={t('assessment')} rows={bodies} rowId={(b) => b.organisation} columns={[
              { id: 'rank', title: t('rank'), cell: (b) => b.rank }, { id: 'name', title: t('provider'), lead: true, cell: (b) => b.name }, ...(['supply', 'quality'] as const).map((k) => ({ id: k, title: t(k), align: 'end' as const, cell: (b: (typeof bodies)[number]) => b[k] ?? '—' })),
              { id: 'use', title: t('useScore'), align: 'end', cell: (b) => b.use ?? '—' }, { id: 'response', title: t('response'), align: 'end', cell: (b) => b.response ?? '—' }, { id: 'score', title: t('score'), align: 'end', cell: (b) => <b>{b.score}</b> },
            ]} />
          </Panel>
        )}
      </Answered>}
      {part === 'libraries' && <Answered of={assets}>
        {({ libraries }) => (
          <Panel title={t('libraries')} flush>
            <DataTable label={t('libraries')} rows={libraries} rowId={(l) => l.register} to={(l) => `/data-catalogue/entries/${l.entryId}`} columns={[
              { id: 'title', title: t('name'), lead: true, cell: (l) => l.title }, { id: 'owner', title: t('owner'), cell: (l) => l.owner }, { id: 'source', title: t('source'), cell: (l) => l.source ?? '—' }, { id: 'standard', title: t('standard'), cell: (l) => l.standard ?? '—' },
              { id: 'rows', title: t('rows'), align: 'end', cell: (l) => rowsWords(l.rows) }, { id: 'at', title: t('updated'), cell: (l) => (l.updatedAt === null ? t('unknown') : instantWords(l.updatedAt)) }, { id: 'fresh', title: t('state'), cell: (l) => (l.fresh === null ? '—' : <Tag tone={l.fresh ? 'good' : 'bad'}>{l.fresh ? t('fresh') : t('late')}</Tag>) },
            ]} />
          </Panel>
        )}
      </Answered>}
    </>
  );
}

/** 清单: as they stand now, and as they were issued. */
function Lists() {
  const t = useWords(catalogueWords);
  const mayIssue = useMay('catalogue.manage');
  const division = (usePost() as { division?: string } | undefined)?.division ?? '22';
  const [kind, setKind] = useState<(typeof kinds)[number]>('responsibility');
  const [number, setNumber] = useState('');
  const [title, setTitle] = useState('');
  const draft = useRead(catalogue.draftList, { kind }, { keep: true });
  const issued = useRead(catalogue.issuedLists, { kind });
  const issue = useWrite(catalogue.issueList);
  return (
    <Panel title={t('lists')}>
      <ChoiceBar label={t('lists')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`l_${value}`) }))} />
      <Answered of={draft}>
        {({ rows }) => <ListTable rows={rows.slice(0, 50)} />}
      </Answered>
      {mayIssue && (
        <div className="dc-form">
          <RefusalNote refusal={issue.refusal} />
          <TextInput label={t('docNumber')} value={number} onChange={setNumber} />
          <TextInput label={t('docTitle')} value={title} onChange={setTitle} />
          <div className="dc-actions"><Button tone="primary" busy={issue.pending} disabled={number.trim() === '' || title.trim() === ''} onClick={() => void issue.send({ kind, division, number, title })}>{t('issue')}</Button></div>
        </div>
      )}
      <Answered of={issued}>{({ lists }) => (lists.length === 0 ? <p className="dk-soft">{t('noLists')}</p> : <ul>{lists.map((l) => <li key={l.id}><Link to={`/data-catalogue/lists/${l.id}`}>{l.number} {l.title}</Link> · {l.issuer} · {dayOfWords(l.issuedAt)} · {l.rows}</li>)}</ul>)}</Answered>
    </Panel>
  );
}

import { useState } from 'react';
import { Link } from 'react-router';
import { enterprise } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { More } from '../../pieces/more.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, numberWords } from '../../words/when.ts';
import { enterpriseWords } from './enterprise-words.ts';

export const stateTones = { applied: 'accent', review: 'accent', offered: 'soon', sealing: 'soon', active: 'good', ended: 'quiet', declined: 'quiet' } as const;
const choices = ['', 'applied', 'review', 'offered', 'active', 'ended'] as const;

/** 政企数据共享: agreements with firms, what came in, what was called. */
export default function EnterpriseBoard() {
  const t = useWords(enterpriseWords);
  const seen = useRead(enterprise.overview, {});
  const may = useMay('enterprise.conclude');
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')}>{may && <Link className="dk-button dk-button--primary" to="/enterprise-sharing/new">{t('draft')}</Link>}</PageHead>
      <Answered of={seen}>
        {(o) => (
          <>
            <div className="dk-figures">
              <Figure label={t('activeOnes')} value={numberWords(o.agreements.active)} note={t('openNote', { n: o.agreements.open })} tone="accent" />
              <Figure label={t('firms')} value={numberWords(o.firms)} />
              <Figure label={t('loaded')} value={numberWords(o.loaded)} note={t('refusedNote', { n: o.refused })} />
              <Figure label={t('calls')} value={numberWords(o.calls)} tone="good" />
              <Figure label={t('lateOnes')} value={numberWords(o.late)} tone={o.late > 0 ? 'bad' : 'plain'} />
            </div>
            {o.trades.length > 0 && (
              <Panel title={t('trades')} flush>
                <DataTable label={t('trades')} rows={o.trades} rowId={(x) => x.trade} columns={[
                  { id: 'trade', title: t('trade'), lead: true, cell: (x) => t(`t_${x.trade}`) }, { id: 'active', title: t('activeOnes'), align: 'end', cell: (x) => numberWords(x.active) }, { id: 'loaded', title: t('loaded'), align: 'end', cell: (x) => numberWords(x.loaded) }, { id: 'calls', title: t('calls'), align: 'end', cell: (x) => numberWords(x.calls) },
                ]} />
              </Panel>
            )}
          </>
        )}
      </Answered>
      <Agreements />
    </>
  );
}

function Agreements() {
  const t = useWords(enterpriseWords);
  const [state, setState] = useState<(typeof choices)[number]>('');
  const pages = useMore(enterprise.listAgreements, state === '' ? {} : { state });
  return (
    <Panel title={t('agreements')} extra={<ChoiceBar label={t('state')} value={state} onChange={setState} options={choices.map((value) => ({ value, label: value === '' ? t('all') : t(value) }))} />} flush>
      <More of={pages} rows={(page) => page.agreements}>
        {(agreements) => (
          <DataTable label={t('agreements')} rows={agreements} rowId={(a) => a.id} empty={t('none')} columns={[
            { id: 'firm', title: t('firm'), lead: true, cell: (a) => <LeadLink to={`/enterprise-sharing/${a.id}`} code={a.number}>{a.company}</LeadLink> },
            { id: 'scene', title: t('scene'), cell: (a) => <>{a.title}<small>{t(`t_${a.trade}`)} · {a.purpose}</small></> },
            { id: 'body', title: t('body'), cell: (a) => a.organisationName },
            { id: 'until', title: t('until'), cell: (a) => (a.validUntil === null ? '—' : dayWords(a.validUntil)) },
            { id: 'state', title: t('state'), cell: (a) => <><Tag tone={stateTones[a.state]}>{t(a.state)}</Tag>{a.endedBy !== null && <small>{t(`by_${a.endedBy}`)}</small>}</> },
          ]} />
        )}
      </More>
    </Panel>
  );
}

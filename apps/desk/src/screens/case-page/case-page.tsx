import { Link, useParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { FormRead } from '../../form/form-read.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Light } from '../../pieces/light.tsx';
import { Facts, Panel, Tag } from '../../pieces/panel.tsx';
import { StateTag } from '../../pieces/state-tag.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords } from '../../words/when.ts';
import { CaseHead } from './case-head.tsx';
import { CloseOverdue } from './close-overdue.tsx';
import { caseWords } from './case-words.ts';
import { DecisionPanel } from './decision-panel.tsx';
import { Documents } from './documents.tsx';
import { Materials } from './materials.tsx';
import type { DeskCase } from './desk-case.ts';

/** 办件页: everything about a case on one page, the decision beside it. */
export default function CasePage() {
  const { caseId = '' } = useParams();
  const found = useRead(services.getDeskCase, { caseId });
  return <Answered of={found}>{(one) => <CaseSheet key={one.id} one={one} onReload={() => void found.refetch()} />}</Answered>;
}

function CaseSheet({ one, onReload }: { one: DeskCase; onReload: () => void }) {
  const t = useWords(caseWords);
  const missing = one.materials.filter((material) => material.required && (material.state === 'missing' || material.state === 'rejected')).length;
  return (
    <article className="dk-case">
      <CaseHead one={one} />
      <div className="dk-case-columns">
        <div className="dk-case-side">
          <DecisionPanel one={one} onReload={onReload} />
          {one.proposal !== null && (
            <Panel title={t('proposal')} className="dk-proposal">
              <p className="dk-proposal-decision">
                <Icon name="spark" />
                {one.proposal.decision}
              </p>
              <ul className="dk-bullets">
                {one.proposal.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
              <details>
                <summary>
                  {t('rules')} · {one.proposal.rules.length}
                </summary>
                <ul className="dk-bullets dk-code">
                  {one.proposal.rules.map((rule) => (
                    <li key={rule}>{rule}</li>
                  ))}
                </ul>
              </details>
              <small>{t('proposalNote')}</small>
            </Panel>
          )}
          <Clock one={one} />
          {one.notes.length > 0 && (
            <Panel title={t('notes')}>
              <ul className="dk-notes">
                {one.notes.map((note) => (
                  <li key={note.at}>
                    <p>{note.text}</p>
                    <small>
                      {note.by} · {instantWords(note.at)}
                    </small>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
        <div className="dk-case-main">
          {one.supplement !== null && (
            <div className="dk-note dk-note--soon">
              <Icon name="warning" />
              <div>
                <strong>
                  {t('supplementAsked')} · {instantWords(one.supplement.askedAt)}
                </strong>
                {one.supplement.until !== null && (
                  <p>
                    {t('supplementUntil', { day: dayWords(one.supplement.until) })} {one.supplement.overdue && <Tag tone="bad">{t('overdue')}</Tag>}
                  </p>
                )}
                <ul className="dk-bullets">
                  {one.supplement.materials.map((material) => (
                    <li key={material.itemId + material.materialId}>
                      {material.name}{between().named}{material.why}
                    </li>
                  ))}
                </ul>
              </div>
            </div>
          )}
          {one.closable && <CloseOverdue one={one} onReload={onReload} />}
          {one.children.length > 0 && <Children one={one} />}
          <Panel title={t('materials')} extra={<span className={missing > 0 ? 'dk-late' : 'dk-soft'}>{t('materialsOf', { n: one.materials.length, missing })}</span>} flush>
            <Materials materials={one.materials} />
          </Panel>
          <Panel title={t('answers')}>
            <FormRead form={one.form} answers={one.answers} />
          </Panel>
          <Documents documents={one.documents} licences={one.licences} />
          <Panel title={t('timeline')}>
            <Timeline of={one.timeline.map((entry, at) => ({ id: entry.at + String(at), what: entry.title, at: entry.at, by: entry.organisation === null ? entry.by : `${entry.by} · ${entry.organisation}`, note: entry.opinion }))} />
          </Panel>
          <Panel title={t('looked')} extra={<span className="dk-soft">{t('lookedNote')}</span>}>
            {one.lookedAt.length === 0 && <p className="dk-soft">{t('lookedNone')}</p>}
            <ul className="dk-looks">
              {one.lookedAt.map((look) => (
                <li key={look.at + look.who}>
                  <b>{look.who}</b> <span>{look.organisation}</span> <span className="dk-soft">{look.purpose}</span> <time>{instantWords(look.at)}</time>
                </li>
              ))}
            </ul>
          </Panel>
          <Button icon="print" className="dk-no-print" onClick={() => window.print()}>
            {t('print')}
          </Button>
        </div>
      </div>
    </article>
  );
}

function Children({ one }: { one: DeskCase }) {
  const t = useWords(caseWords);
  return (
    <Panel title={t('children')} flush>
      <DataTable
        label={t('children')}
        rows={one.children}
        rowId={(row) => row.id}
        columns={[
          { id: 'light', title: t('clock'), cell: (row) => <Light light={row.light} />, width: '5.5rem' },
          {
            id: 'name',
            title: t('department'),
            lead: true,
            cell: (row) => (
              <>
                <Link to={`/cases/${row.id}`} className="dk-strong">
                  {row.name}
                </Link>
                <small>{row.department}</small>
              </>
            ),
          },
          { id: 'state', title: t('steps'), cell: (row) => <StateTag state={row.state} words={row.stateWords} />, width: '7rem' },
          { id: 'due', title: t('promised'), cell: (row) => (row.dueOn === null ? '—' : dayWords(row.dueOn)), width: '6.5rem' },
        ]}
      />
    </Panel>
  );
}

function Clock({ one }: { one: DeskCase }) {
  const t = useWords(caseWords);
  const c = useWords(common);
  const { clock } = one;
  const shown = (day: string | null, days: number): string => `${day === null ? (clock.acceptedOn !== null && clock.light === 'green' ? c('dueUnknown') : '—') : dayWords(day)}${between().aside(t('days', { n: days }))}`;
  return (
    <Panel title={t('clock')}>
      <Facts
        columns={1}
        facts={[
          [t('accepted'), clock.acceptedOn === null ? '—' : dayWords(clock.acceptedOn)],
          [t('promised'), shown(clock.promisedDue, clock.promisedDays)],
          [t('statutory'), shown(clock.statutoryDue, clock.statutoryDays)],
          ...clock.stops.map((stop) => [t('stops'), `${dayWords(stop.from)} – ${stop.to === null ? t('stillStopped') : dayWords(stop.to)} ${stop.reason}`] as const),
        ]}
      />
    </Panel>
  );
}


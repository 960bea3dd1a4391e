import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { catalogue, services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select, TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { dayWords, instantWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { ScopePanel } from './scope-panel.tsx';
import './data-catalogue.css';

const stars = ['5', '4', '3', '2', '1'] as const;

/** One demand: what was asked, how it went, and what its reader may do now. */
export default function DemandPage() {
  const t = useWords(catalogueWords);
  const { caseId = '' } = useParams();
  const found = useRead(catalogue.getDemand, { caseId });
  const decide = useWrite(services.decideTask);
  const rate = useWrite(catalogue.rateDemand);
  const mayAnswer = useMay('demand.answer');
  const [opinion, setOpinion] = useState('');
  const [star, setStar] = useState<(typeof stars)[number]>('5');
  return (
    <Answered of={found}>
      {(d) => (
        <>
          <PageHead title={d.title} sub={`${d.number} · ${d.demanderName} → ${d.providerName}`} />
          <Panel>
            <div className="dk-tags"><Tag tone="accent">{d.stateWords}</Tag>{d.late && <Tag tone="bad">{t('overdue')}</Tag>}</div>
            <Facts facts={[
              [t('purpose'), d.purpose], [t('legal'), d.basis], [t('fields'), d.fields.join(between().things) || '—'], [t('way'), t(`w_${d.way as 'file'}`)], [t('answerDue'), d.answerDue === null ? t('dueUnknown') : dayWords(d.answerDue)], [t('deliverDue'), d.deliverDue === null ? '—' : dayWords(d.deliverDue)],
              [t('decision'), d.decision ?? '—'], [t('grant'), d.grant ?? '—'], [t('until'), d.until === null ? '—' : dayWords(d.until)], ...(d.divided || d.scope !== null ? [[t('scope'), d.scopeName ?? t('scopeAll')] as const] : []), [t('rating'), d.rating === null ? '—' : '★'.repeat(d.rating)],
            ]} />
            {d.entryId !== null && <Link to={`/data-catalogue/entries/${d.entryId}`}>{t('entries')}</Link>}
          </Panel>
          {d.divided && d.role === 'provider' && mayAnswer && ['asked', 'agreed', 'upheld'].includes(d.state) && <ScopePanel key={d.scopeVersion} of={d} />}
          {d.task !== null && (
            <Panel title={d.task.name}>
              <RefusalNote refusal={decide.refusal} />
              <TextArea label={t('opinion')} value={opinion} onChange={setOpinion} rows={2} />
              <div className="dc-actions">
                {d.task.options.map((o) => (
                  <Button key={o.value} tone={o.tone === 'primary' ? 'primary' : o.tone === 'danger' ? 'danger' : 'plain'} busy={decide.pending} disabled={o.needsOpinion && opinion.trim() === ''} onClick={() => void decide.send({ taskId: d.task!.id, version: d.task!.version, decision: o.value, ...(opinion.trim() === '' ? {} : { opinion }) }).then((done) => done !== undefined && setOpinion(''))}>
                    {o.label}
                  </Button>
                ))}
              </div>
            </Panel>
          )}
          {d.state === 'fulfilled' && d.rating === null && d.role === 'demander' && (
            <Panel title={t('rate')}>
              <RefusalNote refusal={rate.refusal} />
              <Select label={t('rating')} value={star} onChange={setStar} options={stars.map((value) => ({ value, label: '★'.repeat(Number(value)) }))} />
              <Button tone="primary" busy={rate.pending} onClick={() => void rate.send({ caseId, rating: Number(star) })}>{t('send')}</Button>
            </Panel>
          )}
          <Panel title={t('steps')}>
            <ol>{d.steps.map((s, i) => <li key={i}>{instantWords(s.at)} · {s.organisation ?? ''} {s.by} · {s.step}{s.decided === '' ? '' : ` · ${s.decided}`}{s.opinion === '' ? '' : `${between().named}${s.opinion}`}</li>)}</ol>
          </Panel>
        </>
      )}
    </Answered>
  );
}

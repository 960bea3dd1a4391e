import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { enterprise } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { useWords, type Say } from '../../words/define-words.ts';
import { whoWords } from '../../words/house-names.ts';
import { dayWords, instantWords } from '../../words/when.ts';
import { ReasonDialog } from '../data-market/reason-dialog.tsx';
import { stateTones } from './enterprise-board.tsx';
import { enterpriseWords } from './enterprise-words.ts';
import { BothDirections } from './both-directions.tsx';

type Agreement = OutputOf<typeof enterprise.getAgreement>;

/** 一份协议: its terms, both directions as they run, what happened, and what may be done now. */
export default function AgreementPage() {
  const t = useWords(enterpriseWords);
  const { agreementId = '' } = useParams();
  const found = useRead(enterprise.getAgreement, { agreementId });
  return (
    <Answered of={found}>
      {(a) => (
        <>
          <PageHead title={a.company} sub={`${a.title} · ${a.number}`}>
            <Tag tone={a.supply?.late === true ? 'bad' : stateTones[a.state]}>{a.supply?.late === true ? t('late') : t(a.state)}</Tag>
            <Acts of={a} />
          </PageHead>
          {a.reason !== null && (a.state === 'ended' || a.state === 'declined') && <p className="dk-note">{a.endedBy === null ? '' : `${t(`by_${a.endedBy}`)} · `}{t('because', { reason: a.reason })}</p>}
          <BothDirections of={a} />
          <Panel title={t('terms')}>
            <Facts facts={[
              [t('body'), a.organisationName], [t('firm'), <>{a.company} <span className="dk-code">{a.companyCode}</span></>], [t('purpose'), a.purpose], [t('basis'), a.terms.basis], [t('since'), a.activeAt === null ? '—' : instantWords(a.activeAt)], [a.endedAt === null ? t('until') : t('endedAt'), a.endedAt === null ? (a.validUntil === null ? '—' : dayWords(a.validUntil)) : instantWords(a.endedAt)],
              [t('duties'), <ul key="duties">{a.terms.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul>], [t('contract'), a.contractUrl === null ? (a.contractDigest ?? '—') : <a key="file" href={a.contractUrl}>{t('contract')} {a.number}</a>],
              ...(a.terms.inbound === null ? [] : [[t('atEnd'), atEndWords(t, a.terms.atEnd)] as const]), ...(a.disposal === null ? [] : [[t('disposal'), disposalWords(t, a.disposal)] as const]),
            ]} />
          </Panel>
          <Panel title={t('course')}><Timeline of={a.actions.map((x, at) => ({ id: String(at), what: t(`a_${x.kind}` as 'a_signed'), at: x.at, by: whoWords(x.by), note: ['sealed', 'returned', 'deleted', 'passedOn'].includes(x.kind) ? null : x.note }))} /></Panel>
        </>
      )}
    </Answered>
  );
}

type Words = Say<(typeof enterpriseWords)['phrases']>;

/** 期满处置, as the agreement promises it. */
function atEndWords(t: Words, { what, days, keep }: Agreement['terms']['atEnd']): string {
  const done = t(`do_${what}`);
  return keep === null ? t('withinDays', { what: done, days }) : t('keptYears', { what: done, law: keep.law, years: keep.years });
}

function disposalWords(t: Words, d: NonNullable<Agreement['disposal']>): string {
  if (d.heldBy !== null) return t('disposalHeld', { number: d.heldBy });
  return d.doneAt === null ? t('disposalDue', { day: dayWords(d.dueOn) }) : t('disposalDone', { day: instantWords(d.doneAt), rows: d.rows });
}

function Acts({ of }: { of: Agreement }) {
  const t = useWords(enterpriseWords);
  const mayReview = useMay('enterprise.review');
  const mayConclude = useMay('enterprise.conclude');
  const review = useWrite(enterprise.reviewAgreement);
  const refuse = useWrite(enterprise.refuse);
  const end = useWrite(enterprise.end);
  const [open, setOpen] = useState<'review' | 'refuse' | 'end' | null>(null);
  const base = { agreementId: of.id, version: of.version };
  const write = open === 'review' ? review : open === 'refuse' ? refuse : end;
  const decided = (approve: boolean) => async (reason: string): Promise<boolean> => (await review.send({ ...base, approve, reason })) !== undefined;
  const choices = {
    review: [{ label: t('turnDown'), tone: 'danger' as const, send: decided(false) }, { label: t('approve'), tone: 'primary' as const, send: decided(true) }],
    refuse: [{ label: t('refuse'), tone: 'danger' as const, send: async (reason: string) => (await refuse.send({ ...base, reason })) !== undefined }],
    end: [{ label: t('end'), tone: 'danger' as const, send: async (reason: string) => (await end.send({ ...base, reason })) !== undefined }],
  };
  return (
    <>
      {mayConclude && of.mine === 'body' && of.state === 'applied' && <Link className="dk-button dk-button--primary" to={`/enterprise-sharing/new?from=${of.id}`}>{t('answerApplication')}</Link>}
      {mayConclude && of.mine === 'body' && of.state === 'applied' && <Button tone="quiet" onClick={() => setOpen('refuse')}>{t('refuse')}</Button>}
      {mayReview && of.state === 'review' && <Button tone="primary" onClick={() => setOpen('review')}>{t('decide')}</Button>}
      {mayConclude && ['review', 'offered', 'active'].includes(of.state) && <Button tone="danger" onClick={() => setOpen('end')}>{t('end')}</Button>}
      {open !== null && <ReasonDialog title={open === 'end' ? t('endTitle') : of.company} label={t('reason')} refusal={write.refusal} pending={write.pending} onClose={() => setOpen(null)} choices={choices[open]} />}
    </>
  );
}

import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { assessment } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts, Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { AssessmentFindings } from './assessment-findings.tsx';
import { AssessmentItem, type Given, type Judged } from './assessment-item.tsx';
import { assessmentTone, assessmentWords } from './assessment-words.ts';
import './data-security.css';

type Found = OutputOf<typeof assessment.getAssessment>;
const historyWord = (kind: string) => `h_${kind}` as `h_${'opened' | 'submitted' | 'judged' | 'mended' | 'verified' | 'reopened' | 'passed' | 'failed' | 'certified' | 'refused' | 'annulled'}`;

/** 一次评估: answered by the assessed, judged by the assessor, with its findings, its certificate and its course. */
export default function AssessmentPage() {
  const t = useWords(assessmentWords);
  const { assessmentId = '' } = useParams();
  const found = useRead(assessment.getAssessment, { assessmentId });
  return (
    <Answered of={found}>
      {(one) => (
        <>
          <PageHead title={one.subjectName} sub={`${one.number} · ${one.questionnaireTitle} · ${one.object}`}>
            <Tag tone={assessmentTone[one.state]}>{t(`s_${one.state}`)}</Tag>
          </PageHead>
          <div className="dk-figures">
            <Figure label={t('score')} value={one.score === null ? '—' : numberWords(one.score, 1)} />
            <Figure label={t('level')} value={one.level === null ? '—' : one.level === 0 ? t('noLevel') : t('levelOf', { n: one.level })} note={t('certifyFrom', { n: one.certifyFrom })} />
            {one.domains.map((domain) => (domain.score === null ? null : <Figure key={domain.id} label={domain.title} value={numberWords(domain.score, 0)} />))}
          </div>
          <div className="dk-columns">
            <div>
              {one.findings.length > 0 && <AssessmentFindings of={one} reload={() => void found.refetch()} />}
              <Sheet key={one.version} one={one} reload={() => void found.refetch()} />
            </div>
            <div>
              <Panel>
                <Facts columns={1} facts={[[t('assessor'), one.assessorName], [t('dueOn'), dayWords(one.dueOn)], [t('basis'), one.basis], ...(one.annulled === null ? [] : [[t('annulledBy'), `${one.annulled.by} · ${instantWords(one.annulled.at)}`] as const, [t('annulledWhy'), one.annulled.reason] as const, ...(one.annulled.basis === null ? [] : [[t('annulledBasis'), one.annulled.basis] as const])]), ...(one.certificate === null ? [] : [[t('certificate'), <Link key="c" to={`/licences/${one.certificate}`}>{t('certificate')}</Link>] as const]), ...(one.caseId === null ? [] : [[t('theCase'), <Link key="k" to={`/cases/${one.caseId}`}>{t('theCase')}</Link>] as const])]} />
              </Panel>
              {one.state === 'certified' && <Annul one={one} />}
              {one.judge && one.state === 'mending' && <Conclude one={one} />}
              <Panel title={t('history')}>
                <ol className="dk-timeline">
                  {one.actions.map((action) => (
                    <li key={action.at + action.kind}>
                      <b>{t(historyWord(action.kind))}</b> <time className="dk-soft">{instantWords(action.at)}</time>
                      <br />
                      <small>{action.by}</small>
                    </li>
                  ))}
                </ol>
              </Panel>
            </div>
          </div>
        </>
      )}
    </Answered>
  );
}

/** 问卷: what is on it depends on who reads it: fields to answer, fields to judge, or the answers. */
function Sheet({ one, reload }: { one: Found; reload: () => void }) {
  const t = useWords(assessmentWords);
  const answer = useWrite(assessment.answerAssessment);
  const judge = useWrite(assessment.judgeAssessment);
  const answers = useMay('assessment.answer') && one.mine && one.state === 'answering';
  const judges = one.judge && one.state === 'judging';
  const items = one.domains.flatMap((domain) => domain.items);
  const [given, setGiven] = useState<Record<string, Given>>(() => Object.fromEntries(items.flatMap((item) => (item.answer === null ? [] : [[item.id, { answer: item.answer, words: item.words ?? '', evidence: item.evidence }]]))));
  const [judged, setJudged] = useState<Record<string, Judged>>(() => Object.fromEntries(items.map((item) => [item.id, { judged: item.answer === 'no' ? 'fails' : item.answer === 'partly' ? 'partly' : item.answer === 'not-applicable' ? 'not-applicable' : 'conform', words: '' } satisfies Judged])));
  const [mendBy, setMendBy] = useState('');
  const hand = (submit: boolean): Promise<unknown> =>
    answer.send({ assessmentId: one.id, version: one.version, submit, items: Object.entries(given).map(([item, each]) => ({ item, answer: each.answer, evidence: each.evidence, ...(each.words.trim() === '' ? {} : { words: each.words.trim() }) })) });
  const sendJudgement = (): Promise<unknown> =>
    judge.send({ assessmentId: one.id, version: one.version, mendBy, items: Object.entries(judged).map(([item, each]) => ({ item, judged: each.judged, ...(each.words.trim() === '' ? {} : { words: each.words.trim() }) })) });
  return (
    <>
      {one.domains.map((domain) => (
        <Panel key={domain.id} title={domain.title}>
          {domain.items.map((item) => (
            <AssessmentItem key={item.id} item={item} given={answers ? given[item.id] : undefined} onGiven={answers ? (next) => setGiven((now) => ({ ...now, [item.id]: next })) : undefined} judged={judges ? judged[item.id] : undefined} onJudged={judges ? (next) => setJudged((now) => ({ ...now, [item.id]: next })) : undefined} />
          ))}
        </Panel>
      ))}
      {(answers || judges) && (
        <Panel>
          <RefusalNote refusal={answer.refusal ?? judge.refusal} onReload={reload} />
          {judges && <TextInput label={t('mendBy')} type="date" value={mendBy} onChange={setMendBy} required />}
          <div className="ds-actions">
            {answers && <Button busy={answer.pending} onClick={() => void hand(false)}>{t('save')}</Button>}
            {answers && <Button tone="primary" busy={answer.pending} disabled={Object.keys(given).length < items.length} onClick={() => void hand(true)}>{t('submit')}</Button>}
            {judges && <Button tone="primary" busy={judge.pending} disabled={mendBy === ''} onClick={() => void sendJudgement()}>{t('judge')}</Button>}
          </div>
        </Panel>
      )}
    </>
  );
}

/** 结论: at the level that was reached, a certificate is asked for; below it the assessment has failed. */
function Conclude({ one }: { one: Found }) {
  const t = useWords(assessmentWords);
  const send = useWrite(assessment.concludeAssessment);
  const [words, setWords] = useState('');
  return (
    <Panel title={t('conclude')}>
      <RefusalNote refusal={send.refusal} />
      <TextArea label={t('words')} value={words} onChange={setWords} max={500} required />
      <Button tone="primary" busy={send.pending} disabled={words.trim().length < 2} onClick={() => void send.send({ assessmentId: one.id, version: one.version, words: words.trim() })}>{t('conclude')}</Button>
    </Panel>
  );
}

/** 撤销证书: by the data bureau that gave it. */
function Annul({ one }: { one: Found }) {
  const t = useWords(assessmentWords);
  const send = useWrite(assessment.annulCertificate);
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('《数据安全法》第四十四条');
  if (!useMay('assessment.certify')) return null;
  return (
    <Panel title={t('annul')}>
      <RefusalNote refusal={send.refusal} />
      <TextArea label={t('reason')} value={reason} onChange={setReason} max={500} required />
      <Select label={t('basis')} value={basis} onChange={setBasis} options={['《数据安全法》第四十四条', '《网络数据安全管理条例》第四十九条'].map((value) => ({ value, label: value }))} />
      <Button tone="danger" busy={send.pending} disabled={reason.trim().length < 4} onClick={() => void send.send({ assessmentId: one.id, version: one.version, reason: reason.trim(), basis })}>{t('annul')}</Button>
    </Panel>
  );
}

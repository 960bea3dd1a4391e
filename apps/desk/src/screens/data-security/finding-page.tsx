import { useState } from 'react';
import { useParams } from 'react-router';
import { protection } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords, type Say } from '../../words/define-words.ts';
import { whoWords } from '../../words/house-names.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import './data-security.css';
import { protectionWords, severityTone, stateTone } from './security-board-words.ts';

type Code = keyof (typeof protectionWords)['phrases'] extends infer K ? (K extends `f_${infer C}` ? C : never) : never;
const isCode = (value: string): value is Code => `f_${value}` in protectionWords.phrases;

export const factWords = (t: Say<(typeof protectionWords)['phrases']>, value: string | number | boolean | null): string =>
  value === null ? '—' : typeof value === 'boolean' ? t(value ? 'yes' : 'no') : typeof value === 'number' ? numberWords(value, Number.isInteger(value) ? 0 : 2) : isCode(value) ? t(`f_${value}`) : value;

/** 安全问题: what was found, what to do; answered by the body, accepted or controlled by the security officer. */
export default function FindingPage() {
  const t = useWords(protectionWords);
  const { findingId = '' } = useParams();
  const found = useRead(protection.getFinding, { findingId });
  const answer = useWrite(protection.answerFinding);
  const accept = useWrite(protection.acceptFinding);
  const control = useWrite(protection.controlFinding);
  const manages = useMay('data-security.manage');
  const [note, setNote] = useState('');
  const [until, setUntil] = useState('');
  return (
    <Answered of={found}>
      {(finding) => {
        const input = { findingId, version: finding.version, note: note.trim() };
        const short = note.trim().length < 4;
        const sent = async (done: Promise<unknown>): Promise<void> => {
          if ((await done) !== undefined) setNote('');
        };
        return (
          <>
            <PageHead title={finding.title} sub={`${finding.number} · ${t(`st_${finding.stage}`)} · ${finding.subjectTitle}`}>
              <Tag tone={severityTone[finding.severity]}>{`${t('severity')} ${t(`sv_${finding.severity}`)}`}</Tag>
              <Tag tone={stateTone[finding.state]}>{t(`s_${finding.state}`)}</Tag>
            </PageHead>
            <div className="dk-columns">
              <div>
                <Panel>
                  <Facts facts={[[t('body'), finding.organisationName], [t('dueOn'), dayWords(finding.dueOn)], [t('foundAt'), instantWords(finding.foundAt)], [t('clause'), finding.clause ?? '—'], [t('advice'), finding.advice ?? '—']]} />
                </Panel>
                <Panel title={t('facts')}>
                  <Facts facts={finding.facts.map((fact) => [fact.title, factWords(t, fact.value)] as const)} />
                </Panel>
                {finding.state !== 'closed' && (
                  <Panel title={t('answer')}>
                    <RefusalNote refusal={answer.refusal ?? accept.refusal ?? control.refusal} onReload={() => void found.refetch()} />
                    <TextArea label={t('note')} hint={t('answerHint')} value={note} onChange={setNote} max={500} required />
                    {manages && <TextInput label={t('until')} type="date" value={until} onChange={setUntil} />}
                    <div className="ds-actions">
                      <Button tone="primary" busy={answer.pending} disabled={short} onClick={() => void sent(answer.send(input))}>{t('send')}</Button>
                      {manages && <Button busy={accept.pending} disabled={short || until === ''} onClick={() => void sent(accept.send({ ...input, until }))}>{t('accept')}</Button>}
                      {manages && finding.control !== null && <Button tone="danger" busy={control.pending} disabled={short} title={t('controlHint')} onClick={() => void sent(control.send(input))}>{t('control')}</Button>}
                    </div>
                  </Panel>
                )}
              </div>
              <Panel title={t('history')}>
                <ol className="dk-timeline">
                  {finding.actions.map((action) => (
                    <li key={action.at + action.kind}>
                      <b>{t(`a_${action.kind}`)}</b> <time className="dk-soft">{instantWords(action.at)}</time>
                      <br />
                      <small>{whoWords(action.by)}</small>
                      {action.note !== null && <blockquote>{action.note}</blockquote>}
                    </li>
                  ))}
                </ol>
              </Panel>
            </div>
          </>
        );
      }}
    </Answered>
  );
}

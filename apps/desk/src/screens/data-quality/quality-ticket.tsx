import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { dataQuality, services } from '../../api/contracts.ts';
import { codeName, useCodes } from '../../api/use-codes.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { useWords } from '../../words/define-words.ts';
import { whoWords } from '../../words/house-names.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { qualityWords } from './quality-words.ts';
import { RuleWords } from './rule-words.tsx';

type Ticket = OutputOf<typeof dataQuality.getTicket>;

/** 问题工单: which records fail, what was done; the next clean run closes it. */
export default function QualityTicket() {
  const t = useWords(qualityWords);
  const { ticketId = '' } = useParams();
  const found = useRead(dataQuality.getTicket, { ticketId });
  const answer = useWrite(dataQuality.answerTicket);
  const object = useWrite(dataQuality.objectToTicket);
  const decide = useWrite(services.decideTask);
  const [note, setNote] = useState('');
  /** What the responsible body says goes to the ticket, what the bureau decides to its step. */
  const take = async (ticket: Ticket, option: string): Promise<void> => {
    const done = option === 'mended' ? await answer.send({ ticketId, version: ticket.version, note }) : option === 'object' ? await object.send({ ticketId, version: ticket.version, reason: note })
      : await decide.send({ taskId: ticket.task!.id, version: ticket.task!.version, decision: option, opinion: note });
    if (done !== undefined) setNote('');
  };
  return (
    <Answered of={found}>
      {(ticket) => (
        <>
          <PageHead title={ticket.title} sub={`${ticket.number} · ${ticket.registerTitle}`}>
            <Tag tone={ticket.state === 'closed' ? 'good' : ticket.state === 'answered' ? 'soon' : 'bad'}>{t(`s_${ticket.state}`)}</Tag>
          </PageHead>
          <div className="dk-columns">
            <div>
              <Panel>
                <Facts facts={[[t('department'), ticket.departmentName], [t('failedRows'), numberWords(ticket.failed)], [t('openedAt'), instantWords(ticket.openedAt)], [t('due'), ticket.dueOn === null ? '—' : dayWords(ticket.dueOn)], [t('register'), <Link key="r" to={`/data-quality/${ticket.register}`}>{ticket.registerTitle}</Link>]]} />
                <RuleOfTicket ticket={ticket} />
              </Panel>
              <Panel title={t('records')}>
                {ticket.sample.length < ticket.failed && <p className="dk-soft">{t('sampleOf', { n: numberWords(ticket.sample.length), all: numberWords(ticket.failed) })}</p>}
                <ul className="dk-bullets">
                  {ticket.sample.map((id, at) => (
                    <li key={id}>
                      <Link to={`/registers/${ticket.register}/${id}`}>{t('recordOf', { n: at + 1 })}</Link> <small className="dk-code">{id.slice(-12)}</small>
                    </li>
                  ))}
                </ul>
              </Panel>
              {ticket.task !== null && (
                <Panel title={ticket.task.name}>
                  <RefusalNote refusal={answer.refusal ?? object.refusal ?? decide.refusal} onReload={() => void found.refetch()} />
                  <TextArea label={t('answer')} hint={t(ticket.state === 'objected' ? 'decideHint' : 'answerHint')} value={note} onChange={setNote} max={1000} />
                  <div className="dk-buttons">
                    {ticket.task.options.map((o) => (
                      <Button key={o.value} tone={o.tone === 'primary' ? 'primary' : 'plain'} busy={answer.pending || object.pending || decide.pending} disabled={note.trim().length < 4} onClick={() => void take(ticket, o.value)}>
                        {o.label}
                      </Button>
                    ))}
                  </div>
                </Panel>
              )}
            </div>
            <Panel title={t('history')}>
              <Timeline of={ticket.actions.map((action) => ({ id: action.at + action.kind, what: t(`a_${action.kind}`), at: action.at, by: whoWords(action.by), note: action.note }))} />
            </Panel>
          </div>
        </>
      )}
    </Answered>
  );
}

/** 规则说明: what the failing records do not meet; a rule that was retired since is not there any more. */
function RuleOfTicket({ ticket }: { ticket: Ticket }) {
  const t = useWords(qualityWords);
  const codes = useCodes(ticket.register);
  const of = useRead(dataQuality.registerQuality, { register: ticket.register }).data;
  const rule = of?.rules.find((one) => one.id === ticket.rule);
  if (of === undefined || rule === undefined) return null;
  return <Facts facts={[[t('mustHold'), <RuleWords key="w" rule={rule} titleOf={(name) => of.columns.find((c) => c.name === name)?.title} nameOf={codeName(codes)} />]]} />;
}

import { useState } from 'react';
import { useParams } from 'react-router';
import { privacy } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Facts, Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { currentLanguage } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { ConfirmPanel, useTermFacts } from './answer-agreement.tsx';
import { computingWords, runFaults } from './computing-words.ts';
import { agreementTones, type Agreement } from './joint-computing.tsx';

const runTones = { running: 'accent', done: 'good', refused: 'bad' } as const;

/** One agreement: what was agreed, which of our rows take part, every run with its result. */
export default function AgreementPage() {
  const { agreementId = '' } = useParams();
  const [running, setRunning] = useState(false);
  const found = useRead(privacy.listAgreements, {}, { every: running ? 2_000 : 15_000 });
  return (
    <Answered of={found}>
      {({ agreements }) => {
        const one = agreements.find((a) => a.id === agreementId);
        const busy = one?.runs.some((r) => r.state === 'running') === true;
        if (busy !== running) queueMicrotask(() => setRunning(busy));
        return one === undefined ? <Nothing /> : <AgreementView one={one} busy={busy} />;
      }}
    </Answered>
  );
}

function AgreementView({ one, busy }: { one: Agreement; busy: boolean }) {
  const t = useWords(computingWords);
  const run = useWrite(privacy.startRun);
  const end = useWrite(privacy.endAgreement);
  const [ending, setEnding] = useState(false);
  const terms = useTermFacts(one.terms);
  const { dataset } = one;
  const standing = one.state === 'active' || one.state === 'proposed';
  return (
    <>
      <PageHead title={one.purpose} sub={`${one.peerName} · ${t(`w_${one.what}`)}`}>
        {standing && <Button onClick={() => setEnding(true)}>{t('end')}</Button>}
        {one.state === 'active' && one.initiates && <Button tone="primary" busy={run.pending || busy} title={t('runHint', { n: one.terms.runsPerDay })} onClick={() => void run.send({ agreementId: one.id })}>{t('run')}</Button>}
      </PageHead>
      <RefusalNote refusal={run.refusal} />
      <Result one={one} />
      <Panel title={t('agreements')} extra={<Tag tone={agreementTones[one.state]}>{t(`s_${one.state}`)}</Tag>}>
        <Facts facts={[
          [t('peer'), one.peerName], [t('ourSide'), t(one.initiates ? 'initiator' : 'responder')], ...terms,
          [t('dataset'), [dataset.register, dataset.field, dataset.group, dataset.value].filter((x) => x !== null).join(' · ')], [t('signedBy'), one.signedBy], [t('digest'), <span key="d" className="dk-code dk-break">{one.digest}</span>],
          ...(one.refusedWhy === null ? [] : [[t('refusedWhy'), one.refusedWhy] as const]),
        ]} />
        {one.state === 'proposed' && (one.joined ? <p className="dk-note">{t('sent')}</p> : <ConfirmPanel one={one} />)}
      </Panel>
      <Panel title={t('runs')} flush>
        <DataTable
          label={t('runs')}
          rows={one.runs}
          rowId={(row) => row.id}
          empty={t('noRuns')}
          columns={[
            { id: 'at', title: t('begun'), lead: true, cell: (row) => <b>{instantWords(row.at)}</b> },
            { id: 'state', title: t('state'), cell: (row) => <Tag tone={runTones[row.state]}>{t(`r_${row.state}`)}</Tag> },
            { id: 'result', title: t('result'), cell: (row) => (row.outcome === null ? (row.why === null ? '—' : faultWords(row.why)) : <>{row.outcome.count === null ? t('fewer', { n: one.terms.least }) : t('people', { n: numberWords(row.outcome.count) })}<small>{t('rowsOf', { a: numberWords(row.outcome.initiatorRows), b: numberWords(row.outcome.responderRows) })}</small></>) },
            { id: 'took', title: t('seconds'), align: 'end', cell: (row) => (row.endedAt === null ? '—' : t('secondsOf', { n: numberWords((Date.parse(row.endedAt) - Date.parse(row.at)) / 1000, 1) })) },
            { id: 'by', title: t('by'), cell: (row) => row.by },
          ]}
        />
      </Panel>
      {ending && (
        <Dialog title={t('end')} open onClose={() => setEnding(false)} foot={<Button tone="danger" busy={end.pending} onClick={() => void end.send({ agreementId: one.id }).then((done) => done !== undefined && setEnding(false))}>{t('end')}</Button>}>
          <RefusalNote refusal={end.refusal} />
          <p>{t('endAsk')}</p>
        </Dialog>
      )}
    </>
  );
}

/** The innermost code says most: what the other side refused, rather than that it did. */
function faultWords(why: string): string {
  const known = runFaults.phrases as Readonly<Record<string, readonly [string, string]>>;
  const code = why.split(/[:\s]+/).map((part) => part.replace(/^privacy\./, '')).findLast((part) => part in known) ?? 'peerFailed';
  return known[code]![currentLanguage() === 'en' ? 1 : 0];
}

function Result({ one }: { one: Agreement }) {
  const t = useWords(computingWords);
  const last = one.runs.find((r) => r.outcome !== null);
  if (last?.outcome === null || last?.outcome === undefined) return null;
  const { count, groups, initiatorRows, responderRows } = last.outcome;
  const shown = (n: number | null): string => (n === null ? t('hidden') : numberWords(n));
  return (
    <Panel title={t('lastResult')} extra={<span>{instantWords(last.at)}</span>}>
      <div className="dk-figures">
        <Figure tone="accent" label={t('both')} value={count === null ? t('fewer', { n: one.terms.least }) : t('people', { n: numberWords(count) })} />
        <Figure label={t('initiator')} value={numberWords(initiatorRows)} />
        <Figure label={t('responder')} value={numberWords(responderRows)} />
      </div>
      {groups.length > 0 && (
        <>
          <DataTable
            label={t('result')}
            rows={groups}
            rowId={(row) => String(row.group)}
            columns={[
              { id: 'group', title: t('group'), lead: true, cell: (row) => <b>{one.groups[row.group] ?? row.group + 1}</b> },
              { id: 'count', title: t('count'), align: 'end', cell: (row) => shown(row.count) },
              ...(one.terms.value === null ? [] : [{ id: 'sum', title: `${one.terms.value} ${t('sum')}`, align: 'end' as const, cell: (row: (typeof groups)[number]) => shown(row.sum) }]),
            ]}
          />
          <p className="dk-soft">{t('suppression', { n: one.terms.least })}</p>
        </>
      )}
    </Panel>
  );
}

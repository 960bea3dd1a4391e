import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { privacy } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { AcceptDialog, ProposalDialog } from './answer-agreement.tsx';
import { computingWords } from './computing-words.ts';
import { AddPeerDialog, ProposeDialog } from './propose-agreement.tsx';

export type Agreement = OutputOf<typeof privacy.listAgreements>['agreements'][number];
export type Proposal = OutputOf<typeof privacy.listAgreements>['proposals'][number];
type Open = { kind: 'propose' } | { kind: 'peer' } | { kind: 'accept' } | { kind: 'answer'; proposal: Proposal };

export const agreementTones = { proposed: 'soon', active: 'good', refused: 'bad', over: 'quiet' } as const;

/** 隐私计算: with whom, under which agreements; each agreement has a page of its own. */
export default function JointComputing() {
  const t = useWords(computingWords);
  const [open, setOpen] = useState<Open | null>(null);
  const found = useRead(privacy.listAgreements, {}, { every: 15_000 });
  const house = useRead(privacy.computingHouse, {});
  const close = (): void => setOpen(null);
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <Button onClick={() => setOpen({ kind: 'accept' })}>{t('accept')}</Button>
        <Button tone="primary" icon="plus" onClick={() => setOpen({ kind: 'propose' })}>{t('propose')}</Button>
      </PageHead>
      <Answered of={found}>
        {({ agreements, proposals }) => (
          <>
            {proposals.length > 0 && (
              <Panel title={t('waiting')} flush>
                <DataTable
                  label={t('waiting')}
                  rows={proposals}
                  rowId={(row) => row.id}
                  columns={[
                    { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <b>{row.terms.purpose}</b> },
                    { id: 'peer', title: t('peer'), cell: (row) => <>{row.peerName}<small>{row.peer}</small></> },
                    { id: 'what', title: t('what'), cell: (row) => t(`w_${row.terms.what}`) },
                    { id: 'at', title: t('arrived'), cell: (row) => instantWords(row.at) },
                    { id: 'act', title: '', align: 'end', cell: (row) => <Button tone="primary" onClick={() => setOpen({ kind: 'answer', proposal: row })}>{t('review')}</Button> },
                  ]}
                />
              </Panel>
            )}
            <Panel title={t('agreements')} flush>
              <DataTable
                label={t('agreements')}
                rows={agreements}
                rowId={(row) => row.id}
                to={(row) => `/joint-computing/${row.id}`}
                empty={t('noAgreements')}
                columns={[
                  { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <Link className="dk-strong" to={`/joint-computing/${row.id}`}>{row.purpose}</Link> },
                  { id: 'peer', title: t('peer'), cell: (row) => <>{row.peerName}<small>{t(row.initiates ? 'initiator' : 'responder')}</small></> },
                  { id: 'what', title: t('what'), cell: (row) => t(`w_${row.what}`) },
                  { id: 'state', title: t('state'), cell: (row) => <Tag tone={agreementTones[row.state]}>{t(`s_${row.state}`)}</Tag> },
                  { id: 'until', title: t('until'), cell: (row) => instantWords(row.validTo) },
                  { id: 'result', title: t('lastResult'), cell: (row) => <LastResult of={row} /> },
                ]}
              />
            </Panel>
          </>
        )}
      </Answered>
      <Panel title={t('peers')} extra={<Button onClick={() => setOpen({ kind: 'peer' })}>{t('addPeer')}</Button>}>
        <Answered of={house}>
          {({ name, publicKey, peers }) => (
            <>
              <Facts columns={1} facts={[[t('own'), <span key="n" className="dk-code">{name}</span>], [t('ownKey'), <span key="k" className="dk-code dk-break">{publicKey}</span>]]} />
              <DataTable
                label={t('peers')}
                rows={peers}
                rowId={(row) => row.id}
                empty={t('noPeers')}
                columns={[
                  { id: 'name', title: t('peer'), lead: true, cell: (row) => <><b>{row.name}</b>{row.name !== row.id && <small className="dk-code">{row.id}</small>}</> },
                  { id: 'url', title: t('address'), cell: (row) => row.url },
                  { id: 'way', title: t('way'), cell: (row) => <Tag tone={row.joined ? 'good' : 'quiet'}>{t(row.joined ? 'joined' : 'carried')}</Tag> },
                ]}
              />
            </>
          )}
        </Answered>
      </Panel>
      {open?.kind === 'propose' && <ProposeDialog peers={house.data?.peers ?? []} onClose={close} />}
      {open?.kind === 'peer' && <AddPeerDialog onClose={close} />}
      {open?.kind === 'accept' && <AcceptDialog onClose={close} />}
      {open?.kind === 'answer' && <ProposalDialog proposal={open.proposal} onClose={close} />}
    </>
  );
}

function LastResult({ of: one }: { of: Agreement }) {
  const t = useWords(computingWords);
  const last = one.runs[0];
  if (last === undefined) return <span className="dk-soft">{t('noRuns')}</span>;
  if (last.outcome === null) return <Tag tone={last.state === 'running' ? 'accent' : 'bad'}>{t(`r_${last.state}`)}</Tag>;
  return <>{last.outcome.count === null ? t('fewer', { n: one.terms.least }) : t('people', { n: numberWords(last.outcome.count) })}<small>{instantWords(last.at)}</small></>;
}

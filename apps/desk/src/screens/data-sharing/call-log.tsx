import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Facts, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { exactWords, numberWords } from '../../words/when.ts';
import { memberWords } from './member-words.ts';
import { sharingWords } from './sharing-words.ts';

type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];
type Call = OutputOf<typeof sharing.listCalls>['calls'][number];
const shown = 100;

/** 调用日志 of a grant: the last calls with what came of each; a call that was begun and has not ended is under way. */
export function CallLog({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useWords(sharingWords);
  const m = useWords(memberWords);
  const [asked, setAsked] = useState<Call | null>(null);
  const found = useRead(sharing.listCalls, { grantId: grant.id, limit: shown });
  return (
    <Dialog title={[t('callLog'), grant.serviceTitle].join(between().named)} open wide onClose={onClose}>
      <Facts facts={[[t('organisation'), grant.organisationName], [t('purpose'), grant.purpose], [t('grantBasis'), grant.legalBasis], [t('code'), <span className="dk-code">{grant.purposeCode}</span>]]} />
      <Answered of={found}>
        {({ calls }) => {
          const ended = calls.filter((c) => c.phase === 'ended');
          return (
            <DataTable label={t('callLog')} rows={ended} rowId={(c) => c.id} empty={t('noCalls')} columns={[
              { id: 'at', title: t('when'), lead: true, cell: (c) => exactWords(c.at) },
              { id: 'outcome', title: t('outcome'), cell: (c) => (c.outcomeWords === null ? <Tag tone="good">{t('answered')}</Tag> : <><Tag tone="bad">{t('notAnswered')}</Tag><small>{c.outcomeWords}</small></>) },
              { id: 'reference', title: t('reference'), cell: (c) => c.reference ?? '—' },
              { id: 'rows', title: t('rows'), align: 'end', cell: (c) => numberWords(c.rows) },
              { id: 'took', title: t('took'), align: 'end', cell: (c) => `${numberWords(c.tookMs)} ms` },
              { id: 'evidence', title: m('evidence'), cell: (c) => <Button tone="quiet" onClick={() => setAsked(c)}>{m('evidence')}</Button> },
            ]} />
          );
        }}
      </Answered>
      {asked !== null && <Evidence call={asked} />}
    </Dialog>
  );
}

/** 存证: the ledger's entry over all calls of one commit, and this call's leaf in it. */
function Evidence({ call }: { call: Call }) {
  const m = useWords(memberWords);
  const found = useRead(sharing.callEvidence, { batchId: call.batchId });
  return (
    <Answered of={found}>
      {(e) => <Facts columns={1} facts={[[m('entry'), <span className="dk-code">{e.entryId}</span>], [m('root'), <span className="dk-code">{e.root}</span>], [m('leaf'), <span className="dk-code">{call.evidence}</span>], [m('calls'), numberWords(e.calls)], [m('receipt'), m(e.receipt === null ? 'receiptWaits' : 'receiptThere')]]} />}
    </Answered>
  );
}

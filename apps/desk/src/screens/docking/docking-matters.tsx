import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { docking } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords } from '../../words/when.ts';
import { dockingWords } from './docking-words.ts';

type State = OutputOf<typeof docking.listMatters>['matters'][number]['state'];
const states: readonly State[] = ['waiting', 'rejected', 'sent', 'handling', 'granted', 'refused'];
const tones = { waiting: 'soon', rejected: 'bad', sent: 'accent', handling: 'accent', granted: 'good', refused: 'quiet' } as const;

/** 对接办件 of one system; what waits or came back can be sent again. */
export function DockingMatters({ system }: { system: string }) {
  const t = useWords(dockingWords);
  const may = useMay('docking.manage');
  const [state, setState] = useState<State | ''>('');
  const pages = useMore(docking.listMatters, { system, ...(state === '' ? {} : { state }), limit: 50 }, true, 'after');
  const again = useWrite(docking.pushAgain);
  return (
    <Panel title={t('matters')} flush extra={<ChoiceBar label={t('matters')} value={state} onChange={setState} options={[{ value: '' as State | '', label: t('all') }, ...states.map((value) => ({ value: value as State | '', label: t(value) }))]} />}>
      <RefusalNote refusal={again.refusal} />
      <More of={pages} rows={(page) => page.matters}>
        {(rows) => (
          <DataTable label={t('matters')} rows={rows} rowId={(m) => m.id} empty={t('noMatters')} columns={[
            { id: 'number', title: t('number'), lead: true, cell: (m) => <><Link className="dk-strong" to={`/cases/${m.caseId}`}>{m.title}</Link><small className="dk-code">{m.number}</small></> },
            { id: 'reference', title: t('reference'), cell: (m) => <span className="dk-code">{m.reference ?? '—'}</span> },
            { id: 'state', title: t('outcome'), cell: (m) => <><Tag tone={tones[m.state]}>{t(m.state)}</Tag>{m.problem !== null && <small>{m.problem}</small>}</> },
            { id: 'theirs', title: t('theirState'), cell: (m) => m.theirState ?? '—' },
            { id: 'at', title: t('at'), cell: (m) => <>{instantWords(m.answeredAt ?? m.madeAt)}<small>{t('attempts', { n: m.attempts })}</small></> },
            { id: 'act', title: '', align: 'end', cell: (m) => (may && (m.state === 'rejected' || m.state === 'waiting') ? <Button tone="quiet" busy={again.pending} onClick={() => void again.send({ matterId: m.id, version: m.version })}>{t('pushAgain')}</Button> : null) },
          ]} />
        )}
      </More>
    </Panel>
  );
}

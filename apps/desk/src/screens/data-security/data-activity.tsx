import { useState } from 'react';
import { assessment } from '../../api/contracts.ts';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { assessmentWords } from './assessment-words.ts';

type Event = OutputOf<typeof assessment.searchActivity>['events'][number];
const kinds = ['look', 'call', 'export'] as const;
const measures = ['talk', 'notice', 'handover'] as const;

/** 数据活动审计: one time line of what was done with data; from an event whoever did it is called to account. */
export default function DataActivity() {
  const t = useWords(assessmentWords);
  const [kind, setKind] = useState<'all' | (typeof kinds)[number]>('all');
  const [night, setNight] = useState<'no' | 'yes'>('no');
  const [reason, setReason] = useState('');
  const [before, setBefore] = useState<string | undefined>(undefined);
  const [calling, setCalling] = useState<Event | null>(null);
  const manages = useMay('assessment.manage');
  const found = useRead(assessment.searchActivity, { nightOnly: night === 'yes' ? 'true' : 'false', ...(kind === 'all' ? {} : { kind }), ...(reason === '' ? {} : { reason }), ...(before === undefined ? {} : { before }) }, { keep: true });
  const first = <V,>(set: (value: V) => void) => (value: V): void => {
    setBefore(undefined);
    set(value);
  };
  return (
    <>
      <PageHead title={t('activity')} sub={t('activitySub')}>
        <SearchBox label={t('find')} value={reason} onSearch={first(setReason)} />
      </PageHead>
      <Panel
        title={t('activity')}
        flush
        extra={
          <>
            <ChoiceBar label={t('time')} value={night} onChange={first(setNight)} options={[{ value: 'no', label: t('anyTime') }, { value: 'yes', label: t('night') }]} />
            <ChoiceBar label={t('kind')} value={kind} onChange={first(setKind)} options={[{ value: 'all' as const, label: t('all') }, ...kinds.map((value) => ({ value, label: t(`e_${value}`) }))]} />
          </>
        }
      >
        <Answered of={found}>
          {(page) => (
            <>
              <DataTable
                label={t('activity')}
                rows={page.events}
                rowId={(row) => row.id}
                empty={t('nothing')}
                columns={[
                  { id: 'who', title: t('who'), lead: true, cell: (row) => (<><b>{row.who ?? t('machine')}</b><small>{row.organisationName}</small></>) },
                  { id: 'at', title: t('time'), width: '9rem', cell: (row) => (<>{instantWords(row.at)}{row.night && <Tag tone="soon">{t('atNight')}</Tag>}</>) },
                  { id: 'kind', title: t('kind'), width: '5.5rem', cell: (row) => t(`e_${row.kind}`) },
                  { id: 'what', title: t('what'), cell: (row) => row.whatTitle },
                  { id: 'why', title: t('why'), cell: (row) => row.reason ?? '—' },
                  { id: 'rows', title: t('rows'), align: 'end', cell: (row) => (row.rows === null ? '—' : numberWords(row.rows)) },
                  ...(manages ? [{ id: 'do', title: t('account'), width: '5rem', cell: (row: Event) => <Button onClick={() => setCalling(row)}>{t('account')}</Button> }] : []),
                ]}
              />
              <div className="dk-panel-body">
                {before !== undefined && <Button onClick={() => setBefore(undefined)}>{t('newest')}</Button>} {page.before !== null && <Button onClick={() => setBefore(page.before ?? undefined)}>{t('older')}</Button>}
              </div>
            </>
          )}
        </Answered>
      </Panel>
      <CallToAccount event={calling} onClose={() => setCalling(null)} />
    </>
  );
}

function CallToAccount({ event, onClose }: { event: Event | null; onClose: () => void }) {
  const t = useWords(assessmentWords);
  const send = useWrite(assessment.callToAccount);
  const [measure, setMeasure] = useState<(typeof measures)[number]>('talk');
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('《个人信息保护法》第十条');
  const [due, setDue] = useState('');
  const go = async (): Promise<void> => {
    if (event === null) return;
    if ((await send.send({ organisation: event.organisation, measure, reason: reason.trim(), basis: basis.trim(), answerDue: due, event: event.id })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('account')} open={event !== null} onClose={onClose} foot={<Button tone="danger" busy={send.pending} disabled={reason.trim().length < 4 || due === ''} onClick={() => void go()}>{t('send')}</Button>}>
      <RefusalNote refusal={send.refusal} />
      {event !== null && <Facts facts={[[t('subject'), event.organisationName], [t('who'), event.who ?? t('machine')], [t('what'), event.whatTitle], [t('why'), event.reason ?? '—']]} />}
      <Select label={t('measure')} value={measure} onChange={setMeasure} options={measures.map((value) => ({ value, label: t(`m_${value}`) }))} />
      <TextArea label={t('reason')} value={reason} onChange={setReason} max={1000} required />
      <TextInput label={t('basis')} value={basis} onChange={setBasis} />
      <TextInput label={t('answerDue')} type="date" value={due} onChange={setDue} required />
    </Dialog>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { privacy } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { AskExportDialog, DecideExportDialog } from './export-dialogs.tsx';
import { exportWords } from './export-words.ts';
import { saveFile } from './save-file.ts';

export type Export = OutputOf<typeof privacy.listExports>['exports'][number];
const tones = { waiting: 'soon', approved: 'accent', refused: 'bad', taken: 'quiet' } as const;

/** 水印导出: asked for with a purpose, approved by another where the rules want it, taken once, marked. */
export default function DataExports() {
  const t = useWords(exportWords);
  const [asks, oversees, handles] = [useMay('registers.view'), useMay('privacy.view'), useMay('privacy.handle')];
  const [whose, setWhose] = useState<'mine' | 'scope'>(asks ? 'mine' : 'scope');
  const [asking, setAsking] = useState(false);
  const [deciding, setDeciding] = useState<Export | null>(null);
  const [told, setTold] = useState('');
  const list = useMore(whose === 'mine' ? privacy.listExports : privacy.exportLedger, {});
  const take = useWrite(privacy.takeExport);
  const fetchFile = async (one: Export): Promise<void> => {
    const file = await take.send({ exportId: one.id });
    if (file === undefined) return;
    saveFile(file);
    setTold(t('taken', { n: numberWords(file.rows), name: file.name }));
  };
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        {handles && <Link className="dk-button" to="/data-exports/trace">{t('trace')}</Link>}
        {asks && <Button tone="primary" icon="plus" onClick={() => setAsking(true)}>{t('ask')}</Button>}
      </PageHead>
      <RefusalNote refusal={take.refusal} />
      {told !== '' && <p className="dk-note dk-note--good" role="status">{told}</p>}
      <Panel title={t('list')} flush extra={asks && oversees ? <ChoiceBar label={t('list')} value={whose} onChange={setWhose} options={(['mine', 'scope'] as const).map((value) => ({ value, label: t(value) }))} /> : undefined}>
        <More of={list} rows={(page) => page.exports}>
          {(rows) => (
            <DataTable
              label={t('list')}
              rows={rows}
              rowId={(row) => row.id}
              empty={t('none')}
              columns={[
                { id: 'register', title: t('register'), lead: true, cell: (row) => <><b>{row.registerTitle}</b><small className="dk-code">{row.number}</small></> },
                { id: 'purpose', title: t('purpose'), cell: (row) => <>{row.purpose}<small>{row.fields.join(between().things)}</small></> },
                { id: 'rows', title: t('rows'), cell: (row) => <>{row.rowsTaken === null ? t('rowsOf', { n: numberWords(row.rowsMax) }) : t('rowsTaken', { n: numberWords(row.rowsTaken) })}{row.lifted && <> <Tag tone="soon">{t('liftedTag')}</Tag></>}</> },
                { id: 'officer', title: t('officer'), cell: (row) => <>{row.officer}<small>{row.organisation}</small><small>{instantWords(row.askedAt)}</small></> },
                { id: 'state', title: t('state'), cell: (row) => <><Tag tone={tones[row.state]}>{t(`s_${row.state}`)}</Tag>{row.decidedBy !== null && <small>{t('decidedBy', { name: row.decidedBy, reason: row.reason ?? '' })}</small>}</> },
                {
                  id: 'act', title: '', align: 'end', cell: (row) => row.state === 'approved' && row.mine
                    ? <Button tone="primary" icon="download" busy={take.pending} title={t('takeHint')} onClick={() => void fetchFile(row)}>{t('take')}</Button>
                    : row.state === 'waiting' && !row.mine && handles ? <Button onClick={() => setDeciding(row)}>{t('decide')}</Button> : null,
                },
              ]}
            />
          )}
        </More>
      </Panel>
      {asking && <AskExportDialog onClose={() => setAsking(false)} onAsked={setTold} />}
      {deciding !== null && <DecideExportDialog one={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

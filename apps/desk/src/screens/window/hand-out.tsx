import { useState } from 'react';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Button } from '../../pieces/button.tsx';
import { useCaseColumns, type ListedCase } from '../../pieces/case-columns.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { RowDialog } from '../../pieces/row-dialog.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { windowWords } from './window-words.ts';

/** 综合窗口出件: what is granted and not handed out yet. */
export default function HandOut() {
  const t = useWords(windowWords);
  const columns = useCaseColumns();
  const [text, setText] = useState('');
  const pages = useMore(services.listDeskCases, { state: 'granted', handedOut: 'false', ...(text === '' ? {} : { text }), limit: 30 });
  const give = useWrite(services.handOut);
  const [one, setOne] = useState<ListedCase | null>(null);
  const [to, setTo] = useState('');
  const [way, setWay] = useState<'window' | 'express' | 'electronic'>('window');
  return (
    <>
      <PageHead title={t('handOut')} sub={t('handOutSub')}>
        <SearchBox label={t('findCase')} value={text} onSearch={setText} />
      </PageHead>
      <Panel flush>
        <More of={pages} rows={(page) => page.cases}>
          {(cases) => (
            <DataTable
              label={t('handOut')}
              rows={cases}
              rowId={(row) => row.id}
              empty={t('nothingToGive')}
              columns={[
                ...columns,
                { id: 'tool', title: '', align: 'end', cell: (row) => <Button tone="primary" onClick={() => (setOne(row), setTo(row.applicant.slice(0, 60)))}>{t('give')}</Button> },
              ]}
            />
          )}
        </More>
      </Panel>
      <RowDialog
        row={one}
        title={(row) => row.name}
        refusal={give.refusal}
        onReload={() => (give.clear(), void pages.refetch())}
        onClose={() => setOne(null)}
        foot={
          <Button tone="primary" busy={give.pending} disabled={to.trim() === ''} onClick={() => one !== null && void give.send({ caseId: one.id, version: one.version, to: to.trim(), way }).then((done) => done !== undefined && setOne(null))}>
            {t('give')}
          </Button>
        }
      >
        {() => (
          <>
            <TextInput label={t('receiver')} value={to} onChange={setTo} max={60} required />
            <div className="dk-field">
              <span className="dk-legend">{t('way')}</span>
              <ChoiceBar label={t('way')} value={way} onChange={setWay} options={(['window', 'express', 'electronic'] as const).map((value) => ({ value, label: t(`w_${value}`) }))} />
            </div>
          </>
        )}
      </RowDialog>
    </>
  );
}

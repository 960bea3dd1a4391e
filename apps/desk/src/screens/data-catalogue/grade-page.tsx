import type { InputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import './data-catalogue.css';

type Grade = InputOf<typeof catalogue.confirmGrades>['items'][number]['grade'];
const grades: readonly Grade[] = ['general-1', 'general-2', 'general-3', 'general-4', 'important', 'core'];

/** 分类分级: what the rules propose for each item; people confirm. */
export default function GradePage() {
  const t = useWords(catalogueWords);
  const go = useNavigate();
  const { entryId = '' } = useParams();
  const entry = useRead(catalogue.getEntry, { entryId });
  const propose = useProposals(entryId);
  const confirm = useWrite(catalogue.confirmGrades);
  const [chosen, setChosen] = useState<Record<string, Grade>>({});
  return (
    <Answered of={entry}>
      {(e) => {
        const rows = propose.map((p) => ({ ...p, grade: chosen[p.name] ?? p.grade }));
        const highest = grades[Math.max(0, ...rows.map((r) => grades.indexOf(r.grade)))]!;
        return (
          <>
            <PageHead title={`${t('gradeIt')}${between().named}${e.title}`} sub={t('takes', { g: t(`g_${highest}`) })}>
              <Button tone="primary" busy={confirm.pending} disabled={rows.length === 0} onClick={() => void confirm.send({ entryId, version: e.version, items: rows.map((r) => ({ name: r.name, grade: r.grade, sensitive: r.sensitive })) }).then((done) => done !== undefined && go(`/data-catalogue/entries/${entryId}`))}>{t('confirm')}</Button>
            </PageHead>
            <RefusalNote refusal={confirm.refusal} />
            <Panel flush>
              <DataTable label={t('gradeIt')} rows={rows} rowId={(r) => r.name} columns={[
                { id: 'name', title: t('item'), lead: true, cell: (r) => r.name }, { id: 'class', title: t('propose'), cell: (r) => <>{r.classTitle ?? '—'} <Tag>{t(`by_${r.by}`)}</Tag></> }, { id: 'sensitive', title: t('sensitive'), cell: (r) => (r.sensitive ? t('yes') : t('no')) },
                { id: 'was', title: t('now'), cell: (r) => (r.was === null ? '—' : t(`g_${r.was}`)) },
                { id: 'grade', title: t('grade'), cell: (r) => <select className="dk-input" aria-label={`${t('grade')} ${r.name}`} value={r.grade} onChange={(event) => setChosen({ ...chosen, [r.name]: event.target.value as Grade })}>{grades.map((g) => <option key={g} value={g}>{t(`g_${g}`)}</option>)}</select> },
              ]} />
            </Panel>
          </>
        );
      }}
    </Answered>
  );
}

/** A proposal changes nothing, though it is sent as a write because of its samples. */
function useProposals(entryId: string) {
  const found = useRead(catalogue.proposeGrades, { entryId });
  return found.data?.proposals ?? [];
}

import { useSearchParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useCaseColumns } from '../../pieces/case-columns.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Light } from '../../pieces/light.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { stateWords, type CaseState } from '../../pieces/state-tag.tsx';
import { common } from '../../words/common.ts';
import { defineWords, useWords } from '../../words/define-words.ts';
import { dayWords, instantWords } from '../../words/when.ts';

const searchWords = defineWords('caseSearch', {
  title: ['办件查询', 'Case search'],
  find: ['办件编号、申请人、事项', 'Number, applicant, item'],
  state: ['状态', 'State'],
  submitted: ['提交', 'Submitted'],
  due: ['承诺办结', 'Promised'],
  light: ['灯', 'Light'],
  empty: ['没有符合条件的办件', 'No case fits'],
});

const states: readonly CaseState[] = ['submitted', 'supplement', 'accepted', 'suspended', 'granted', 'refused'];

export default function CaseSearch() {
  const t = useWords(searchWords);
  const c = useWords(common);
  const s = useWords(stateWords);
  const columns = useCaseColumns();
  const [query, setQuery] = useSearchParams();
  const text = query.get('text') ?? '';
  const state = states.find((one) => one === query.get('state'));
  const change = (next: Record<string, string>): void => setQuery(Object.fromEntries(Object.entries({ text, state: state ?? '', ...next }).filter(([, value]) => value !== '' && value !== 'all')));
  const pages = useMore(services.listDeskCases, { ...(text === '' ? {} : { text }), ...(state === undefined ? {} : { state }), limit: 30 });
  return (
    <>
      <PageHead title={t('title')} />
      <div className="dk-filters">
        <SearchBox key={text} label={t('find')} value={text} onSearch={(value) => change({ text: value })} />
        <span className="dk-spring" />
        <ChoiceBar label={t('state')} value={state ?? 'all'} onChange={(value) => change({ state: value })} options={[{ value: 'all', label: c('all') }, ...states.map((value) => ({ value, label: s(value) }))]} />
      </div>
      <Panel flush>
        <More of={pages} rows={(page) => page.cases}>
          {(cases) => (
            <DataTable
              label={t('title')}
              keys
              rows={cases}
              rowId={(row) => row.id}
              to={(row) => `/cases/${row.id}`}
              empty={t('empty')}
              columns={[
                { id: 'light', title: t('light'), cell: (row) => <Light light={row.light} />, width: '5.5rem' },
                ...columns,
                { id: 'submitted', title: t('submitted'), cell: (row) => instantWords(row.submittedAt), width: '8.5rem' },
                { id: 'due', title: t('due'), cell: (row) => (row.dueOn === null ? '—' : dayWords(row.dueOn)), width: '6.5rem' },
              ]}
            />
          )}
        </More>
      </Panel>
    </>
  );
}

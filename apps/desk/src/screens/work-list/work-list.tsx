import { useSearchParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { TaskTable, type Task } from '../../pieces/task-table.tsx';
import { common } from '../../words/common.ts';
import { defineWords, useWords } from '../../words/define-words.ts';

const workWords = defineWords('work', {
  title: ['待办事项', 'Work list'],
  box: ['工作箱', 'Box'],
  open: ['待办', 'To do'],
  mine: ['我的', 'Mine'],
  done: ['已办', 'Done'],
  light: ['时限', 'Limits'],
  find: ['办件编号，或申请人名称的开头', 'Number, or how the applicant’s name begins'],
  claim: ['签收', 'Claim'],
  empty: ['没有待办的任务', 'No task waits'],
});

type Box = 'open' | 'mine' | 'done';
type LightFilter = 'all' | 'soon' | 'yellow' | 'red';
const oneOf = <V extends string>(value: string | null, allowed: readonly V[], otherwise: V): V => allowed.find((one) => one === value) ?? otherwise;

/** 待办: boxes, lights, text; the address holds the filter, so that Back and a bookmark keep it. */
export default function WorkList() {
  const t = useWords(workWords);
  const c = useWords(common);
  const [query, setQuery] = useSearchParams();
  const box = oneOf<Box>(query.get('box'), ['open', 'mine', 'done'], 'open');
  const light = oneOf<LightFilter>(query.get('light'), ['all', 'soon', 'yellow', 'red'], 'all');
  const text = query.get('text') ?? '';
  const change = (name: string, value: string): void =>
    setQuery((before) => {
      const next = new URLSearchParams(before);
      if (value === '' || value === 'all') next.delete(name);
      else next.set(name, value);
      return next;
    });
  const pages = useMore(services.workList, { box, ...(light === 'all' ? {} : { light }), ...(text === '' ? {} : { text }), limit: 30 });
  const claim = useWrite(services.operateTask);
  const counts = pages.data?.pages[0]?.counts;
  return (
    <>
      <PageHead title={t('title')} sub={<span className="dk-wide-only">{c('keys')}</span>} />
      <div className="dk-filters">
        <ChoiceBar
          label={t('box')}
          value={box}
          onChange={(value) => change('box', value)}
          options={[
            { value: 'open', label: t('open'), ...(counts === undefined ? {} : { count: counts.open }) },
            { value: 'mine', label: t('mine'), ...(counts === undefined ? {} : { count: counts.mine }) },
            { value: 'done', label: t('done') },
          ]}
        />
        <ChoiceBar
          label={t('light')}
          value={light}
          onChange={(value) => change('light', value)}
          options={[
            { value: 'all', label: c('all') },
            { value: 'soon', label: c('soon'), ...(counts === undefined ? {} : { count: counts.soon }) },
            { value: 'yellow', label: c('yellow') },
            { value: 'red', label: c('red') },
          ]}
        />
        <span className="dk-spring" />
        <SearchBox key={text} label={t('find')} value={text} onSearch={(value) => change('text', value)} />
      </div>
      <RefusalNote refusal={claim.refusal} onReload={() => void pages.refetch()} />
      <Panel flush>
        <More of={pages} rows={(page) => page.tasks}>
          {(tasks) => (
            <TaskTable
              label={t('title')}
              tasks={tasks}
              keys
              empty={t('empty')}
              tool={(task: Task) =>
                task.state === 'waiting' && box === 'open' ? (
                  <Button disabled={claim.pending} onClick={() => void claim.send({ taskId: task.id, version: task.taskVersion, operation: 'claim' })}>
                    {t('claim')}
                  </Button>
                ) : null
              }
            />
          )}
        </More>
      </Panel>
    </>
  );
}

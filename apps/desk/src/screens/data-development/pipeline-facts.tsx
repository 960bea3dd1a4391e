import type { OutputOf } from '@yiwang/server/kernel/contract';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Facts, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { developmentWords } from './development-words.ts';

type Definition = OutputOf<typeof development.getPipeline>['definition'];

/** 调度与依赖: when it runs, what it waits for, what runs after it, and what an empty run is. */
export function PipelineFacts({ id, definition }: { id: string; definition: Definition }) {
  const t = useWords(developmentWords);
  const all = useRead(development.listPipelines, {}).data?.pipelines ?? [];
  const { schedule, after, mayBeEmpty } = definition;
  const named = (ids: readonly string[]) =>
    ids.length === 0 ? t('none') : ids.map((one, at) => <Fragment key={one}>{at > 0 && between().things}<Link to={`/data-development/${one}`}>{all.find((p) => p.id === one)?.title ?? one}</Link></Fragment>);
  return (
    <Panel title={t('schedule')}>
      <Facts facts={[
        [t('schedule'), schedule !== undefined ? t(schedule.workingDays ? 'workingDays' : 'everyDay', { at: schedule.at }) : t(after.length > 0 ? 'r_dependency' : 'byHand')],
        [t('dueBy'), schedule?.dueBy === undefined ? t('none') : t('dueAt', { at: schedule.dueBy })],
        [t('waits'), named(after)], [t('followers'), named(all.filter((p) => p.after.includes(id)).map((p) => p.id))],
        [t('empty'), t(mayBeEmpty ? 'emptyPasses' : 'emptyFails')],
      ]} />
    </Panel>
  );
}

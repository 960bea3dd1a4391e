import { openData } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { erasureWords } from '../data-sharing/erasure-words.ts';

/** 收回后的删除: who had been admitted to the set, by when the copies must be gone, who has confirmed. */
export function SetErasures({ name }: { name: string }) {
  const t = useWords(erasureWords);
  const found = useRead(openData.erasuresOfSet, { name });
  return (
    <Answered of={found}>
      {({ erasures }) => (erasures.length === 0 ? null : (
        <Panel title={t('title')} flush>
          <DataTable label={t('title')} rows={erasures.flatMap((e) => e.holders.map((holder, at) => ({ ...e, id: `${e.id} ${at}`, holder })))} rowId={(l) => l.id} columns={[
            { id: 'holder', title: t('holder'), lead: true, cell: (l) => <><b>{l.holder.name}</b><small>{l.reason}</small></> },
            { id: 'due', title: t('due'), cell: (l) => dayWords(l.dueAt.slice(0, 10)) },
            { id: 'state', title: t('erased'), cell: (l) => (l.holder.erasedAt === null ? <><Tag tone="accent">{t('waiting')}</Tag><small>{t('told', { n: numberWords(l.holder.told) })}</small></> : <><Tag tone="good">{t('erased')}</Tag><small>{instantWords(l.holder.erasedAt)}</small></>) },
          ]} />
        </Panel>
      ))}
    </Answered>
  );
}

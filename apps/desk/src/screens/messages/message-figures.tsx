import { useState } from 'react';
import { messages } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import { messageCodes, messageWords } from './message-words.ts';

/** 消息统计 and templates. */
export default function MessageFigures() {
  const t = useWords(messageWords);
  const codes = useWords(messageCodes);
  const code = (one: string): string => (Object.hasOwn(messageCodes.phrases, one) ? codes(one as keyof typeof messageCodes.phrases) : one);
  const mayCount = useMay('messages.manage');
  const [days, setDays] = useState<'7' | '30' | '90'>('7');
  const found = useRead(messages.messageStatistics, { days: Number(days) }, { ready: mayCount, keep: true });
  const templates = useRead(messages.listTemplates, {});
  return (
    <>
      <PageHead title={t('title')}>{mayCount && <ChoiceBar label={t('period')} value={days} onChange={setDays} options={(['7', '30', '90'] as const).map((value) => ({ value, label: t(`d${value}`) }))} />}</PageHead>
      {mayCount && (
        <Answered of={found}>
          {({ total, delivered, rows }) => {
            const channels = [...new Set(rows.map((row) => row.channel))];
            const states = [...new Set(rows.map((row) => row.state))];
            const sum = (channel: string, state: string): number => rows.filter((row) => row.channel === channel && row.state === state).reduce((all, row) => all + row.count, 0);
            return (
              <>
                <div className="dk-figures">
                  <Figure label={t('total')} value={numberWords(total)} tone="accent" />
                  <Figure label={t('delivered')} value={delivered === null ? '—' : `${numberWords(delivered, 1)}%`} tone="good" />
                </div>
                <div className="dk-halves">
                  <Panel title={t('byChannel')}>
                    <Chart label={t('byChannel')} horizontal height={Math.max(9, channels.length * 4)} categories={channels.map(code)} series={states.map((state) => ({ name: code(state), values: channels.map((channel) => sum(channel, state)) }))} />
                  </Panel>
                  <Panel title={t('byTemplate')} flush>
                    <DataTable
                      label={t('byTemplate')}
                      rows={rows.toSorted((a, b) => b.count - a.count)}
                      rowId={(row) => row.template + row.channel + row.state}
                      columns={[
                        { id: 'template', title: t('template'), lead: true, cell: (row) => <b>{row.title}</b> },
                        { id: 'channel', title: t('channel'), cell: (row) => code(row.channel) },
                        { id: 'state', title: t('state'), cell: (row) => code(row.state) },
                        { id: 'count', title: t('count'), align: 'end', cell: (row) => numberWords(row.count) },
                      ]}
                    />
                  </Panel>
                </div>
              </>
            );
          }}
        </Answered>
      )}
      <Panel title={t('templates')} flush>
        <Answered of={templates}>
          {(answer) => (
            <DataTable
              label={t('templates')}
              rows={answer.templates}
              rowId={(row) => row.id}
              columns={[
                { id: 'title', title: t('template'), lead: true, cell: (row) => (<><b>{row.title}</b><small>{row.body}</small></>) },
                { id: 'purpose', title: t('purpose'), cell: (row) => <Tag>{t(row.purpose)}</Tag>, width: '6rem' },
                { id: 'channel', title: t('channel'), cell: (row) => row.channels.map(code).join(between().things) },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}

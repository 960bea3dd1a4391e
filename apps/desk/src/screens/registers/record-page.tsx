import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { data } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DayInput } from '../../pieces/day-input.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, loadNumber, todayInChina } from '../../words/when.ts';
import { PurposeGate } from './purpose-gate.tsx';
import { registerWords } from './register-words.ts';
import { showValue } from './show-value.ts';

type Register = OutputOf<typeof data.listRegisters>['registers'][number];

export default function RecordPage() {
  const { registerId = '', recordId = '' } = useParams();
  const found = useRead(data.listRegisters, {});
  return (
    <Answered of={found}>
      {({ registers }) => {
        const register = registers.find((one) => one.id === registerId);
        return register === undefined ? null : <PurposeGate>{(purpose) => <RecordSheet register={register} recordId={recordId} purpose={purpose} />}</PurposeGate>;
      }}
    </Answered>
  );
}

/** A record: each field with its source, its history, and how it was on a day. */
function RecordSheet({ register, recordId, purpose }: { register: Register; recordId: string; purpose: string }) {
  const t = useWords(registerWords);
  const [on, setOn] = useState('');
  const asked = { register: register.id, recordId, purpose };
  const found = useRead(data.openRecord, asked);
  const history = useRead(data.recordHistory, asked);
  const then = useRead(data.recordAsOf, { ...asked, on }, { ready: on !== '' });
  const titleOf = (id: string): string => register.fields.find((field) => field.id === id)?.title ?? id;
  return (
    <Answered of={found}>
      {(record) => {
        const old = on === '' ? undefined : then.data;
        const values = old === undefined ? record.data : (old.record?.data ?? {});
        const lead = register.fields.find((field) => /name|title/i.test(field.id)) ?? register.fields[0];
        return (
          <>
            <PageHead
              title={showValue(record.data[lead?.id ?? ''])}
              sub={
                <>
                  <Link to={`/registers/${register.id}`}>{register.title}</Link> · v{record.version} · {t('effective', { day: record.effectiveOn })} · {t('purpose')}{between().named}{purpose}
                </>
              }
            >
              <span className="dk-asof">
                {t('asOf')} <DayInput aria-label={t('asOf')} max={todayInChina()} value={on} onChange={setOn} />
              </span>
              {on !== '' && <Button onClick={() => setOn('')}>{t('asOfNow')}</Button>}
            </PageHead>
            <p className={`dk-note ${record.unmasked ? 'dk-note--soon' : ''}`}>
              <Icon name={record.unmasked ? 'eye' : 'lock'} />
              {on === '' ? (record.unmasked ? t('unmasked') : t('masked')) : old?.record === null ? t('notThen') : t('asOfShown', { day: on })}
            </p>
            <div className="dk-columns">
              <Panel title={t('record')} extra={record.endedOn === null ? <Tag tone="good">{t('current')}</Tag> : <Tag>{t('over', { day: record.endedOn })}</Tag>}>
                <dl className="dk-elements">
                  {register.fields.map((field) => {
                    const from = record.provenance[field.id];
                    return (
                      <div key={field.id}>
                        <dt>
                          {field.title}
                          {field.sensitive && <Icon name="lock" size={13} />}
                        </dt>
                        <dd>
                          {showValue(values[field.id])}
                          {from !== undefined && (
                            <small className="dk-source">
                              <Icon name="database" size={13} />
                              {from.source} · {from.by} · {instantWords(from.at)}
                            </small>
                          )}
                        </dd>
                      </div>
                    );
                  })}
                </dl>
              </Panel>
              <Panel title={t('history')}>
                <Answered of={history}>
                  {({ actions }) => (
                    <Timeline
                      of={actions.map((action) => ({
                        id: String(action.version), at: action.at, note: action.reason,
                        what: `v${action.version} ${t(`h_${action.kind}`)}`,
                        by: [action.by, action.organisation ?? action.source, t('effective', { day: action.effectiveOn }), ...(action.loadId === null ? [] : [t('load', { number: loadNumber(action.loadId) })])].join(' · '),
                        more: (
                          <ul className="dk-bullets">
                            {Object.entries(action.data)
                              .slice(0, action.kind === 'create' ? 0 : 12)
                              .map(([id, value]) => (
                                <li key={id}>
                                  {titleOf(id)}{between().named}{showValue(value)}
                                </li>
                              ))}
                          </ul>
                        ),
                      }))}
                    />
                  )}
                </Answered>
              </Panel>
            </div>
          </>
        );
      }}
    </Answered>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords } from '../../words/when.ts';
import { ChangeLicence } from './change-licence.tsx';
import { licenceTone, licenceWords } from './licence-words.ts';

export type DeskLicence = OutputOf<typeof services.getDeskLicence>;
export type Change = DeskLicence['changes'][number];

/** 证照管理页: its face, its state, what may be done to it, what was done. */
export default function LicencePage() {
  const { recordId = '' } = useParams();
  const found = useRead(services.getDeskLicence, { recordId });
  return <Answered of={found}>{(one) => <LicenceSheet key={one.recordId} one={one} onReload={() => void found.refetch()} />}</Answered>;
}

function LicenceSheet({ one, onReload }: { one: DeskLicence; onReload: () => void }) {
  const t = useWords(licenceWords);
  const navigate = useNavigate();
  const [change, setChange] = useState<Change | null>(null);
  const [done, setDone] = useState('');
  return (
    <>
      <PageHead
        title={one.name}
        sub={
          <>
            <span className="dk-code">{one.number}</span> · {t('edition', { n: one.edition })} <Tag tone={licenceTone(one.state, one.valid)}>{one.stateWords}</Tag>
          </>
        }
      />
      {done !== '' && (
        <p className="dk-note dk-note--good" role="status">
          {done}
        </p>
      )}
      <div className="dk-columns">
        <Panel title={t('face')}>
          <Facts
            columns={1}
            facts={[
              [t('holder'), one.holder], [t('issuer'), one.issuer], [t('issued'), dayWords(one.issuedOn)], [t('until'), one.validTo === null ? t('forever') : dayWords(one.validTo)],
              ...one.fields.map((field) => [field.label, field.value === '' ? '—' : field.value] as const),
              [t('identifier'), <span key="identifier" className="dk-code">{one.identifier}</span>],
              ...(one.caseId === null ? [] : [[t('case'), <Link key="case" to={`/cases/${one.caseId}`}>{one.caseNumber}</Link>] as const]),
            ]}
          />
        </Panel>
        <div>
          <Panel title={t('title')}>
            {one.changes.length === 0 && <p className="dk-soft">{t(one.state === 'valid' || one.state === 'suspended' ? 'notYours' : 'ended')}</p>}
            <div className="dk-operations">
              {one.changes.map((value) => (
                <Button key={value} tone={value === 'annul' || value === 'revoke' || value === 'cancel' ? 'danger' : 'plain'} onClick={() => setChange(value)}>
                  {t(value)}
                </Button>
              ))}
            </div>
          </Panel>
          <Panel title={t('history')}>
            {one.history.length === 0 && <p className="dk-soft">{t('noHistory')}</p>}
            <Timeline of={one.history.toReversed().map((entry) => ({ id: entry.at + entry.what, ...entry }))} />
          </Panel>
        </div>
      </div>
      {change !== null && (
        <ChangeLicence
          one={one}
          change={change}
          onReload={onReload}
          onClose={(answer) => {
            setChange(null);
            if (answer === undefined) return;
            setDone(t('done', { change: t(change), state: answer.stateWords }));
            if (answer.recordId !== one.recordId) void navigate(`/licences/${answer.recordId}`);
          }}
        />
      )}
    </>
  );
}

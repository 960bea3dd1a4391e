import { security } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { codeIn, cryptoCodes } from './code-words.ts';
import { securityWords } from './security-words.ts';

/** 密码服务: device, keys, certificates, and the standard vectors run on the spot. */
export default function CryptoService() {
  const t = useWords(securityWords);
  const found = useRead(security.cryptoStatus, {});
  return (
    <>
      <PageHead title={t('crypto')}>
        <Button icon="refresh" busy={found.isFetching} onClick={() => void found.refetch()}>
          {t('rerun')}
        </Button>
      </PageHead>
      <Answered of={found}>
        {(one) => (
          <>
            <p className={`dk-note ${one.healthy ? 'dk-note--good' : 'dk-note--bad'}`} role="status">
              <Icon name={one.healthy ? 'shield' : 'warning'} />
              <strong>{one.healthy ? t('healthy') : t('unhealthy')}</strong>
            </p>
            <div className="dk-columns">
              <div>
                <Panel title={t('tests')} flush>
                  <DataTable
                    label={t('tests')}
                    rows={one.selfTests}
                    rowId={(row) => row.name}
                    columns={[
                      { id: 'name', title: t('algorithm'), lead: true, cell: (row) => <b>{codeIn(cryptoCodes, row.name)}</b> },
                      { id: 'standard', title: t('standard'), cell: (row) => row.standard },
                      { id: 'time', title: t('time'), align: 'end', cell: (row) => t('micro', { n: numberWords(row.microseconds, 1) }) },
                      { id: 'ok', title: t('outcome'), cell: (row) => <Tag tone={row.ok ? 'good' : 'bad'}>{row.ok ? t('passed') : t('failed')}</Tag> },
                    ]}
                  />
                </Panel>
                <Panel title={t('keys')} flush>
                  <DataTable
                    label={t('keys')}
                    rows={one.keys}
                    rowId={(row) => row.device + row.algorithm + row.state}
                    columns={[
                      { id: 'algorithm', title: t('algorithm'), lead: true, cell: (row) => <b>{row.algorithm.toUpperCase()}</b> },
                      { id: 'device', title: t('device'), cell: (row) => codeIn(cryptoCodes, row.device) },
                      { id: 'state', title: t('state'), cell: (row) => codeIn(cryptoCodes, row.state) },
                      { id: 'count', title: t('count'), align: 'end', cell: (row) => numberWords(row.count) },
                    ]}
                  />
                </Panel>
              </div>
              <div>
                <Panel title={t('device')}>
                  <Facts columns={1} facts={[[t('device'), codeIn(cryptoCodes, one.device)], [t('fieldKey'), `v${one.fieldKeyVersion}`]]} />
                </Panel>
                <Panel title={t('certificates')}>
                  <Facts columns={1} facts={one.certificates.map((each) => [`${codeIn(cryptoCodes, each.role)} · ${codeIn(cryptoCodes, each.state)}`, numberWords(each.count)] as const)} />
                </Panel>
                <Panel title={t('ending')}>{one.ending.length === 0 ? <p className="dk-soft">{t('noneEnding')}</p> : <Facts columns={1} facts={one.ending.map((each) => [each.validTo.slice(0, 10), each.subject] as const)} />}</Panel>
                <Panel title={t('seals')}>
                  <Facts columns={1} facts={one.seals.map((each) => [codeIn(cryptoCodes, each.state), numberWords(each.count)] as const)} />
                </Panel>
              </div>
            </div>
          </>
        )}
      </Answered>
    </>
  );
}

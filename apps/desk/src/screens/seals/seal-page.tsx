import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { seals } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { More } from '../../pieces/more.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { exactWords, instantWords } from '../../words/when.ts';
import { sealTones, type Seal } from './seal-list.tsx';
import { sealWords } from './seal-words.ts';

type Change = 'activate' | 'suspend' | 'cancel';
const next: Record<Seal['state'], readonly Change[]> = { applied: ['cancel'], made: ['activate', 'cancel'], active: ['suspend', 'cancel'], suspended: ['activate', 'cancel'], cancelled: [] };

/** 一枚印章: its picture, its life, where it was used. */
export default function SealPage() {
  const t = useWords(sealWords);
  const { sealId = '' } = useParams();
  const found = useRead(seals.getSeal, { sealId });
  const uses = useMore(seals.sealUses, { sealId, limit: 30 });
  return (
    <Answered of={found}>
      {(one) => (
        <>
          <PageHead title={one.name} sub={one.organisationName}>
            <Tag tone={sealTones[one.state]}>{t(one.state)}</Tag>
            <Steps seal={one} onReload={() => void found.refetch()} />
          </PageHead>
          <div className="dk-columns">
            <div>
              <Panel>
                <div className="dk-seal-head">
                  {one.picture === null ? (
                    <span className="dk-seal-blank">
                      <Icon name="seal" size={48} />
                      {t('noPicture')}
                    </span>
                  ) : (
                    <img src={one.picture} alt={one.name} />
                  )}
                  <Facts
                    columns={1}
                    facts={[
                      [t('code'), <span className="dk-code">{one.code ?? '—'}</span>],
                      [t('kind'), one.kind],
                      [t('validity'), one.validTo === null ? '—' : `${one.validFrom?.slice(0, 10) ?? ''} ${t('to', { day: one.validTo.slice(0, 10) })}`],
                      [t('appliedBy'), `${one.appliedBy} · ${instantWords(one.appliedAt)}`],
                      [t('reason'), one.reason],
                    ]}
                  />
                </div>
              </Panel>
              <Panel title={t('uses')} flush>
                <More of={uses} rows={(page) => page.uses}>
                  {(list) => (
                    <DataTable
                      label={t('uses')}
                      rows={list}
                      rowId={(row) => row.id}
                      empty={t('noUse')}
                      columns={[
                        { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => (row.caseId === null ? <b>{row.purpose}</b> : <Link className="dk-strong" to={`/cases/${row.caseId}`}>{row.purpose}</Link>) },
                        { id: 'by', title: t('appliedBy'), cell: (row) => row.by },
                        { id: 'digest', title: t('digest'), cell: (row) => <span className="dk-code" title={row.digest}>{row.digest.slice(0, 20)}…</span> },
                        { id: 'at', title: t('uses'), cell: (row) => exactWords(row.at) },
                      ]}
                    />
                  )}
                </More>
              </Panel>
            </div>
            <Panel title={t('life')}>
              <Timeline of={one.actions.map((action) => ({ id: action.at + action.action, what: action.action, at: action.at, by: action.by, note: action.reason }))} />
            </Panel>
          </div>
        </>
      )}
    </Answered>
  );
}

function Steps({ seal, onReload }: { seal: Seal; onReload: () => void }) {
  const t = useWords(sealWords);
  const c = useWords(common);
  const may = useMay('seals.manage');
  const make = useWrite(seals.makeSeal);
  const change = useWrite(seals.changeSeal);
  const [asking, setAsking] = useState<Change | null>(null);
  const [reason, setReason] = useState('');
  if (!may) return null;
  const nameOf = (step: Change): string => (step === 'activate' && seal.state === 'suspended' ? t('resume') : t(step));
  return (
    <>
      {seal.state === 'applied' && (
        <Button tone="primary" busy={make.pending} onClick={() => void make.send({ sealId: seal.id, version: seal.version })}>
          {t('make')}
        </Button>
      )}
      {next[seal.state].map((step) => (
        <Button key={step} tone={step === 'activate' ? 'primary' : step === 'cancel' ? 'danger' : 'plain'} onClick={() => (setAsking(step), setReason(''))}>
          {nameOf(step)}
        </Button>
      ))}
      <Dialog
        title={asking === null ? '' : `${nameOf(asking)}${between().named}${seal.name}`}
        open={asking !== null}
        onClose={() => setAsking(null)}
        foot={
          <Button tone={asking === 'activate' ? 'primary' : 'danger'} busy={change.pending} disabled={reason.trim().length < 2} onClick={() => asking !== null && void change.send({ sealId: seal.id, version: seal.version, action: asking, reason: reason.trim() }).then((done) => done !== undefined && setAsking(null))}>
            {c('confirm')}
          </Button>
        }
      >
        <RefusalNote refusal={change.refusal} onReload={() => (change.clear(), onReload())} />
        <TextArea label={t('reason')} hint={c('reasonHint')} value={reason} onChange={setReason} max={200} required />
      </Dialog>
      {make.refusal !== null && <RefusalNote refusal={make.refusal} onReload={() => (make.clear(), onReload())} />}
    </>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, todayInChina } from '../../words/when.ts';
import { agreementWords } from './agreement-words.ts';
import { AgreementMeter } from './agreement-meter.tsx';

type Agreement = OutputOf<typeof development.listAgreements>['agreements'][number];

/** 授权运营协议: what the operator may do, what it used, what is settled, and its withdrawal. */
export default function AgreementPage() {
  const t = useWords(agreementWords);
  const { agreementId = '' } = useParams();
  const found = useRead(development.listAgreements, {});
  const [withdrawing, setWithdrawing] = useState(false);
  return (
    <Answered of={found}>
      {({ agreements }) => {
        const one = agreements.find((a) => a.id === agreementId);
        if (one === undefined) return <Panel><Nothing>{t('missing')} · <Link to="/data-development">{t('back')}</Link></Nothing></Panel>;
        const over = one.state === 'active' && one.validUntil < todayInChina();
        return (
          <>
            <PageHead title={one.operator} sub={`${one.scene} · ${one.number}`}>
              <Tag tone={one.state === 'active' && !over ? 'good' : 'bad'}>{over ? t('over') : t(one.state)}</Tag>
              {one.state === 'active' && <Button tone="danger" onClick={() => setWithdrawing(true)}>{t('withdraw')}</Button>}
            </PageHead>
            {one.reason !== null && <p className="dk-note dk-note--bad">{t('because', { reason: one.reason })}</p>}
            <Panel title={t('contract')}>
              <Facts facts={[
                [t('number'), one.number], [t('operator'), one.operator], [t('code'), <span className="dk-code">{one.operatorCode}</span>], [t('scene'), one.scene], [t('purpose'), one.purpose], [t('data'), one.offerTitle], [t('grade'), t('gradeOf', { n: one.grade })],
                [t('price'), t(`p_${one.priceClass}`)], [t('signed'), instantWords(one.signedAt)], [t('until'), dayWords(one.validUntil)], [t('duties'), one.duties.length === 0 ? '—' : <ul>{one.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul>],
              ]} />
            </Panel>
            <AgreementMeter agreementId={one.id} signedAt={one.signedAt} />
            {withdrawing && <Withdraw of={one} onClose={() => setWithdrawing(false)} />}
          </>
        );
      }}
    </Answered>
  );
}

function Withdraw({ of, onClose }: { of: Agreement; onClose: () => void }) {
  const t = useWords(agreementWords);
  const withdraw = useWrite(development.withdrawAgreement);
  const [reason, setReason] = useState('');
  const send = async (): Promise<void> => {
    if ((await withdraw.send({ agreementId: of.id, version: of.version, reason })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('withdrawTitle')} open onClose={onClose} foot={<Button tone="danger" busy={withdraw.pending} disabled={reason.trim().length < 4} onClick={() => void send()}>{t('withdraw')}</Button>}>
      <RefusalNote refusal={withdraw.refusal} />
      <TextArea label={t('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} max={500} required />
    </Dialog>
  );
}

import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { numberWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { matchWords } from './match-words.ts';
import './data-catalogue.css';

const uses = { asked: 'soon', granted: 'good', refused: 'bad' } as const;

/** 社会数据统采共用: contracts, who uses what was bought, and for which purpose. */
export default function PurchaseList() {
  const t = useWords(matchWords);
  const [mayManage, mayAsk] = [useMay('catalogue.manage'), useMay('demand.request')];
  const found = useRead(catalogue.listPurchases, {});
  const ask = useWrite(catalogue.askPurchase);
  const decide = useWrite(catalogue.decidePurchaseUse);
  const [purpose, setPurpose] = useState('');
  return (
    <>
      <PageHead title={t('purchases')} sub={t('purchasesSub')} />
      <RefusalNote refusal={ask.refusal ?? decide.refusal} />
      {mayManage && <NewPurchase />}
      <Answered of={found}>
        {({ purchases }) => (purchases.length === 0 ? <Panel><Nothing>{t('noPurchases')}</Nothing></Panel> : (
          <>
            {purchases.map((p) => (
              <Panel key={p.id} title={p.title} extra={<Tag tone={p.inForce ? 'good' : 'quiet'}>{p.inForce ? t('inForce') : t('over')}</Tag>}>
                <Facts columns={3} facts={[[t('supplier'), p.supplier], [t('contract'), p.contractNumber], [t('amount'), t('yuan', { n: numberWords(p.amountFen / 100, 2) })], [t('buyer'), p.buyer], [t('term'), `${p.startsOn} — ${p.endsOn}`], [t('scope'), p.scope]]} />
                <ul>{p.uses.map((u) => (
                  <li key={u.id}>{u.name} · {u.purpose} <Tag tone={uses[u.state as 'asked']}>{t(`u_${u.state as 'asked'}`)}</Tag> {u.note ?? ''}
                    {mayManage && u.state === 'asked' && <span className="dc-actions"><Button busy={decide.pending} tone="primary" onClick={() => void decide.send({ useId: u.id, grant: true })}>{t('grant')}</Button><Button busy={decide.pending} onClick={() => void decide.send({ useId: u.id, grant: false })}>{t('refuse')}</Button></span>}
                  </li>
                ))}</ul>
                {mayAsk && p.inForce && <div className="dc-form"><TextInput label={t('purpose')} value={purpose} onChange={setPurpose} /><div className="dc-actions"><Button busy={ask.pending} disabled={purpose.trim().length < 4} onClick={() => void ask.send({ purchaseId: p.id, purpose }).then((done) => done !== undefined && setPurpose(''))}>{t('ask')}</Button></div></div>}
              </Panel>
            ))}
          </>
        ))}
      </Answered>
    </>
  );
}

/** 登记采购合同. */
function NewPurchase() {
  const t = useWords(matchWords);
  const add = useWrite(catalogue.addPurchase);
  const empty = { title: '', supplier: '', contractNumber: '', yuan: '', startsOn: '', endsOn: '', scope: '' };
  const [form, setForm] = useState(empty);
  const field = (name: keyof typeof empty) => ({ value: form[name], onChange: (value: string) => setForm({ ...form, [name]: value }) });
  const fen = Math.round(Number(form.yuan) * 100);
  const ready = Object.values(form).every((v) => v.trim() !== '') && Number.isSafeInteger(fen) && fen >= 0;
  const send = async (): Promise<void> => {
    const { yuan: _yuan, ...rest } = form;
    if ((await add.send({ ...rest, amountFen: fen })) !== undefined) setForm(empty);
  };
  return (
    <Panel title={t('newPurchase')}>
      <RefusalNote refusal={add.refusal} />
      <div className="dc-form">
        <TextInput label={t('docTitle')} {...field('title')} /><TextInput label={t('supplier')} {...field('supplier')} /><TextInput label={t('contract')} {...field('contractNumber')} />
        <TextInput label={t('amountYuan')} type="number" {...field('yuan')} /><TextInput label={t('startsOn')} type="date" {...field('startsOn')} /><TextInput label={t('endsOn')} type="date" {...field('endsOn')} />
        <div className="dc-wide"><TextArea label={t('scope')} rows={2} {...field('scope')} /></div>
      </div>
      <Button tone="primary" busy={add.pending} disabled={!ready} onClick={() => void send()}>{t('newPurchase')}</Button>
    </Panel>
  );
}

import { useState } from 'react';
import { privacy } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { computingWords } from './computing-words.ts';
import { CopyText } from './copy-text.tsx';
import { DatasetFields, useDataset } from './dataset-fields.tsx';
import type { Agreement, Proposal } from './joint-computing.tsx';
import '../data-catalogue/data-catalogue.css';

type Terms = Proposal['terms'];

/** What both sides sign, in words. */
export function useTermFacts(terms: Terms): (readonly [string, string])[] {
  const t = useWords(computingWords);
  return [
    [t('what'), t(`w_${terms.what}`)], [t('identifier'), terms.identifier], [t('basis'), terms.legalBasis],
    ...(terms.groups.length === 0 ? [] : [[t('groupsShort'), terms.groups.join(between().things)] as const]), ...(terms.value === null ? [] : [[t('valueShort'), terms.value] as const]),
    [t('rowsMin'), numberWords(terms.rowsMin)], [t('least'), numberWords(terms.least)], [t('runsPerDay'), numberWords(terms.runsPerDay)], [t('until'), instantWords(terms.validTo)],
  ];
}

/** 签署或不予签署 what came over a line. */
export function ProposalDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const t = useWords(computingWords);
  const write = useWrite(privacy.answerProposal);
  const facts = useTermFacts(proposal.terms);
  const own = useDataset({ groups: proposal.terms.groups, value: proposal.terms.value !== null });
  const [why, setWhy] = useState('');
  const answer = async (input: { dataset: NonNullable<typeof own.dataset> } | { why: string }): Promise<void> => {
    if ((await write.send({ agreementId: proposal.id, ...input })) !== undefined) onClose();
  };
  return (
    <Dialog title={proposal.terms.purpose} open onClose={onClose} wide foot={<><Button tone="danger" busy={write.pending} disabled={why.trim().length < 2} onClick={() => void answer({ why })}>{t('refuse')}</Button><Button tone="primary" busy={write.pending} disabled={own.dataset === undefined} onClick={() => own.dataset !== undefined && void answer({ dataset: own.dataset })}>{t('signAndSend')}</Button></>}>
      <RefusalNote refusal={write.refusal} />
      <Facts facts={[[t('peer'), proposal.peerName], [t('arrived'), instantWords(proposal.at)], ...facts]} />
      <DatasetFields of={own} />
      <TextArea label={t('refuseWhy')} hint={t('refuseHint')} value={why} onChange={setWhy} rows={2} max={300} />
    </Dialog>
  );
}

interface TextParts {
  groups: string[];
  value: boolean;
}
/** Of a text that is pasted, only what asks for more fields; the server reads all of it. */
function partsOf(text: string): TextParts {
  try {
    const read = JSON.parse(text) as { groups?: unknown; value?: unknown };
    return { groups: Array.isArray(read.groups) ? read.groups.filter((g) => typeof g === 'string') : [], value: typeof read.value === 'string' };
  } catch {
    return { groups: [], value: false };
  }
}

/** 录入对方协议: of a house that is not joined, text and signature as they were handed over. */
export function AcceptDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(computingWords);
  const write = useWrite(privacy.acceptAgreement);
  const [text, setText] = useState('');
  const [signature, setSignature] = useState('');
  const [ours, setOurs] = useState('');
  const own = useDataset(partsOf(text));
  const send = async (): Promise<void> => {
    if (own.dataset === undefined) return;
    const signed = await write.send({ text: text.trim(), signature: signature.trim(), dataset: own.dataset });
    if (signed !== undefined) setOurs(signed.signature);
  };
  return (
    <Dialog title={t('accept')} open onClose={onClose} wide foot={ours === '' ? <Button tone="primary" busy={write.pending} disabled={text.trim() === '' || signature.trim() === '' || own.dataset === undefined} onClick={() => void send()}>{t('signOnly')}</Button> : undefined}>
      <RefusalNote refusal={write.refusal} />
      {ours !== '' ? <><p className="dk-note dk-note--good" role="status">{t('made')}</p><CopyText label={t('ownSignature')} text={ours} /></> : (
        <>
          <TextArea label={t('text')} hint={t('textHint')} value={text} onChange={setText} rows={5} max={20_000} required />
          <TextArea label={t('signature')} value={signature} onChange={setSignature} rows={2} max={400} required />
          <DatasetFields of={own} />
        </>
      )}
    </Dialog>
  );
}

/** 录入对方签名: brings an agreement into force that was carried by hand. */
export function ConfirmPanel({ one }: { one: Agreement }) {
  const t = useWords(computingWords);
  const write = useWrite(privacy.confirmAgreement);
  const [signature, setSignature] = useState('');
  return (
    <>
      <p className="dk-note">{t('made')}</p>
      <CopyText label={t('text')} text={one.text} />
      <CopyText label={t('ownSignature')} text={one.signature} />
      <RefusalNote refusal={write.refusal} />
      <TextArea label={t('signature')} value={signature} onChange={setSignature} rows={2} max={400} required />
      <Button tone="primary" busy={write.pending} disabled={signature.trim() === ''} onClick={() => void write.send({ agreementId: one.id, signature: signature.trim() })}>{t('confirm')}</Button>
    </>
  );
}

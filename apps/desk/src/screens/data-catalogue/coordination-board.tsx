import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay, useSession } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { dayWords, numberWords } from '../../words/when.ts';
import { catalogueWords } from './catalogue-words.ts';
import { entryWords } from './entry-words.ts';
import './data-catalogue.css';

type Liaison = OutputOf<typeof catalogue.coordination>['liaisons'][number];

/** 数据共享协调: disputes and what was decided, until it is fulfilled; who answers for each body. */
export default function CoordinationBoard() {
  const t = useWords(catalogueWords);
  const w = useWords(entryWords);
  const session = useSession();
  const mayEdit = useMay('catalogue.edit');
  const found = useRead(catalogue.coordination, {});
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHead title={w('coordination')} sub={w('coordinationSub')} />
      <Answered of={found}>
        {({ open, decided, fulfilled, overdue, disputes, liaisons }) => (
          <>
            <div className="dc-figures">
              <Figure label={w('open')} value={numberWords(open)} tone="accent" /><Figure label={w('decided')} value={numberWords(decided)} /><Figure label={w('fulfilled')} value={numberWords(fulfilled)} tone="good" /><Figure label={w('overdue')} value={numberWords(overdue)} />
            </div>
            <Panel title={w('disputes')} flush>
              <DataTable label={w('disputes')} rows={disputes} rowId={(d) => d.caseId} to={(d) => `/data-catalogue/demands/${d.caseId}`} empty={w('noDisputes')} columns={[
                { id: 'title', title: t('name'), lead: true, cell: (d) => <><Link to={`/data-catalogue/demands/${d.caseId}`}>{d.title}</Link><small>{d.number}</small></> },
                { id: 'demander', title: t('demander'), cell: (d) => d.demanderName }, { id: 'provider', title: t('provider'), cell: (d) => d.providerName },
                { id: 'state', title: t('state'), cell: (d) => <><Tag tone={d.state === 'fulfilled' ? 'good' : d.state === 'disputed' ? 'bad' : 'accent'}>{d.stateWords}</Tag>{d.late && <Tag tone="bad">{t('overdue')}</Tag>}</> },
                { id: 'answer', title: w('answer'), cell: (d) => d.answer ?? '—' }, { id: 'decision', title: t('decision'), cell: (d) => d.decision ?? '—' }, { id: 'due', title: t('deliverDue'), cell: (d) => (d.deliverDue === null ? '—' : dayWords(d.deliverDue)) },
              ]} />
            </Panel>
            <Panel title={w('liaisons')} flush extra={mayEdit && session.organisations.length > 0 && <Button onClick={() => setEditing(true)}>{w('setLiaison')}</Button>}>
              <DataTable label={w('liaisons')} rows={liaisons} rowId={(l) => l.organisation} empty={w('noLiaisons')} columns={[
                { id: 'body', title: w('body'), lead: true, cell: (l) => l.name }, { id: 'responsible', title: w('responsible'), cell: (l) => <>{l.responsible}<small>{l.post}</small></> }, { id: 'liaison', title: w('liaison'), cell: (l) => <>{l.liaison}<small>{l.phone}</small></> },
              ]} />
            </Panel>
            {editing && <LiaisonDialog now={liaisons.find((l) => l.organisation === session.organisations[0])} onClose={() => setEditing(false)} />}
          </>
        )}
      </Answered>
    </>
  );
}

/** 责任人、联络员 of the reader's own body. */
function LiaisonDialog({ now, onClose }: { now: Liaison | undefined; onClose: () => void }) {
  const w = useWords(entryWords);
  const words = useWords(common);
  const write = useWrite(catalogue.setLiaison);
  const [responsible, setResponsible] = useState(now?.responsible ?? '');
  const [post, setPost] = useState(now?.post ?? '');
  const [liaison, setLiaison] = useState(now?.liaison ?? '');
  const [phone, setPhone] = useState(now?.phone ?? '');
  const whole = [responsible, post, liaison].every((x) => x.trim() !== '') && /^[0-9-]{5,20}$/.test(phone.trim());
  const send = async (): Promise<void> => {
    if ((await write.send({ responsible, post, liaison, phone: phone.trim(), version: now?.version ?? 0 })) !== undefined) onClose();
  };
  return (
    <Dialog title={w('setLiaison')} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={!whole} onClick={() => void send()}>{words('save')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <TextInput label={w('responsible')} value={responsible} onChange={setResponsible} max={60} required />
      <TextInput label={w('post')} value={post} onChange={setPost} max={60} required />
      <TextInput label={w('liaison')} value={liaison} onChange={setLiaison} max={60} required />
      <TextInput label={w('phone')} value={phone} onChange={setPhone} max={20} required />
    </Dialog>
  );
}

import { useState } from 'react';
import { openData } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { openWords } from './open-words.ts';

/** 收割: catalogues of others whose sets are shown beside ours. */
export function Harvests() {
  const t = useWords(openWords);
  const manage = useMay('open-data.manage');
  const found = useRead(openData.listHarvests, {});
  const run = useWrite(openData.harvestNow);
  const end = useWrite(openData.endHarvest);
  const [adding, setAdding] = useState(false);
  return (
    <Panel title={t('harvests')} flush extra={manage ? <Button icon="plus" onClick={() => setAdding(true)}>{t('addHarvest')}</Button> : null}>
      <RefusalNote refusal={run.refusal ?? end.refusal} />
      <Answered of={found}>
        {({ harvests }) => (
          <DataTable label={t('harvests')} rows={harvests.filter((h) => h.state === 'active')} rowId={(h) => h.id} empty={t('noHarvests')} columns={[
            { id: 'title', title: t('source'), lead: true, cell: (h) => <><b>{h.title}</b><small>{h.url}</small></> },
            { id: 'sets', title: t('sets'), align: 'end', cell: (h) => numberWords(h.sets) },
            { id: 'last', title: t('lastRun'), cell: (h) => <>{h.lastAt === null ? '—' : instantWords(h.lastAt)}{h.lastError !== null && <Tag tone="bad">{h.lastError}</Tag>}</> },
            { id: 'act', title: '', cell: (h) => (manage ? <><Button busy={run.pending} onClick={() => void run.send({ id: h.id })}>{t('runNow')}</Button>{' '}<Button busy={end.pending} onClick={() => void end.send({ id: h.id, version: h.version })}>{t('end')}</Button></> : null) },
          ]} />
        )}
      </Answered>
      {adding ? <AddDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(openWords);
  const add = useWrite(openData.addHarvest);
  const [title, setTitle] = useState('');
  const [url, setUrl] = useState('');
  const send = async (): Promise<void> => {
    if ((await add.send({ title, url })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('addHarvest')} open onClose={onClose} foot={<Button tone="primary" busy={add.pending} disabled={!/^https?:\/\/.+/.test(url) || title.trim().length < 2} onClick={() => void send()}>{t('addHarvest')}</Button>}>
      <RefusalNote refusal={add.refusal} />
      <TextInput label={t('source')} value={title} onChange={setTitle} max={80} required />
      <TextInput label={t('address')} value={url} onChange={setUrl} max={300} hint="https://…/catalog.jsonld" required />
    </Dialog>
  );
}

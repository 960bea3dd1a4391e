import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { matchWords } from './match-words.ts';

type Material = OutputOf<typeof catalogue.listMaterials>['materials'][number];
interface Candidate { entryId: string; title: string; provider: string }

/** 确认数据来源: entries whose words are the material's, or found by her own words; the one that is chosen stands for it. */
export function MatchDialog({ material, onClose }: { material: Material; onClose: () => void }) {
  const t = useWords(matchWords);
  const [text, setText] = useState('');
  const item = useRead(catalogue.listMaterials, { itemId: material.itemId });
  const searched = useRead(catalogue.searchEntries, { text, limit: 10 }, { ready: text !== '', keep: true });
  const match = useWrite(catalogue.matchMaterial);
  const choose = async (entryId: string): Promise<void> => {
    if ((await match.send({ itemId: material.itemId, materialId: material.materialId, entryId, version: material.version })) !== undefined) onClose();
  };
  const table = (rows: readonly Candidate[]) => (rows.length === 0 ? <Nothing>{t('noCandidate')}</Nothing> : (
    <DataTable label={t('candidates')} rows={[...rows]} rowId={(r) => r.entryId} columns={[
      { id: 'title', title: t('source'), lead: true, cell: (r) => <><b>{r.title}</b><small>{r.provider}</small></> },
      { id: 'act', title: '', align: 'end', cell: (r) => <Button tone="primary" busy={match.pending} onClick={() => void choose(r.entryId)}>{t('match')}</Button> },
    ]} />
  ));
  return (
    <Dialog title={[t('matchTitle'), material.material].join(between().named)} open onClose={onClose} wide>
      <p className="dk-soft">{material.item}</p>
      <RefusalNote refusal={match.refusal} />
      <SearchBox label={t('findEntry')} value={text} onSearch={setText} />
      {text === ''
        ? <Answered of={item}>{({ materials }) => table(materials.find((m) => m.materialId === material.materialId)?.proposals ?? [])}</Answered>
        : <Answered of={searched}>{({ entries }) => table(entries.map((e) => ({ entryId: e.id, title: e.title, provider: e.providerName })))}</Answered>}
    </Dialog>
  );
}

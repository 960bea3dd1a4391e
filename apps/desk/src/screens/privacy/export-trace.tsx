import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { privacy } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { FilePick } from '../../pieces/file-pick.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Labelled, TextArea } from '../../pieces/field.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { exactWords, numberWords } from '../../words/when.ts';
import { exportWords } from './export-words.ts';

type Traced = OutputOf<typeof privacy.traceExport>;
const bytesMax = 700_000;
/** Fewer places than this agree by chance more often than once in a million. */
const placesMin = 24;

/** In portions, for a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

/** 水印溯源: what is left of a leaked file names the export that it came from. */
export default function ExportTrace() {
  const t = useWords(exportWords);
  const trace = useWrite(privacy.traceExport);
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [traced, setTraced] = useState<Traced | null>(null);
  const tooLarge = (file?.size ?? text.length) > bytesMax;
  const send = async (): Promise<void> => {
    const bytes = file === null ? new TextEncoder().encode(text) : new Uint8Array(await file.arrayBuffer());
    setTraced(null);
    setTraced((await trace.send({ content: base64Of(bytes) })) ?? null);
  };
  return (
    <>
      <PageHead title={t('traceTitle')} sub={t('traceSub')} />
      <RefusalNote refusal={trace.refusal} />
      <Panel>
        <Labelled label={t('file')} hint={tooLarge ? t('tooLarge') : undefined}>
          {(ids) => <FilePick {...ids} accept=".csv,.xlsx,.txt" file={file} onPick={setFile} />}
        </Labelled>
        {file === null && <TextArea label={t('text')} hint={t('textHint')} value={text} onChange={setText} rows={6} max={200_000} />}
        <Button tone="primary" icon="search" busy={trace.pending} disabled={tooLarge || (file === null && text.trim() === '')} onClick={() => void send()}>{t('run')}</Button>
      </Panel>
      {traced !== null && <Result traced={traced} />}
    </>
  );
}

function Result({ traced }: { traced: Traced }) {
  const t = useWords(exportWords);
  return (
    <>
      <div className="dk-figures">
        <Figure label={t('cells')} value={numberWords(traced.cells)} />
        <Figure label={t('places')} value={numberWords(traced.places)} />
        <Figure label={t('tried')} value={numberWords(traced.tried)} />
        {traced.visible.length > 0 && <Figure label={t('visible')} value={<span className="dk-code">{traced.visible.join(between().things)}</span>} />}
      </div>
      <Panel title={t('found')} flush>
        <DataTable
          label={t('found')}
          rows={traced.named}
          rowId={(row) => row.export.id}
          empty={traced.places > 0 && traced.places < placesMin ? t('tooFewPlaces', { n: numberWords(traced.places) }) : t('noneNamed')}
          columns={[
            { id: 'officer', title: t('officer'), lead: true, cell: (row) => <><b>{row.export.officer}</b><small>{row.export.organisation}</small></> },
            { id: 'number', title: t('number'), cell: (row) => <><span className="dk-code">{row.export.number}</span><small>{row.export.registerTitle}</small></> },
            { id: 'purpose', title: t('purpose'), cell: (row) => row.export.purpose },
            { id: 'at', title: t('takenAt'), cell: (row) => (row.export.takenAt === null ? '—' : exactWords(row.export.takenAt)) },
            { id: 'agree', title: t('agree'), align: 'end', cell: (row) => `${numberWords(row.agree)} / ${numberWords(traced.places)}` },
            { id: 'chance', title: t('chance'), cell: (row) => <Tag tone="bad">{row.chance < 1e-8 ? t('chanceOf', { n: row.chance < 1e-11 ? numberWords(1_000) : numberWords(Math.max(1, Math.floor(1e-8 / row.chance))) }) : t('chanceSmall')}</Tag> },
          ]}
        />
      </Panel>
      {traced.visibleExports.length > 0 && (
        <Panel title={t('byNumber')} flush extra={<small>{t('byNumberHint')}</small>}>
          <DataTable
            label={t('byNumber')}
            rows={traced.visibleExports}
            rowId={(row) => row.id}
            columns={[
              { id: 'officer', title: t('officer'), lead: true, cell: (row) => <><b>{row.officer}</b><small>{row.organisation}</small></> },
              { id: 'number', title: t('number'), cell: (row) => <><span className="dk-code">{row.number}</span><small>{row.registerTitle}</small></> },
              { id: 'purpose', title: t('purpose'), cell: (row) => row.purpose },
              { id: 'at', title: t('takenAt'), cell: (row) => (row.takenAt === null ? '—' : exactWords(row.takenAt)) },
            ]}
          />
        </Panel>
      )}
    </>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { docking } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dockingWords } from './docking-words.ts';

type Page = OutputOf<typeof docking.getSystem>;
const tones = { received: 'quiet', handling: 'accent', granted: 'good', refused: 'bad' } as const;

/** 字段、状态、代码映射 as content declares them, and a trial of them. */
export function DockingMapping({ page }: { page: Page }) {
  const t = useWords(dockingWords);
  const words = useWords(common);
  const may = useMay('docking.manage');
  return (
    <>
      {page.calls.map((call) => (
        <Panel key={call.name} title={`${t('mapping')}${between().named}${t(call.name)}`} extra={<code className="dk-code">{`${call.method} ${call.path}`}</code>} flush>
          <DataTable label={t(call.name)} rows={call.fields} rowId={(f) => f.to} columns={[
            { id: 'to', title: t('theirs'), lead: true, cell: (f) => <span className="dk-code">{f.to}</span> },
            { id: 'title', title: t('meaning'), cell: (f) => f.title ?? '—' },
            { id: 'value', title: t('expression'), cell: (f) => <span className="dk-code">{f.value}</span> },
            { id: 'codes', title: t('codes'), cell: (f) => f.codes ?? '—' },
            { id: 'required', title: t('required'), cell: (f) => words(f.required ? 'yes' : 'no') },
          ]} />
        </Panel>
      ))}
      <Panel title={t('statuses')} flush>
        <DataTable label={t('statuses')} rows={page.statuses} rowId={(s) => s.theirs} columns={[
          { id: 'theirs', title: t('theirState'), lead: true, cell: (s) => <><b>{s.title}</b> <span className="dk-code">{s.theirs}</span></> },
          { id: 'means', title: t('means'), cell: (s) => <Tag tone={tones[s.means]}>{t(s.means)}</Tag> },
        ]} />
      </Panel>
      {page.codes.length > 0 && <Panel title={t('codes')}><Facts facts={page.codes.map((c) => [c.name, c.pairs.map((p) => `${p.ours} → ${p.theirs}`).join('，')])} /></Panel>}
      {may && <Preview system={page.system.id} />}
    </>
  );
}

function Preview({ system }: { system: string }) {
  const t = useWords(dockingWords);
  const write = useWrite(docking.preview);
  const [text, setText] = useState('{\n  \n}');
  const [told, setTold] = useState<OutputOf<typeof docking.preview> | null>(null);
  const answers = objectIn(text);
  const send = async (): Promise<void> => {
    if (answers !== undefined) setTold((await write.send({ system, answers })) ?? null);
  };
  return (
    <Panel title={t('preview')}>
      <p className="dk-note">{t('previewLead')}</p>
      <RefusalNote refusal={write.refusal} />
      <TextArea label={t('answers')} value={text} onChange={setText} rows={6} max={20_000} hint={answers === undefined ? t('notJson') : undefined} />
      <Button busy={write.pending} disabled={answers === undefined} onClick={() => void send()}>{t('preview')}</Button>
      {told !== null && <div className="dk-fold" role="status"><pre className="dk-code">{told.problem ?? JSON.stringify(told.message, null, 2)}</pre></div>}
    </Panel>
  );
}

type Answers = Parameters<ReturnType<typeof useWrite<typeof docking.preview>>['send']>[0]['answers'];

function objectIn(text: string): Answers | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Answers) : undefined;
  } catch {
    return undefined;
  }
}

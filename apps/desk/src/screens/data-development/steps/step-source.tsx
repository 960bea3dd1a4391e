import { data, dataQuality, development } from '../../../api/contracts.ts';
import { useRead } from '../../../api/use-read.ts';
import { Labelled } from '../../../pieces/field.tsx';
import { useWords } from '../../../words/define-words.ts';
import { instantWords } from '../../../words/when.ts';
import { editorWords } from '../editor-words.ts';
import type { Source, StepColumn } from './step-draft.ts';

const keyOf = (source: Source): string => ('register' in source ? (source.register === '' ? '' : `register:${source.register}`) : 'set' in source ? `set:${source.set}` : `file:${source.file}`);
function sourceOf(key: string): Source {
  const name = key.slice(key.indexOf(':') + 1);
  return key.startsWith('set:') ? { set: name } : key.startsWith('file:') ? { file: name } : { register: name };
}

/** What sources are called. */
export function useSourceTitle(): (source: Source) => string {
  const registers = useRead(data.listRegisters, {});
  const pipelines = useRead(development.listPipelines, {});
  const snapshots = useRead(dataQuality.listSnapshots, {});
  return (source) =>
    'register' in source ? (registers.data?.registers.find((r) => r.id === source.register)?.title ?? source.register)
      : 'set' in source ? (pipelines.data?.pipelines.find((p) => p.publishes?.as === 'set' && p.publishes.name === source.set)?.publishes?.title ?? source.set)
        : (snapshots.data?.snapshots.find((s) => s.source === `file:${source.file}`)?.title ?? '');
}

/** Every column of a source, as an extraction of all of it gives them. */
export function useSourceColumns(source: Source): readonly StepColumn[] {
  const known = keyOf(source) !== '';
  const found = useRead(development.checkPipeline, { definition: { title: '-', steps: [{ do: 'extract', from: source }] } }, { ready: known });
  return found.data?.shapes[0]?.columns ?? [];
}

/** 来源: a register, what another pipeline published, an uploaded table. */
export function StepSource({ label, source, onChange }: { label: string; source: Source; onChange: (source: Source) => void }) {
  const t = useWords(editorWords);
  const registers = useRead(data.listRegisters, {});
  const pipelines = useRead(development.listPipelines, {});
  const snapshots = useRead(dataQuality.listSnapshots, {});
  const sets = (pipelines.data?.pipelines ?? []).flatMap((p) => (p.publishes?.as === 'set' && p.last?.state === 'done' ? [p.publishes] : []));
  const files = (snapshots.data?.snapshots ?? []).filter((s) => s.source.startsWith('file:'));
  return (
    <Labelled label={label} required>
      {(ids) => (
        <select {...ids} className="dk-input" value={keyOf(source)} onChange={(event) => onChange(sourceOf(event.target.value))}>
          <option value="">{t('choose')}</option>
          <optgroup label={t('registers')}>{(registers.data?.registers ?? []).map((r) => <option key={r.id} value={`register:${r.id}`}>{r.title}</option>)}</optgroup>
          {sets.length > 0 && <optgroup label={t('sets')}>{sets.map((s) => <option key={s.name} value={`set:${s.name}`}>{s.title}</option>)}</optgroup>}
          {files.length > 0 && <optgroup label={t('files')}>{files.map((s) => <option key={s.source} value={s.source}>{`${s.title} · ${instantWords(s.at)}`}</option>)}</optgroup>}
        </select>
      )}
    </Labelled>
  );
}

import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { collection, dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords } from '../../words/when.ts';
import { mappingWords } from './mapping-words.ts';

type Mapping = OutputOf<typeof dataQuality.listMappings>['mappings'][number];
type Why = OutputOf<typeof dataQuality.proposeMapping>['proposals'][number]['why'];
interface Row {
  column: string;
  element: string | null;
  why: Why | 'changed' | null;
  kept: Mapping | undefined;
}

const columnsMax = 200;
const columnsIn = (text: string): string[] => [...new Set(text.split(/[,，\t\n;；]+/).map((c) => c.trim()).filter((c) => c !== ''))].slice(0, columnsMax);

/** 来源列与数据元对照: proposed, confirmed by a person, each column with its version. */
export default function SourceMappingPage() {
  const t = useWords(mappingWords);
  const mayManage = useMay('quality.manage');
  const maySeeSources = useMay('collection.view');
  const sources = useRead(collection.listSources, { limit: 100 }, { ready: maySeeSources });
  const elements = useRead(dataQuality.listElements, { text: '' });
  const propose = useWrite(dataQuality.proposeMapping);
  const save = useWrite(dataQuality.mapColumns);
  const [source, setSource] = useState('');
  const [header, setHeader] = useState('');
  const [proposed, setProposed] = useState<Map<string, { element: string | null; why: Why }>>(new Map());
  const [changed, setChanged] = useState<Map<string, string | null>>(new Map());
  const [saved, setSaved] = useState<number | null>(null);
  const name = source.trim();
  const kept = useRead(dataQuality.listMappings, { source: name }, { ready: name !== '' });
  const mappings = kept.data?.mappings ?? [];
  const list = sources.data?.sources ?? [];
  // what belonged to another source is not carried over
  useEffect(() => {
    setProposed(new Map());
    setChanged(new Map());
    setSaved(null);
  }, [name]);
  const columns = [...new Set([...columnsIn(header), ...mappings.map((m) => m.column)])];
  const rows = columns.map((column): Row => {
    const old = mappings.find((m) => m.column === column);
    if (changed.has(column)) return { column, element: changed.get(column) ?? null, why: 'changed', kept: old };
    if (old !== undefined) return { column, element: old.element, why: null, kept: old };
    const one = proposed.get(column);
    return { column, element: one?.element ?? null, why: one?.why ?? null, kept: undefined };
  });
  const choose = (id: string): void => {
    const one = list.find((s) => s.id === id);
    setSource(one?.name ?? '');
    const found = one?.lastRun?.facts?.['columns'];
    setHeader((Array.isArray(found) ? found.map(String) : (one?.mapping ?? []).map((m) => m.column)).join('\n'));
  };
  const ask = async (): Promise<void> => {
    const answer = await propose.send({ columns: columnsIn(header).map((column) => ({ column, samples: [] })) });
    if (answer !== undefined) setProposed(new Map(answer.proposals.map((p) => [p.column, p])));
  };
  const confirm = async (): Promise<void> => {
    const wanted = rows.filter((row) => row.kept?.element !== row.element || row.kept === undefined);
    const answer = await save.send({ source: name, columns: wanted.map((row) => ({ column: row.column, element: row.element, version: row.kept?.version ?? 0 })) });
    if (answer === undefined) return;
    setChanged(new Map());
    setSaved(wanted.length);
  };
  const unsaved = rows.some((row) => row.kept === undefined || row.kept.element !== row.element);
  const options = [{ value: '', label: t('none') }, ...(elements.data?.elements ?? []).map((e) => ({ value: e.id, label: `${e.name} · ${e.standard}` }))];
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}><Link className="dk-button" to="/data-standards">{t('back')}</Link></PageHead>
      <RefusalNote refusal={propose.refusal ?? save.refusal} onReload={() => void kept.refetch()} />
      <Panel>
        <div className="dk-form-row">
          {list.length > 0 && <Select label={t('known')} value={list.find((s) => s.name === source)?.id ?? ''} onChange={choose} options={[{ value: '', label: t('other') }, ...list.map((s) => ({ value: s.id, label: s.name }))]} />}
          <TextInput label={t('source')} hint={t('sourceHint')} value={source} onChange={setSource} max={100} required />
        </div>
        <TextArea label={t('columns')} value={header} onChange={setHeader} rows={3} max={20_000} />
        <Button icon="search" busy={propose.pending} disabled={name === '' || columnsIn(header).length === 0} onClick={() => void ask()}>{t('propose')}</Button>
      </Panel>
      <Panel title={t('table')} flush extra={rows.length > 0 && <span className="dk-soft">{t('mapped', { mapped: rows.filter((row) => row.element !== null).length, all: rows.length })}</span>}>
        <DataTable
          label={t('table')} rows={name === '' ? [] : rows} rowId={(row) => row.column} empty={t('empty')}
          columns={[
            { id: 'column', title: t('column'), lead: true, cell: (row) => <b>{row.column}</b> },
            { id: 'element', title: t('element'), cell: (row) => (mayManage ? <Select label={<span className="dk-hidden">{`${row.column}${between().named}${t('element')}`}</span>} value={row.element ?? ''} onChange={(element) => { setSaved(null); setChanged(new Map(changed).set(row.column, element === '' ? null : element)); }} options={options} /> : (row.kept?.elementName ?? '—')) },
            { id: 'why', title: t('why'), cell: (row) => (row.why !== null ? <Tag tone={row.why === 'none' ? 'quiet' : 'accent'}>{t(`w_${row.why}`)}</Tag> : row.kept === undefined ? '—' : t('w_kept', { by: row.kept.by, at: instantWords(row.kept.at) })) },
          ]}
        />
      </Panel>
      {mayManage && name !== '' && rows.length > 0 && <Button tone="primary" busy={save.pending} disabled={!unsaved} onClick={() => void confirm()}>{t('save')}</Button>}
      {saved !== null && <span role="status" className="dk-soft"> {t('saved', { n: saved })}</span>}
    </>
  );
}

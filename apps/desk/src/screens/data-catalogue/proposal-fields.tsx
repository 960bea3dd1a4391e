import type { InputOf } from '@yiwang/server/kernel/contract';
import type { Dispatch, SetStateAction } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { Button } from '../../pieces/button.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { entryWords } from './entry-words.ts';
import './data-catalogue.css';

export type Proposal = InputOf<typeof catalogue.register>['proposal'];
type Item = Proposal['items'][number];
const terms = ['unconditional', 'conditional', 'none'] as const;
const types = ['C', 'N', 'D', 'T', 'B', 'G'] as const;
const ways = ['interface', 'table', 'file', 'verification', 'subscription'] as const;
const cycles = ['real-time', 'daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'irregular'] as const;
const formats = ['database', 'spreadsheet', 'document', 'spatial', 'media', 'stream'] as const;
const some = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
const emptyItem: Item = { name: '', type: 'C', sensitive: false };

/** What is typed; keywords and codes as one line each until they are sent. */
export type Draft = Omit<Proposal, 'keywords' | 'related'> & { keywords: string; related: string };
export const emptyDraft: Draft = { title: '', summary: '', format: 'database', keywords: '', items: [emptyItem], sharing: { type: 'unconditional', ways: ['interface'] }, opening: { type: 'none' }, updateCycle: 'daily', related: '' };

const wordsOf = (line: string): string[] => [...new Set(line.split(/[、，,;；\s]+/).filter((w) => w !== ''))];
export const proposalOf = (d: Draft): Proposal => ({ ...d, keywords: wordsOf(d.keywords), related: wordsOf(d.related), items: d.items.filter((i) => i.name.trim() !== '') });
export const isFilled = (d: Draft): boolean => d.title.trim().length >= 2 && d.summary.trim().length >= 4 && d.items.some((i) => i.name.trim() !== '');

/** 编目的全部要素 (编制指南): of a new entry, or of one that is changed. */
export function ProposalFields({ draft, onChange }: { draft: Draft; onChange: Dispatch<SetStateAction<Draft>> }) {
  const t = useWords(catalogueWords);
  const w = useWords(entryWords);
  const { items, sharing, opening } = draft;
  const set = (more: Partial<Draft>): void => onChange((now) => ({ ...now, ...more }));
  const change = (at: number, more: Partial<Item>): void => set({ items: items.map((one, i) => (i === at ? { ...one, ...more } : one)) });
  return (
    <>
      <Panel>
        <div className="dc-form">
          <TextInput label={t('name')} value={draft.title} onChange={(title) => set({ title })} max={120} required />
          <Select label={w('format')} value={draft.format ?? 'database'} onChange={(format) => set({ format })} options={formats.map((value) => ({ value, label: w(`f_${value}`) }))} />
          <div className="dc-wide"><TextArea label={t('summary')} value={draft.summary} onChange={(summary) => set({ summary })} rows={2} required /></div>
          <TextInput label={t('keywords')} hint={w('severalHint')} value={draft.keywords} onChange={(keywords) => set({ keywords })} max={300} />
          <TextInput label={w('relatedCodes')} hint={w('severalHint')} value={draft.related} onChange={(related) => set({ related })} max={800} />
          <Select label={t('cycle')} value={draft.updateCycle} onChange={(updateCycle) => set({ updateCycle })} options={cycles.map((value) => ({ value, label: t(`c_${value}`) }))} />
          <Select label={t('sharing')} value={sharing.type} onChange={(type) => set({ sharing: { ...sharing, type } })} options={terms.map((value) => ({ value, label: t(`s_${value}`) }))} />
          {sharing.type !== 'unconditional' && <TextInput label={`${t('sharing')} · ${t('basis')}`} value={sharing.basis ?? ''} onChange={(basis) => set({ sharing: { ...sharing, basis: some(basis) } })} max={500} required />}
          {sharing.type === 'conditional' && <TextInput label={`${t('sharing')} · ${t('condition')}`} value={sharing.condition ?? ''} onChange={(condition) => set({ sharing: { ...sharing, condition: some(condition) } })} max={500} required />}
          <Select label={t('opening')} value={opening.type} onChange={(type) => set({ opening: { ...opening, type } })} options={terms.map((value) => ({ value, label: t(`o_${value}`) }))} />
          {opening.type !== 'unconditional' && <TextInput label={`${t('opening')} · ${t('basis')}`} value={opening.basis ?? ''} onChange={(basis) => set({ opening: { ...opening, basis: some(basis) } })} max={500} required />}
          {opening.type === 'conditional' && <TextInput label={`${t('opening')} · ${t('condition')}`} value={opening.condition ?? ''} onChange={(condition) => set({ opening: { ...opening, condition: some(condition) } })} max={500} />}
          {sharing.type !== 'none' && <fieldset className="dc-wide"><legend>{t('way')}</legend><div className="dc-checks">{ways.map((way) => <label key={way}><input type="checkbox" checked={sharing.ways?.includes(way) ?? false} onChange={() => set({ sharing: { ...sharing, ways: sharing.ways?.includes(way) === true ? sharing.ways.filter((x) => x !== way) : [...(sharing.ways ?? []), way] } })} />{t(`w_${way}`)}</label>)}</div></fieldset>}
        </div>
      </Panel>
      <Panel title={t('items')} extra={<Button icon="plus" onClick={() => set({ items: [...items, emptyItem] })}>{t('addItem')}</Button>}>
        {items.map((item, i) => (
          <div className="dc-row" key={i}>
            <TextInput label={t('item')} value={item.name} onChange={(name) => change(i, { name })} max={60} />
            <Select label={t('type')} value={item.type ?? 'C'} onChange={(type) => change(i, { type })} options={types.map((value) => ({ value, label: t(`t_${value}`) }))} />
            <TextInput label={t('length')} type="number" value={item.length === undefined ? '' : String(item.length)} onChange={(length) => change(i, { length: length === '' ? undefined : Number(length) })} />
            <label><input type="checkbox" checked={item.sensitive ?? false} onChange={() => change(i, { sensitive: !(item.sensitive ?? false) })} />{t('sensitive')}</label>
            <Button tone="quiet" onClick={() => set({ items: items.filter((_, at) => at !== i) })} disabled={items.length === 1}>{t('remove')}</Button>
          </div>
        ))}
      </Panel>
    </>
  );
}

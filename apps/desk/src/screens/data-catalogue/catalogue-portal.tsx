import { useState } from 'react';
import { Link } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Nothing } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { Select } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { rowsWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { entryWords } from './entry-words.ts';
import { ImportDialog } from './import-dialog.tsx';
import './data-catalogue.css';

const classes = ['', '1', '2', '3'] as const;
const sharings = ['', 'unconditional', 'conditional', 'none'] as const;
export const sharingTone = { unconditional: 'good', conditional: 'soon', none: 'bad' } as const;

/** 数据资源门户: search with facets. */
export default function CataloguePortal() {
  const t = useWords(catalogueWords);
  const mayRegister = useMay('catalogue.edit');
  const w = useWords(entryWords);
  const [importing, setImporting] = useState(false);
  const [text, setText] = useState('');
  const [kind, setKind] = useState<(typeof classes)[number]>('');
  const [sharing, setSharing] = useState<(typeof sharings)[number]>('');
  const [provider, setProvider] = useState('');
  const filters = { ...(kind === '' ? {} : { class: kind }), ...(sharing === '' ? {} : { sharing }), ...(provider === '' ? {} : { provider }) };
  const found = useMore(catalogue.searchEntries, { ...(text === '' ? {} : { text }), ...filters });
  const whole = useRead(catalogue.searchEntries, { limit: 1 }).data?.facets;
  const countOf = (counts: Record<string, number> | undefined, key: string): { count?: number } => {
    const count = key === '' ? Object.values(counts ?? {}).reduce((a, b) => a + b, 0) : counts?.[key];
    return count === undefined ? {} : { count };
  };
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <SearchBox label={t('find')} value={text} onSearch={setText} />
      </PageHead>
      <nav className="dc-links">
        <Link to="/data-catalogue/demands">{t('mine')}</Link>
        {mayRegister && <Link to="/data-catalogue/register">{t('register')}</Link>}
        <Link to="/data-catalogue/coordination">{w('coordination')}</Link>
        <Link to="/data-catalogue/board">{t('board')}</Link>
        <Link to="/data-catalogue/overview">{t('overview')}</Link>
        <Link to="/data-catalogue/materials">{t('materialMatch')}</Link>
        <Link to="/data-catalogue/purchases">{t('purchases')}</Link>
        <a href="/api/desk/catalogue/workbook" download>{t('export')}</a>
        {mayRegister && <Button tone="quiet" onClick={() => setImporting(true)}>{w('import')}</Button>}
      </nav>
      <div className="dc-filters">
        <ChoiceBar label={t('classes')} value={kind} onChange={setKind} options={classes.map((value) => ({ value, label: value === '' ? t('all') : t(`class${value}`), ...countOf(whole?.class, value) }))} />
        <ChoiceBar label={t('sharing')} value={sharing} onChange={setSharing} options={sharings.map((value) => ({ value, label: value === '' ? t('all') : t(`s_${value}`), ...countOf(whole?.sharing, value) }))} />
        <Select label={t('provider')} value={provider} onChange={setProvider} options={[{ value: '', label: t('all') }, ...(whole?.providers ?? []).map((p) => ({ value: p.id, label: `${p.name}${between().aside(p.count)}` }))]} />
      </div>
      <Panel flush>
        <More of={found} rows={(page) => page.entries}>
          {(entries) =>
            entries.length === 0 ? <Nothing>{t('none')}</Nothing> : (
              <ul className="dc-entries">
                {entries.map((e) => (
                  <li key={e.id}>
                    <Link to={`/data-catalogue/entries/${e.id}`}>
                      <b>{e.title}</b>
                      <span className="dk-tags">
                        <Tag tone={sharingTone[e.sharing]}>{t(`s_${e.sharing}`)}</Tag>
                        {e.mounts.map((m) => <Tag key={m}>{t(`m_${m as 'table'}`)}</Tag>)}
                        <Tag>{t(`g_${e.grade}`)}</Tag>
                      </span>
                      <span className="dk-soft">{e.summary}</span>
                      <small>{e.providerName} · {e.code} · {t(`c_${e.updateCycle as 'daily'}`)}{e.rows === null ? '' : ` · ${t('rowsOf', { n: rowsWords(e.rows) })}`}</small>
                    </Link>
                  </li>
                ))}
              </ul>
            )
          }
        </More>
      </Panel>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  );
}

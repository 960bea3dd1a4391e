import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../../app/session.tsx';
import { Button } from '../../pieces/button.tsx';
import { FilePreview } from '../../pieces/file-preview.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { caseWords } from './case-words.ts';
import type { DeskCase } from './desk-case.ts';

/** 文书: letters, decisions and licences that came of the case. */
export function Documents({ documents, licences }: { documents: DeskCase['documents']; licences: DeskCase['licences'] }) {
  const t = useWords(caseWords);
  const mayLook = useMay('documents.view');
  const [shown, setShown] = useState<DeskCase['documents'][number] | null>(null);
  return (
    <Panel title={t('documents')}>
      {documents.length + licences.length === 0 && <p className="dk-soft">{t('noDocuments')}</p>}
      <ul className="dk-documents">
        {documents.map((one) => (
          <li key={one.id}>
            <Icon name="document" />
            <b>{one.name}</b>
            <Tag>{one.format.toUpperCase()}</Tag>
            <Button tone="quiet" icon="eye" onClick={() => setShown(one)}>
              {t('preview')}
            </Button>
          </li>
        ))}
        {licences.map((one) => (
          <li key={one.recordId}>
            <Icon name="seal" />
            {mayLook ? <Link className="dk-strong" to={`/licences/${one.recordId}`}>{one.name}</Link> : <b>{one.name}</b>}
            <span className="dk-code">{one.number}</span>
            <Tag tone="good">{t('licences')}</Tag>
          </li>
        ))}
      </ul>
      <FilePreview name={shown === null ? '' : `${shown.name}.${shown.format}`} url={shown?.url ?? null} previewUrl={shown?.previewUrl ?? null} onClose={() => setShown(null)} />
    </Panel>
  );
}

import { useState } from 'react';
import { FilePreview } from '../../pieces/file-preview.tsx';
import { Nothing } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { bytesWords, dayWords } from '../../words/when.ts';
import { caseWords } from './case-words.ts';
import type { Material } from './desk-case.ts';

const tones = { missing: 'bad', rejected: 'bad', uploaded: 'accent', fetched: 'good', wallet: 'good', promised: 'soon', later: 'soon', given: 'accent' } as const;

/** Materials by item, with their source; a file opens in a dialog. */
export function Materials({ materials }: { materials: readonly Material[] }) {
  const t = useWords(caseWords);
  const [shown, setShown] = useState<Material['files'][number] | null>(null);
  if (materials.length === 0) return <Nothing />;
  const groups = Map.groupBy(materials, (material) => material.itemName);
  return (
    <>
      {[...groups].map(([item, list]) => (
        <section key={item} className="dk-material-group">
          {groups.size > 1 && <h3>{item}</h3>}
          <ul>
            {list.map((material) => (
              <li key={material.itemId + material.id}>
                <Icon name="document" />
                <div>
                  <b>{material.name}</b> {!material.required && <span className="dk-soft">（{t('optional')}）</span>}
                  {material.source !== null && (
                    <small className="dk-source">
                      <Icon name="database" size={13} />
                      {material.source}
                    </small>
                  )}
                  {material.laterDue !== null && material.state === 'later' && <small>{t('laterDue', { day: dayWords(material.laterDue) })}</small>}
                  {material.note !== null && material.state === 'later' && <small>{material.note}</small>}
                  {material.promise !== null && material.state === 'promised' && <small>{material.promise}</small>}
                  <div className="dk-buttons">
                    {material.files.map((file) => (
                      <Button key={file.id} tone="quiet" icon="eye" onClick={() => setShown(file)}>
                        {file.name} <small>{bytesWords(file.bytes)}</small>
                      </Button>
                    ))}
                  </div>
                </div>
                <Tag tone={tones[material.state]}>{t(`m_${material.state}`)}</Tag>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <FilePreview name={shown?.name ?? ''} url={shown?.url ?? null} onClose={() => setShown(null)} />
    </>
  );
}

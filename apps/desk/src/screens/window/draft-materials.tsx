import { useRef, useState } from 'react';
import { services } from '../../api/contracts.ts';
import { uploadFile } from '../../api/upload-file.ts';
import { refusalOf, useWrite, type Refusal } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { caseWords } from '../case-page/case-words.ts';
import type { Draft } from './window-draft.tsx';
import { windowWords } from './window-words.ts';

type Material = Draft['materials'][number];

/** 收材料: for each what is there already, and the ways to provide it. */
export function DraftMaterials({ draft }: { draft: Draft }) {
  const t = useWords(windowWords);
  const m = useWords(caseWords);
  const provide = useWrite(services.provideMaterial);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const [target, setTarget] = useState<Material | null>(null);
  const send = (material: Material, way: 'upload' | 'wallet' | 'fetch' | 'promise' | 'later' | 'remove', more: { fileIds?: string[]; recordId?: string } = {}) => provide.send({ draftId: draft.id, version: draft.version, itemId: material.itemId, materialId: material.id, way, ...more });
  const take = async (files: FileList | null): Promise<void> => {
    if (target === null || files === null) return;
    setRefusal(null);
    try {
      const fileIds = target.files.map((file) => file.id);
      for (const file of files) fileIds.push((await uploadFile(file)).id);
      await send(target, 'upload', { fileIds });
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    if (field.current !== null) field.current.value = '';
  };
  return (
    <>
      <RefusalNote refusal={refusal ?? provide.refusal} />
      <input ref={field} type="file" multiple className="dk-hidden" tabIndex={-1} aria-label={t('upload')} onChange={(event) => void take(event.target.files)} />
      <div className="dk-material-group">
        <ul>
          {draft.materials.map((material) => (
            <li key={material.itemId + material.id}>
              <Icon name="document" />
              <div>
                <b>{material.name}</b>
                <small>{material.itemName}</small>
                {material.source !== null && <small className="dk-source">{material.source}</small>}
                {material.files.map((file) => (
                  <small key={file.id}>{file.name}</small>
                ))}
                <div className="dk-buttons dk-ways">
                  {material.state === 'missing' || material.state === 'rejected' ? (
                    <>
                      {material.ways.includes('upload') && (
                        <Button icon="upload" disabled={provide.pending} onClick={() => (setTarget(material), field.current?.click())}>
                          {t('upload')}
                        </Button>
                      )}
                      {material.ways.includes('fetch') && <Button onClick={() => void send(material, 'fetch')}>{t('fetch')}</Button>}
                      {material.candidates.map((one) => (
                        <Button key={one.recordId} icon="seal" onClick={() => void send(material, 'wallet', { recordId: one.recordId })}>
                          {t('wallet', { title: one.title })}
                        </Button>
                      ))}
                      {material.ways.includes('promise') && <Button onClick={() => void send(material, 'promise')}>{t('promise')}</Button>}
                      {material.ways.includes('later') && <Button onClick={() => void send(material, 'later')}>{t('later', { n: material.laterDays ?? 0 })}</Button>}
                    </>
                  ) : (
                    material.state !== 'fetched' && (
                      <Button tone="quiet" icon="close" onClick={() => void send(material, 'remove')}>
                        {t('remove')}
                      </Button>
                    )
                  )}
                </div>
              </div>
              <Tag tone={material.state === 'missing' || material.state === 'rejected' ? 'bad' : 'good'}>{m(`m_${material.state}`)}</Tag>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { useWords } from '../../words/define-words.ts';
import './data-development.css';
import { editorWords } from './editor-words.ts';
import { PipelineDrawing, type Drawn } from './pipeline-drawing.tsx';
import { newDefinition } from './steps/step-draft.ts';

const freshId = (): string => `pipeline-${Date.now().toString(36)}`;

/** 绘制管道: a new one, the next version of one, or a copy of one (`?from=`). */
export default function PipelineEditor() {
  const t = useWords(editorWords);
  const { pipelineId } = useParams();
  const [query] = useSearchParams();
  const from = pipelineId ?? query.get('from');
  const [id] = useState(freshId);
  const found = useRead(development.getPipeline, { pipelineId: from ?? '' }, { ready: from !== null });
  if (from === null) return <PipelineDrawing start={{ id, version: 0, active: true, definition: newDefinition(t('newName')), sealedId: false }} />;
  return (
    <Answered of={found}>
      {(one) => {
        const start: Drawn = pipelineId === undefined ? { id, version: 0, active: true, definition: { ...one.definition, title: t('copyName', { title: one.title }) }, sealedId: false } : { id: one.id, version: one.version, active: one.active, definition: one.definition, sealedId: true };
        return <PipelineDrawing key={`${start.id} ${start.version}`} start={start} />;
      }}
    </Answered>
  );
}

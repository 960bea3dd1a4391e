import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { collectionWords } from './collection-words.ts';

export type RunStateName = 'waiting' | 'running' | 'done' | 'empty' | 'failed';
const tones = { waiting: 'quiet', running: 'accent', done: 'good', empty: 'soon', failed: 'bad' } as const;

/** 归集结果 in a word. */
export function RunState({ state }: { state: RunStateName }) {
  const t = useWords(collectionWords);
  return <Tag tone={tones[state]}>{t(`s_${state}`)}</Tag>;
}

export const isOpen = (state: RunStateName): boolean => state === 'waiting' || state === 'running';

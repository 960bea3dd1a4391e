import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { services } from '../api/contracts.ts';
import { defineWords, useWords } from '../words/define-words.ts';
import { Tag } from './panel.tsx';

export type CaseState = OutputOf<typeof services.getDeskCase>['state'];

export const stateWords = defineWords('caseState', {
  submitted: ['待受理', 'Submitted'],
  supplement: ['待补正', 'Supplement'],
  accepted: ['办理中', 'In work'],
  suspended: ['特别程序', 'Suspended'],
  granted: ['准予', 'Granted'],
  refused: ['不予', 'Refused'],
  notAccepted: ['不予受理', 'Not accepted'],
  withdrawn: ['已撤回', 'Withdrawn'],
  terminated: ['已终止', 'Terminated'],
});

const tones = { submitted: 'accent', supplement: 'soon', accepted: 'accent', suspended: 'soon', granted: 'good', refused: 'bad', notAccepted: 'bad', withdrawn: 'quiet', terminated: 'quiet' } as const;

/** 办件状态 in the server's words. */
export function StateTag({ state, words }: { state: CaseState; words?: string }) {
  const t = useWords(stateWords);
  return <Tag tone={tones[state]}>{words ?? t(state)}</Tag>;
}

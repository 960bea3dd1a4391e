/** 办件状态: where a case stands. The names of the exchange dictionary are in docs/glossary.md. */
export const caseStates = ['submitted', 'supplement', 'accepted', 'suspended', 'granted', 'refused', 'notAccepted', 'withdrawn', 'terminated'] as const;
export type CaseState = (typeof caseStates)[number];

/** What may follow what (行政许可法; standards of case exchange). Final states have no successor. */
export const nextStates: Record<CaseState, readonly CaseState[]> = {
  submitted: ['supplement', 'accepted', 'notAccepted', 'withdrawn', 'terminated'],
  supplement: ['submitted', 'notAccepted', 'withdrawn', 'terminated'],
  accepted: ['suspended', 'granted', 'refused', 'withdrawn', 'terminated'],
  suspended: ['accepted', 'withdrawn', 'terminated'],
  granted: [],
  refused: [],
  notAccepted: [],
  withdrawn: [],
  terminated: [],
};

export const isFinal = (state: CaseState): boolean => nextStates[state].length === 0;

export const stateWords: Record<CaseState, { zh: string; en: string }> = {
  submitted: { zh: '已提交，待受理', en: 'Submitted, awaiting acceptance' },
  supplement: { zh: '待补正', en: 'Supplement requested' },
  accepted: { zh: '已受理，办理中', en: 'Accepted, in progress' },
  suspended: { zh: '特别程序', en: 'Special procedure' },
  granted: { zh: '已办结（准予）', en: 'Concluded: granted' },
  refused: { zh: '已办结（不予）', en: 'Concluded: refused' },
  notAccepted: { zh: '不予受理', en: 'Not accepted' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  terminated: { zh: '已终止', en: 'Terminated' },
};

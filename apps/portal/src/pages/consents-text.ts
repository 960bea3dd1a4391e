/** 我的同意: words of the pages of consents and objections. */
export const consentsText = {
  zh: {
    title: '我的同意与异议', lead: '您同意过哪些单位使用您的信息。撤回即时生效，到期自动失效，取走过信息的单位须删除并回执；此前已经办理的事项不受影响。', none: '您没有给过同意。', withdraw: '撤回同意', state: { active: '有效', withdrawn: '已撤回', over: '已到期' },
    erasure: (erased: number, holders: number) => (erased === holders ? '您的信息已从对方系统删除' : `待对方删除（${holders} 个系统，已确认 ${erased} 个）`), erasureBy: (by: string, late: boolean) => (late ? `应于 ${by} 前删除，已逾期，平台正在催办` : `须于 ${by} 前删除`),
    given: (at: string, until: string) => `${at} 同意，至 ${until}`, fields: '信息项', done: { withdrawn: '已撤回，即时生效。', given: '已记录您的同意。', objected: '异议已提交，答复后在本页显示。' } as Record<string, string>,
    objections: '我的异议', objectTo: (name: string) => `对${name}的使用提出异议`, objectWords: '哪里不妥', send: '提交异议', noObjections: '没有异议。', answer: '答复', objectionState: { open: '待答复', upheld: '异议成立', rejected: '异议不成立' },
    giveTitle: '请您决定是否同意', giveLead: (name: string) => `${name}请求使用您的下列信息。不同意不影响您办理其他事项。`, purpose: '用途', register: '来源', term: '期限', days: (n: number) => `${n} 天`, agree: '同意', refuse: '不同意', incomplete: '链接不完整，请联系请求使用信息的单位。',
  },
  en: {
    title: 'My consents and objections', lead: 'Which bodies may use your data because you agreed. Withdrawing takes effect at once, and a consent ends with its term; who took data then deletes it and says so. What was done before stays.', none: 'You have given no consent.', withdraw: 'Withdraw', state: { active: 'In force', withdrawn: 'Withdrawn', over: 'Over' },
    erasure: (erased: number, holders: number) => (erased === holders ? 'Your data was deleted there' : `To be deleted there (${erased} of ${holders} systems have confirmed)`), erasureBy: (by: string, late: boolean) => (late ? `was due by ${by}: they are being reminded` : `by ${by}`),
    given: (at: string, until: string) => `given ${at}, until ${until}`, fields: 'Data', done: { withdrawn: 'Withdrawn, as of now.', given: 'Your consent is recorded.', objected: 'Your objection is sent; the answer will stand here.' } as Record<string, string>,
    objections: 'My objections', objectTo: (name: string) => `Object to a use by ${name}`, objectWords: 'What is wrong', send: 'Send', noObjections: 'No objections.', answer: 'Answer', objectionState: { open: 'Waiting for an answer', upheld: 'Upheld', rejected: 'Rejected' },
    giveTitle: 'Do you agree?', giveLead: (name: string) => `${name} asks to use the data below. If you refuse, nothing else of yours is affected.`, purpose: 'Purpose', register: 'Source', term: 'Term', days: (n: number) => `${n} days`, agree: 'I agree', refuse: 'I do not agree', incomplete: 'The link is incomplete: ask the body that wants to use your data.',
  },
};

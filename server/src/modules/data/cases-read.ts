/** 办件 as the log of looks at personal data names them: answers and materials of cases lie in no register. */
export const casesRead = { id: 'cases', zh: '办件', en: 'Cases' } as const;

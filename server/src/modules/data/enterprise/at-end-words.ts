import type { EnterpriseScene } from './scene-kind.ts';

/** 期满处置 as the agreement says it. */
export function atEndWords({ what, days, keep }: EnterpriseScene['atEnd']): { zh: string; en: string } {
  const [done, gone] = what === 'return' ? ['退还并删除', 'given back and deleted'] : ['删除', 'deleted'];
  return keep === undefined
    ? { zh: `终止、到期后${days}日内，甲方${done}乙方提供的数据，存证并告知乙方`, en: `Within ${days} days of the end the firm's data is ${gone}, with a proof, and the firm is told` }
    : { zh: `依${keep.law}，乙方提供的数据留存${keep.years}年，期满由甲方${done}，存证并告知乙方`, en: `Under ${keep.law} the firm's data is kept for ${keep.years} years, then ${gone}, with a proof, and the firm is told` };
}

import type { Locale } from '#kernel/i18n';

/** 监察规则: which limit of the case clock was touched. The limits themselves are the item's; the light is the clock's. */
export const cardRules = {
  promiseNear: { light: 'soon', zh: '承诺时限将到', en: 'The promised limit is near' },
  promisePassed: { light: 'yellow', zh: '超过承诺时限', en: 'The promised limit has passed' },
  statutePassed: { light: 'red', zh: '超过法定时限', en: 'The statutory limit has passed' },
  laterPassed: { light: 'red', zh: '容缺材料逾期未补：{step}', en: 'A deferred material was not handed in: {step}' },
  taskPassed: { light: 'yellow', zh: '环节超时：{step}', en: 'A step is past its limit: {step}' },
} as const;
export type CardRule = keyof typeof cardRules;

/** A card keeps `<rule>` or `<rule>:<step>`. */
export function ruleWords(rule: string, locale: Locale): string {
  const [name = '', step = ''] = rule.split(/:(.*)/s);
  const known = cardRules[name as CardRule];
  return known === undefined ? rule : known[locale].replace('{step}', step);
}

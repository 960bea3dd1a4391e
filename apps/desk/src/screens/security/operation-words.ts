import * as contracts from '@yiwang/server/contracts';
import { currentLanguage } from '../../words/start-words.ts';

const summaries = new Map<string, string>();
for (const group of Object.values(contracts)) {
  for (const one of typeof group === 'object' ? Object.values(group) : []) {
    if (typeof one === 'object' && one !== null && 'name' in one && 'summary' in one) summaries.set(String(one.name), String(one.summary).replace(/[：（].*$/, ''));
  }
}

/** An operation of the log as its contract calls it; contracts speak Chinese, so in English the name stays. */
export const operationWords = (name: string): string => (currentLanguage() === 'en' ? name : (summaries.get(name) ?? name));

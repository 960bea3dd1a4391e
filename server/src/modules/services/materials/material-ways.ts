import type { Locale } from '#kernel/i18n';
import type { Material } from '../items/item-definition.ts';
import type { MaterialView } from '../contract-types.ts';

export type MaterialWay = MaterialView['ways'][number];

/** Ways that a material allows, the least trouble first: 共享获取, 证照调用, 上传, 告知承诺, 容缺后补. */
export const waysOf = (material: Material): MaterialWay[] => [
  ...(material.register === undefined ? [] : (['fetch'] as const)),
  ...(material.certificate === undefined ? [] : (['wallet'] as const)),
  ...(material.accept.length === 0 ? [] : (['upload'] as const)),
  ...(material.promise === undefined ? [] : (['promise'] as const)),
  ...(material.laterDays === undefined ? [] : (['later'] as const)),
];

const words: Record<MaterialWay, { zh: string; en: string }> = {
  fetch: { zh: '由政府共享获取，免于提交', en: 'Fetched from the registers: nothing to hand in' },
  wallet: { zh: '可调用您的电子证照', en: 'Taken from your licence wallet' },
  upload: { zh: '上传', en: 'Upload it' },
  promise: { zh: '可以告知承诺代替', en: 'May be promised in writing instead' },
  later: { zh: '可以先受理后补交', en: 'May be handed in after acceptance' },
};

/** 获取方式 in words: the way that spares the most trouble, then what may stand in for it. */
export function howToGet(material: Material, locale: Locale): string {
  const ways = waysOf(material);
  const spared = ways.some((w) => w === 'fetch' || w === 'wallet');
  return ways.filter((w) => !spared || w !== 'upload').map((w) => words[w][locale]).join(locale === 'zh' ? '；' : '; ');
}

import type { Definition } from '#engines/content';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type { Place } from './catalogue.ts';
import { codeWords } from '../code-words.ts';
import type { getItem as contract } from './contract-guide.ts';
import type { Hall } from '../hall.ts';
import { baseId, departmentOf, organisationWords, summaryOfItem } from './item-summary.ts';
import { elementsOf, feeWords, implementationCode } from './item-elements.ts';
import type { ServiceItem } from './item-definition.ts';
import { howToGet } from '../materials/material-ways.ts';
import { placeOf } from '../place-of.ts';

type ItemGuide = OutputOf<typeof contract>;

/** 办事指南: every element of the implementation list, as it is in force where the reader stands. */
export async function getItem(hall: Hall, ctx: Context, input: { itemId: string; division?: string | undefined }): Promise<ItemGuide> {
  const at = placeOf(hall, ctx, input.division);
  const guide = itemGuideOf(hall, hall.catalogue.item(input.itemId, at), at, ctx.locale);
  const freed = await hall.freedMaterials?.(ctx, input.itemId);
  return { ...guide, materials: guide.materials.map((m) => ({ ...m, ...freedWords(freed?.get(m.id), ctx.locale) })) };
}

function itemGuideOf(hall: Pick<Hall, 'catalogue' | 'content'>, definition: Definition<ServiceItem>, at: Place, locale: Context['locale']): ItemGuide {
  const item = definition.value;
  const words = (text: Parameters<typeof textIn>[0]): string => textIn(text, locale);
  const summary = summaryOfItem(hall, definition, at.division, locale);
  return {
    ...summary,
    elements: elementsOf(definition, { hall, division: at.division, locale }),
    conditions: item.conditions.map(words),
    materials: item.materials.map((m) => ({
      id: m.id, name: words(m.name), form: codeWords(hall.content, 'material-form', m.form, locale), copies: m.copies, required: m.required === true,
      origin: originWords[m.origin][locale], howToGet: howToGet(m, locale), note: m.note === undefined ? null : words(m.note),
    })),
    bases: item.bases.map((b) => ({ law: b.law, article: b.article ?? null, text: b.text ?? null })),
    flow: item.flow.map((f) => ({ step: words(f.step), by: words(f.by), days: f.days })),
    windows: windowsOf(hall, item, at, locale),
    fee: feeWords(item, locale),
    result: words(item.result.name),
    consult: words(item.consult),
    complain: words(item.complain),
    codes: { basic: item.basicCode, implementation: implementationCode(item, { hall, division: at.division }), version: definition.version },
    partOf: hall.catalogue.events(at).filter((e) => e.value.items.some((i) => i.item === summary.id)).map((e) => ({ id: baseId(e.id), name: words(e.value.name) })),
  };
}

/** 免提交: a decision freed the material, its source stands for it. */
function freedWords(freed: { source: string; provider: string; decision: string } | undefined, locale: Context['locale']): Partial<ItemGuide['materials'][number]> {
  if (freed === undefined) return {};
  const { source, provider, decision } = freed;
  return { required: false, howToGet: locale === 'zh' ? `免提交：由${provider}“${source}”共享获取（${decision}）` : `Not to be submitted: shared from "${source}" of ${provider} (${decision})` };
}

/** 材料来源渠道. */
const originWords = {
  applicant: { zh: '申请人自备', en: 'From the applicant' },
  government: { zh: '政府部门核发', en: 'Issued by government' },
  other: { zh: '其他', en: 'Other' },
} as const;

/** 办理地点: the item's own windows, else where the implementing body receives. */
function windowsOf(hall: Pick<Hall, 'catalogue'>, item: ServiceItem, at: Place, locale: Context['locale']): ItemGuide['windows'] {
  if (item.windows.length > 0) return item.windows.map((w) => ({ name: textIn(w.name, locale), address: textIn(w.address, locale), hours: textIn(w.hours, locale), phone: w.phone }));
  const body = departmentOf(hall, item.implementer, at.division);
  if (body?.address === undefined) return [];
  return [{ name: organisationWords(body, locale), address: body.address, hours: locale === 'zh' ? '工作日，具体时间请电话咨询' : 'Working days; ask by telephone for the hours', phone: body.phone ?? '' }];
}

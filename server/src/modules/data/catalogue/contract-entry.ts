/**
 * Terms (编制指南, 发改高技〔2017〕1272号).
 * - entry 目录条目 (信息资源): what a body knows by its duty, with core metadata.
 * - information item 信息项: a column of it. - sharing 共享属性, opening 开放属性. - update cycle 更新周期.
 */
import { z } from 'zod';

export const sharingTypes = ['unconditional', 'conditional', 'none'] as const;
export const openingTypes = sharingTypes;
export const sharingWays = ['interface', 'table', 'file', 'verification', 'subscription'] as const;
export const updateCycles = ['real-time', 'daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'irregular'] as const;
export const formats = ['database', 'spreadsheet', 'document', 'spatial', 'media', 'stream'] as const;
/** 数据级别, lowest first (GB/T 43697-2024; four steps inside 一般数据, annex H). */
export const grades = ['general-1', 'general-2', 'general-3', 'general-4', 'important', 'core'] as const;
export type Grade = (typeof grades)[number];

/** C text, N number, D date, T instant, B yes/no, G geometry: the types of the provincial workbook. */
export const itemTypes = ['C', 'N', 'D', 'T', 'B', 'G'] as const;

export const informationItem = z.strictObject({
  name: z.string().trim().min(1).max(60),
  type: z.enum(itemTypes).default('C'),
  length: z.int().min(1).max(100_000).optional(),
  /** 数据元 or the register's field that it is. */
  element: z.string().trim().max(80).optional(),
  sensitive: z.boolean().default(false),
  grade: z.enum(grades).default('general-1'),
});
export type InformationItem = z.infer<typeof informationItem>;

const filled = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';
const attribute = { condition: z.string().trim().max(500).optional(), basis: z.string().trim().max(500).optional().describe('legal basis: compulsory unless unconditional') };

export const sharingSchema = z.strictObject({ type: z.enum(sharingTypes), ways: z.array(z.enum(sharingWays)).max(5).default([]), ...attribute });
export const openingSchema = z.strictObject({ type: z.enum(openingTypes), ...attribute });

export const entryFields = {
  title: z.string().trim().min(2).max(120),
  summary: z.string().trim().min(4).max(1000),
  format: z.enum(formats).default('database'),
  keywords: z.array(z.string().trim().min(1).max(30)).max(20).default([]),
  items: z.array(informationItem).min(1).max(500),
  sharing: sharingSchema,
  opening: openingSchema,
  updateCycle: z.enum(updateCycles),
  related: z.array(z.string().max(80)).max(50).default([]),
};

type Fields = z.infer<z.ZodObject<typeof entryFields>>;

/** What the guide makes compulsory, in words; empty when the entry may be registered. */
export function entryFaults(e: Pick<Fields, 'items' | 'sharing' | 'opening'>): { path: string; zh: string; en: string }[] {
  const faults: { path: string; zh: string; en: string }[] = [];
  if (e.sharing.type !== 'unconditional' && !filled(e.sharing.basis)) faults.push({ path: 'sharing.basis', zh: '有条件共享、不予共享须写明法律依据', en: 'conditional or no sharing needs a legal basis' });
  if (e.sharing.type === 'conditional' && !filled(e.sharing.condition)) faults.push({ path: 'sharing.condition', zh: '有条件共享须写明共享条件', en: 'conditional sharing needs its condition' });
  if (e.sharing.type !== 'none' && e.sharing.ways.length === 0) faults.push({ path: 'sharing.ways', zh: '须写明共享方式', en: 'say how it is shared' });
  if (e.opening.type !== 'unconditional' && !filled(e.opening.basis)) faults.push({ path: 'opening.basis', zh: '有条件开放、不予开放须写明依据', en: 'conditional or no opening needs a basis' });
  if (e.sharing.type === 'none' && e.opening.type === 'unconditional') faults.push({ path: 'opening.type', zh: '不予共享的数据不得无条件开放', en: 'what is not shared cannot be open to all' });
  if (e.opening.type === 'unconditional' && e.items.some((i) => i.sensitive)) faults.push({ path: 'opening.type', zh: '含敏感信息项的数据不得无条件开放', en: 'with sensitive items it cannot be open to all' });
  const names = new Set<string>();
  e.items.forEach((item, i) => {
    if (names.has(item.name)) faults.push({ path: `items.${i}.name`, zh: `信息项“${item.name}”重复`, en: `item "${item.name}" is there twice` });
    names.add(item.name);
  });
  return faults;
}

/** 就高从严: an entry has the highest grade of its items. */
export const highestGrade = (items: readonly { grade: Grade }[]): Grade => grades[Math.max(0, ...items.map((i) => grades.indexOf(i.grade)))]!;

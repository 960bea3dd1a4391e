import { z } from 'zod';

/** Chinese type sizes (字号) in points. */
export const typeSizes = { 初号: 42, 小初: 36, 一号: 26, 小一: 24, 二号: 22, 小二: 18, 三号: 16, 小三: 15, 四号: 14, 小四: 12, 五号: 10.5, 小五: 9 } as const;

const text = z.union([z.string().max(20_000), z.strictObject({ zh: z.string().max(20_000), en: z.string().max(20_000).optional() })]);
const expression = z.string().min(1).max(2000);
const size = z.union([z.number().min(4).max(120), z.enum(Object.keys(typeSizes) as [keyof typeof typeSizes])]);
const font = z.enum(['song', 'hei', 'kai', 'fangsong', 'xiaobiaosong']);
const color = z.string().regex(/^#[0-9a-f]{6}$/i);
const length = z.number().min(0).max(2000);
const at = z.strictObject({ x: length, y: length, width: z.number().min(1).max(2000).optional() });
const align = z.enum(['left', 'center', 'right', 'justify']);

/** Of every block: when it appears (FEEL), millimetres of air around it. */
const common = { id: z.string().max(80).optional(), when: expression.optional(), before: length.optional(), after: length.optional() };
const style = { font: font.optional(), size: size.optional(), color: color.optional(), lineHeight: z.number().min(0.8).max(5).optional() };

const title = z.strictObject({ type: z.literal('title'), ...common, ...style, text, align: align.default('center'), tracking: z.number().min(-0.3).max(5).default(0), at: at.optional() });
const paragraph = z.strictObject({
  type: z.literal('paragraph'),
  ...common,
  ...style,
  text,
  align: align.default('justify'),
  /** First line's indent in characters (首行缩进). */
  indent: z.number().min(0).max(30).default(2),
  /** Repeats the paragraph for each member of a list, which is `item` in its texts, counted by `index` from 1. */
  each: expression.optional(),
  at: at.optional(),
});
const fields = z.strictObject({
  type: z.literal('fields'),
  ...common,
  ...style,
  items: z.array(z.strictObject({ label: text, value: text, span: z.int().min(1).max(6).default(1), when: expression.optional(), required: z.boolean().default(false) })).min(1).max(200),
  columns: z.int().min(1).max(6).default(1),
  labelWidth: z.number().min(5).max(200).default(30),
  /** Lines around the cells. */
  ruled: z.boolean().default(false),
  /** Between label and value of an unruled grid. */
  separator: z.string().max(4).default(''),
  at: at.optional(),
});
const table = z.strictObject({
  type: z.literal('table'),
  ...common,
  ...style,
  rows: expression,
  /** Texts of a cell see the row as `row` and its number as `index`. `width` is a share of the whole. */
  columns: z.array(z.strictObject({ heading: text, value: text, width: z.number().positive().max(1000).default(1), align: align.default('left') })).min(1).max(30),
  /** Shown in one cell when there are no rows. */
  empty: text.optional(),
});
const rule = z.strictObject({ type: z.literal('rule'), ...common, thickness: z.number().min(0.05).max(5).default(0.35), color: color.default('#000000'), inset: length.default(0), at: at.optional() });
/** A border (边框) around every page of the document. */
const frame = z.strictObject({ type: z.literal('frame'), ...common, style: z.enum(['single', 'double', 'ornate']).default('double'), inset: length.default(12), color: color.default('#a8802a') });
const image = z.strictObject({ type: z.literal('image'), ...common, /** Yields bytes or a data URL of a PNG or JPEG. */ source: expression, width: z.number().min(1).max(2000), height: z.number().min(1).max(2000), align: align.default('center'), at: at.optional() });
const qr = z.strictObject({ type: z.literal('qr'), ...common, value: text, size: z.number().min(8).max(200).default(25), align: align.default('right'), caption: text.optional(), color: color.default('#000000'), at: at.optional() });
/** Seal of the issuer: which one, as a name or `{expression}`, and how large in millimetres. */
const sealOf = { seal: text, sealSize: z.number().min(10).max(100).default(42) };
/** Signing block (落款): issuer above date, the seal over both (GB/T 9704 7.3.5.1). */
const issue = z.strictObject({ type: z.literal('issue'), ...common, ...style, issuer: text, date: text, seal: text.optional(), sealSize: sealOf.sealSize, /** Free characters right of the date. */ rightSpace: z.number().min(0).max(20).default(4), at: at.optional() });
const seal = z.strictObject({ type: z.literal('seal'), ...common, ...sealOf, at });
const space = z.strictObject({ type: z.literal('space'), ...common, height: length });
const pageBreak = z.strictObject({ type: z.literal('pageBreak'), ...common });

export const templateBlock = z.discriminatedUnion('type', [title, paragraph, fields, table, rule, frame, image, qr, issue, seal, space, pageBreak]);

/** 文书模板 / 证照模板: how a document of one kind looks, published by officials as content. */
export const documentTemplate = z.strictObject({
  kind: z.literal('document-template'),
  id: z.string().min(1).max(120),
  version: z.union([z.string().max(40), z.int()]),
  name: text.optional(),
  title: text,
  page: z
    .strictObject({
      size: z.union([z.enum(['A3', 'A4', 'A5']), z.tuple([z.number().min(20).max(2000), z.number().min(20).max(2000)])]).default('A4'),
      orientation: z.enum(['portrait', 'landscape']).default('portrait'),
      /** Millimetres; the defaults are those of GB/T 9704-2012 5.2. */
      margins: z.strictObject({ top: length.default(37), right: length.default(26), bottom: length.default(35), left: length.default(28) }).prefault({}),
      /** Characters a line and lines a page (GB/T 9704 5.2.3: 28 and 22); without it the type size rules. */
      grid: z.strictObject({ characters: z.int().min(5).max(200), lines: z.int().min(5).max(200) }).optional(),
    })
    .prefault({}),
  /** Style of body text. */
  body: z.strictObject({ font: font.default('fangsong'), size: size.default('三号'), color: color.default('#000000'), lineHeight: z.number().min(0.8).max(5).default(1.75) }).prefault({}),
  header: z.strictObject({ text, size: size.default('五号'), rule: z.boolean().default(true) }).optional(),
  /** `official`: — 1 — outside below, odd pages right (GB/T 9704 7.5); `plain`: 1 / 3 in the middle. */
  pageNumbers: z.enum(['none', 'official', 'plain']).default('none'),
  blocks: z.array(templateBlock).min(1).max(500),
});

export type DocumentTemplate = z.infer<typeof documentTemplate>;
export type TemplateBlock = z.infer<typeof templateBlock>;
export type TemplateInput = z.input<typeof documentTemplate>;
export type BlockOf<T extends TemplateBlock['type']> = Extract<TemplateBlock, { type: T }>;
export type TypeSize = z.infer<typeof size>;

import { z } from 'zod';
import { defineKind, idSchema, textSchema, type Reference } from '#engines/content';
import { expressionFault } from '#engines/rules';

const expression = z.string().min(1).max(1_000).check((ctx) => {
  const fault = expressionFault(ctx.value);
  if (fault !== undefined) ctx.issues.push({ code: 'custom', input: ctx.value, params: fault, message: fault.en });
});
const path = z.string().regex(/^\/[\w./-]{0,200}$/);
/** Dotted place in their message: `body.sqr.mc`. */
const place = z.string().regex(/^[A-Za-z_][\w-]{0,59}(\.[A-Za-z_][\w-]{0,59}){0,5}$/);

/** 字段映射: where it goes in their message, what goes there (FEEL over case, answers, party), and their code for ours. */
const field = z.strictObject({
  to: place, value: expression, title: textSchema.optional(),
  /** 代码映射 of this docking, by name. */
  codes: z.string().max(60).optional(),
  required: z.boolean().default(false),
});
export type FieldMap = z.infer<typeof field>;

const call = { method: z.enum(['GET', 'POST']).default('POST'), path, encoding: z.enum(['json', 'form']).default('json'), fields: z.array(field).min(1).max(100) };

/** 状态含义: what their state means for the case. */
export const meanings = ['received', 'handling', 'granted', 'refused'] as const;

/** What is read out of an answer of theirs, FEEL over `answer`. */
const reading = z.strictObject({ state: expression, reference: expression, number: expression.optional(), opinion: expression.optional() });

/**
 * 对接系统: a national (国垂), provincial (省垂) or self-built system in which items are handled, with the dialect that it speaks. Where it
 * is and how it lets us in is set at the desk.
 */
export const dockedSystemSchema = z.strictObject({
  title: textSchema,
  /** 对接管理单位: the body that connects it, sees all its matters and puts them right, by credit code. */
  manager: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  level: z.enum(['national', 'provincial', 'self-built']),
  owner: textSchema,
  /** 遵循标准. */
  standard: textSchema.optional(),
  /** deep 数据对接: pushed and taken back; redirect 跳转: the applicant goes there. */
  way: z.enum(['deep', 'redirect']).default('deep'),
  redirectTo: z.url({ protocol: /^https$/ }).optional(),
  /** 跳转交接: what for, and what is told of the applicant beside who she is there; she reads both before she agrees. */
  handover: z.strictObject({ purpose: textSchema, tells: z.array(z.enum(['name', 'code'])).max(2).default([]) }).optional(),
  items: z.array(idSchema).min(1).max(200),
  /** 约定应答时间 in milliseconds; later is no answer. */
  timeoutMs: z.int().min(200).max(60_000).default(5_000),
  /** Header in which the secret of the connection goes. */
  secretHeader: z.string().regex(/^[A-Za-z][\w-]{1,59}$/).default('authorization'),
  /** Hours between two questions after the state of a matter. */
  askEveryMinutes: z.int().min(1).max(1_440).default(30),
  push: z.strictObject({ ...call, accepted: expression, known: expression.optional(), reference: expression, fault: expression }).optional(),
  status: z.strictObject({ ...call, read: reading }).optional(),
  count: z.strictObject({ ...call, references: expression }).optional(),
  /** What they hand back to us, read in the same way. */
  result: z.strictObject({ read: reading }).optional(),
  statuses: z.array(z.strictObject({ theirs: z.string().min(1).max(60), title: textSchema, means: z.enum(meanings) })).max(60).default([]),
  codes: z.record(z.string().max(60), z.record(z.string().max(60), z.string().max(100))).default({}),
}).check((ctx) => {
  const d = ctx.value;
  const refuse = (at: PropertyKey[], zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: d, path: at, params: { zh, en }, message: en });
  if ((d.way === 'deep') !== (d.push !== undefined)) refuse(['push'], '数据对接（且仅有它）须写 push', 'push belongs to way deep, and only to it');
  if ((d.way === 'redirect') !== (d.redirectTo !== undefined)) refuse(['redirectTo'], '跳转对接（且仅有它）须写 redirectTo', 'redirectTo belongs to way redirect, and only to it');
  if (d.way !== 'redirect' && d.handover !== undefined) refuse(['handover'], '只有跳转对接写 handover', 'handover belongs to way redirect');
  for (const name of ['push', 'status', 'count'] as const) {
    for (const [i, f] of (d[name]?.fields ?? []).entries()) if (f.codes !== undefined && d.codes[f.codes] === undefined) refuse([name, 'fields', i, 'codes'], `没有代码映射“${f.codes}”`, `there is no code mapping "${f.codes}"`);
  }
  if (new Set(d.statuses.map((s) => s.theirs)).size !== d.statuses.length) refuse(['statuses'], '同一状态对应两次', 'one status twice');
});
export type DockedSystem = z.infer<typeof dockedSystemSchema>;

export const dockedSystemKind = defineKind<DockedSystem>({
  kind: 'docked-system',
  schema: dockedSystemSchema,
  references: (d): Reference[] => d.items.map((id, i) => ({ kind: 'service-item', id, path: ['items', i] })),
});

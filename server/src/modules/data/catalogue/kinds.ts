import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';
import { entryFaults, entryFields, grades, updateCycles } from './contract-entry.ts';
import { parseResourceCode } from './resource-code.ts';

const definedEntry = z.strictObject({
  ...entryFields,
  code: z.string().refine((c) => parseResourceCode(c) !== undefined, { params: { zh: '不是信息资源代码', en: 'is no resource code' } }),
  /** 登记簿 that holds it: mounted as a table. */
  register: idSchema.optional(),
});

/** 政务信息资源目录 of one body. */
export const resourceCatalogueKind = defineKind({
  kind: 'resource-catalogue',
  versioned: false,
  schema: z.strictObject({ provider: z.string(), entries: z.array(definedEntry).min(1).max(2000) }).check((ctx) => {
    const codes = new Set<string>();
    ctx.value.entries.forEach((e, i) => {
      const refuse = (path: string, zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: e, path: ['entries', i, ...path.split('.')], params: { zh, en } });
      if (codes.has(e.code)) refuse('code', `代码 ${e.code} 重复`, `code ${e.code} is there twice`);
      codes.add(e.code);
      for (const fault of entryFaults(e)) refuse(fault.path, fault.zh, fault.en);
    });
  }),
  references: (d) => [
    { kind: 'organisation', id: d.provider, path: 'provider' },
    ...d.entries.flatMap((e, i) => (e.register === undefined ? [] : [{ kind: 'register', id: e.register, path: ['entries', i, 'register'] }])),
  ],
});
export type ResourceCatalogue = z.infer<typeof resourceCatalogueKind.schema>;

const days = z.int().min(0).max(250);

/** 共享规则: limits in working days (政务数据共享条例), weights of the assessment, days that an update cycle allows. */
export const sharingRulesKind = defineKind({
  kind: 'sharing-rules',
  schema: z.strictObject({
    basis: textSchema,
    answerDays: z.strictObject({ unconditional: days, conditional: days, none: days }),
    deliveryDays: days,
    correctionDays: days,
    registrationDays: days,
    /** 答复个人的异议、更正请求. */
    personDays: days,
    /** 授权、同意、开放收回后副本的删除期限与催办间隔. */
    erasureDays: days,
    erasureRemindDays: days,
    cycleDays: z.record(z.enum(updateCycles), z.int().min(0).max(800)),
    /** 评价权重, percent; together 100. */
    weights: z.strictObject({ supply: z.number(), quality: z.number(), use: z.number(), response: z.number() }).refine((w) => w.supply + w.quality + w.use + w.response === 100, { params: { zh: '权重之和须为 100', en: 'weights must add up to 100' } }),
  }),
});
export type SharingRules = z.infer<typeof sharingRulesKind.schema>;

const pattern = z.string().max(300).refine((source) => {
  try {
    new RegExp(source, 'u').test('');
    return true;
  } catch {
    return false;
  }
}, { params: { zh: '不是有效的正则表达式', en: 'is no valid regular expression' } });

/** 分类分级识别规则: what a field is, by name and sample; its harm goes through the decision table `data-grade` (GB/T 43697). */
export const gradingRulesKind = defineKind({
  kind: 'grading-rules',
  schema: z.strictObject({
    decision: idSchema,
    /** Part of the samples that must fit a pattern. */
    shareMin: z.number().min(0.1).max(1),
    classes: z.array(z.strictObject({
      id: idSchema, title: textSchema, names: pattern.optional(), samples: pattern.optional(),
      /** Further proof that a sample is one: the check digit of a standard. */
      check: z.enum(['identity-number', 'credit-code', 'bank-card']).optional(),
      /** 影响对象 and 影响程度. */
      object: z.enum(['national-security', 'economy', 'public-order', 'public-interest', 'organisation', 'person']),
      degree: z.enum(['none', 'slight', 'general', 'serious', 'extreme']),
      sensitive: z.boolean(),
      mask: z.string().max(40),
    })).min(1).max(200),
  }),
  references: (d) => [{ kind: 'decision', id: d.decision, path: 'decision' }],
});
export type GradingRules = z.infer<typeof gradingRulesKind.schema>;
export const gradeOutput = z.enum(grades);

/** 规划目标 of a place for its data hub: what the plan measures, how much of it, until when; rates are 0 to 1. */
export const hubTargetsKind = defineKind({
  kind: 'hub-targets',
  schema: z.strictObject({
    title: textSchema,
    targets: z.array(z.strictObject({
      measure: z.enum(['entries', 'cataloguing', 'mounting', 'gathering', 'sharing', 'updating', 'records', 'sharedCalls', 'sharedRows', 'openSets']),
      atLeast: z.number().positive(),
      /** Year. */
      by: z.int().min(2020).max(2100),
      basis: textSchema,
    })).min(1).max(30),
  }),
});
export type HubTargets = z.infer<typeof hubTargetsKind.schema>;

export const catalogueKinds = [resourceCatalogueKind, sharingRulesKind, gradingRulesKind, hubTargetsKind];

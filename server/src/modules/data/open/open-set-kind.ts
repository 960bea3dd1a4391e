/**
 * Terms (GB/T 38664.1-2020).
 * - open set 开放数据集: what the public may take: a register's fields, a layer, a kind of content, an aggregate query.
 * - build 生成: its rows at one moment, with the checks of the release. - release 发布版本: a build that was approved.
 * - policy 开放规则: grades that may be open, the k of k-anonymity, licences, themes, limits.
 */
import { z } from 'zod';
import { defineKind, idSchema, textSchema, type AnyKind, type Reference } from '#engines/content';
import { grades, updateCycles } from '../catalogue/contract-entry.ts';

export const setName = z.string().regex(/^[a-z][a-z0-9-]{1,79}$/);
const fieldId = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/);
const masks = ['name', 'identity-number', 'phone', 'address', 'bank-card', 'email', 'licence-number', 'plate', 'all'] as const;

export const openColumnTypes = ['text', 'integer', 'decimal', 'money', 'boolean', 'date', 'timestamp'] as const;
export type OpenColumnType = (typeof openColumnTypes)[number];

/** 登记簿: fields of a register (all of its own when none is named), rows whose fields have one of these values. */
const registerSource = z.strictObject({
  register: idSchema, fields: z.array(fieldId).min(1).max(100).optional(), where: z.record(fieldId, z.array(z.string().max(200)).min(1).max(100)).optional(),
  masks: z.record(fieldId, z.enum(masks)).optional(),
});
const layerSource = z.strictObject({ layer: idSchema });
/** 内容: definitions of a kind, or the members of a list inside them; columns by path, texts in Chinese unless the path says `.en`. */
const contentSource = z.strictObject({
  content: z.string().max(40), ids: z.array(z.string().max(80)).max(200).optional(), where: z.record(z.string().max(80), z.array(z.string().max(200)).min(1).max(100)).optional(), each: z.string().max(40).optional(),
  columns: z.array(z.strictObject({ id: fieldId, title: textSchema, path: z.string().max(80), type: z.enum(openColumnTypes).default('text') })).min(1).max(40),
});
/** 汇总查询 over a register's snapshot; groups of fewer persons than five are left out by the engine. */
const querySource = z.strictObject({
  query: z.strictObject({
    register: idSchema, where: z.string().max(2000).optional(),
    groupBy: z.array(z.strictObject({ column: fieldId, as: fieldId.optional(), title: textSchema, first: z.int().min(1).max(12).optional() })).min(1).max(6),
    measures: z.array(z.strictObject({ as: fieldId, title: textSchema, fn: z.enum(['count', 'sum', 'average', 'min', 'max', 'median']), of: fieldId.optional() })).min(1).max(10),
  }),
});
const sourceSchema = z.union([registerSource, layerSource, contentSource, querySource]);
export type OpenSource = z.infer<typeof sourceSchema>;

export const openSetSchema = z.strictObject({
  name: setName,
  title: textSchema,
  description: textSchema,
  /** 信息资源代码 of the catalogue; found by its register when left out. */
  entry: z.string().max(40).optional(),
  source: sourceSchema,
  /** 开放条件: said, the set is open to those whose application was approved (有条件开放). */
  condition: textSchema.optional(),
  theme: z.string().max(40),
  tags: z.array(z.string().trim().min(1).max(30)).max(20).default([]),
  cycle: z.enum(updateCycles),
  licence: z.string().max(40).optional(),
  /** 准标识符: what together might tell whom a row is about. */
  quasiIdentifiers: z.array(fieldId).max(6).default([]),
  /** 数据级别 where no catalogue entry says it. */
  grade: z.enum(grades).default('general-1'),
  /** 图表: a label and a number. */
  chart: z.strictObject({ label: fieldId, value: fieldId }).optional(),
  /** 地图: columns with degrees, where no layer is behind it. */
  position: z.strictObject({ longitude: fieldId, latitude: fieldId }).optional(),
  /** Period that the rows are about: 2020, 2026-01. */
  period: z.string().max(20).optional(),
  standard: z.string().max(100).optional(),
  note: textSchema.optional(),
});
export type OpenSet = z.infer<typeof openSetSchema>;

/** 开放目录 of one body: its open sets. */
export const openSetsKind = defineKind({
  kind: 'open-sets',
  versioned: false,
  schema: z.strictObject({ provider: z.string(), sets: z.array(openSetSchema).min(1).max(500) }).check((ctx) => {
    const names = new Set<string>();
    ctx.value.sets.forEach((s, i) => {
      if (names.has(s.name)) ctx.issues.push({ code: 'custom', input: s, path: ['sets', i, 'name'], params: { zh: `数据集“${s.name}”重复`, en: `set "${s.name}" is there twice` } });
      names.add(s.name);
    });
  }),
  references: (d): Reference[] => [
    { kind: 'organisation', id: d.provider, path: 'provider' },
    ...d.sets.flatMap((s, i): Reference[] => {
      const path = `sets.${i}.source`;
      if ('register' in s.source) return [{ kind: 'register', id: s.source.register, path }];
      if ('layer' in s.source) return [{ kind: 'layer', id: s.source.layer, path }];
      return 'query' in s.source ? [{ kind: 'register', id: s.source.query.register, path }] : [];
    }),
  ],
});

export const openPolicyKind = defineKind({
  kind: 'open-policy',
  versioned: false,
  schema: z.strictObject({
    title: textSchema,
    description: textSchema,
    publisher: z.strictObject({ name: textSchema, email: z.string().max(100) }),
    /** 数据级别 that may be open. */
    grades: z.array(z.enum(grades)).min(1),
    /** k 匿名: rows that share the values of the quasi-identifiers, at the least. */
    k: z.int().min(2).max(1000),
    /** Working days within which requests are answered. */
    answerDays: z.int().min(1).max(60),
    /** Days for which conditional access is given, at the most. */
    accessDaysMax: z.int().min(1).max(1830).default(366),
    keysMax: z.int().min(1).max(50),
    licences: z.array(z.strictObject({ id: z.string().max(40), title: textSchema, url: z.url() })).min(1),
    themes: z.array(z.strictObject({ id: z.string().max(40), title: textSchema, dcat: z.url().optional() })).min(1),
  }),
});
export type OpenPolicy = z.infer<typeof openPolicyKind.schema>;

export const openKinds: AnyKind[] = [openSetsKind, openPolicyKind];

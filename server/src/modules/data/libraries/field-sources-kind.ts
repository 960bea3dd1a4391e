import { z } from 'zod';
import { defineKind, idSchema, textSchema, type Content } from '#engines/content';
import { registerKind } from '#engines/records';

const field = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
const fieldsTwice = (named: readonly string[]): string[] => named.filter((f, i) => named.indexOf(f) !== i);

/** 数源单位 of some fields: bodies with one function, or the body that each record itself names. */
const sourceSchema = z.strictObject({
  /** All that no other source is named for, when not given. */
  fields: z.array(field).min(1).max(100).optional(),
  function: idSchema.optional(),
  /** 各发证机关 and the like: the record's own field names the body that answers for it. */
  bodyField: field.optional(),
  /** 采集单位: bodies with these functions hand in what they collect for the source. */
  collectedBy: z.union([z.literal('any'), z.array(idSchema).min(1).max(30)]).optional(),
  title: textSchema,
}).refine((s) => (s.function === undefined) !== (s.bodyField === undefined), { params: { zh: '数源写“function”或“bodyField”之一', en: 'a source has either "function" or "bodyField"' } });

/**
 * 数源清单（一数一源）: which body's word each field of a register is. The responsible body of one record is the nearest body with that
 * function at or above the record's division; other bodies hand in tables to check against, and what contradicts becomes a case.
 */
export const fieldSourcesKind = defineKind({
  kind: 'field-sources',
  versioned: false,
  schema: z.strictObject({
    register: idSchema,
    basis: textSchema,
    /** 核实期限 in working days, and until when whoever raised it may object. */
    settleDays: z.int().min(1).max(60),
    /** Fields that name one record in a table that is handed in to check; the register's key when not given. */
    key: z.array(field).min(1).max(5).optional(),
    sources: z.array(sourceSchema).min(1).max(30),
  }).check((ctx) => {
    const { sources } = ctx.value;
    for (const f of fieldsTwice(sources.flatMap((s) => s.fields ?? []))) ctx.issues.push({ code: 'custom', input: f, path: ['sources'], params: { zh: `字段“${f}”有两个数源`, en: `field "${f}" has two sources` } });
    if (sources.filter((s) => s.fields === undefined).length > 1) ctx.issues.push({ code: 'custom', input: sources, path: ['sources'], params: { zh: '只能有一个数源不写字段', en: 'only one source may leave out its fields' } });
  }),
  references: (d) => [{ kind: 'register', id: d.register, path: ['register'] }],
});

export interface FieldSource {
  fields: readonly string[];
  function: string | undefined;
  bodyField: string | undefined;
  collectedBy: readonly string[] | 'any';
  title: z.infer<typeof textSchema>;
}
export interface FieldSources {
  register: string;
  basis: z.infer<typeof textSchema>;
  settleDays: number;
  key: readonly string[];
  sources: readonly FieldSource[];
}

/** Every list of sources with its fields written out. */
export function listFieldSources(content: Pick<Content, 'list' | 'get'>, register?: string): FieldSources[] {
  return content.list(fieldSourcesKind, register === undefined ? {} : { where: (d) => d.value.register === register }).map(({ value: d }) => {
    const definition = content.get(registerKind, d.register).value;
    const named = new Set(d.sources.flatMap((s) => s.fields ?? []));
    const rest = definition.fields.map((f) => f.id).filter((f) => !named.has(f));
    return {
      register: d.register, basis: d.basis, settleDays: d.settleDays, key: d.key ?? definition.key,
      sources: d.sources.map((s) => ({ fields: s.fields ?? rest, function: s.function, bodyField: s.bodyField, collectedBy: s.collectedBy ?? [], title: s.title })),
    };
  });
}

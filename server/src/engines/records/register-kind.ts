import { z } from 'zod';
import { defineKind, idSchema, textSchema, type Reference } from '#engines/content';
import { fieldTypes, sealableTypes } from './field-types.ts';
import { tableOf, type RegisterTable } from './register-table.ts';

/** 脱敏规则 (practice; GB/T 37964): how a value is shown to those who need not see all of it; year, decade, city, rounded generalise (泛化). */
export const maskRules = ['none', 'name', 'identity-number', 'phone', 'address', 'bank-card', 'email', 'licence-number', 'plate', 'year', 'decade', 'city', 'rounded', 'all'] as const;
export type MaskRule = (typeof maskRules)[number];

/** Names that PostgreSQL keeps for itself in every table. */
const systemColumns = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);
const identifier = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/).refine((id) => id !== 'id' && !id.startsWith('record') && !systemColumns.has(id), { params: { zh: '不能叫 id、以 record 开头或用数据库的系统列名', en: 'may not be "id", begin with "record" or be a system column of the database' } });

const fieldSchema = z.strictObject({
  /** camelCase English identifier; the column is its snake_case. */
  id: identifier,
  title: textSchema,
  type: z.enum(fieldTypes),
  /** For type code: the code list. */
  codeList: idSchema.optional(),
  /** For type reference: the register. */
  register: idSchema.optional(),
  required: z.boolean().default(false),
  /** 敏感字段: encrypted at rest, looked up by a keyed digest, masked on display. */
  sensitive: z.boolean().default(false),
  /** No two records that have not ended share a value. */
  unique: z.boolean().default(false),
  /** 标识: finds its record from other registers (identity number, credit code); implies unique. */
  identifier: z.boolean().default(false),
  /** Filters and order of lists may use it; makes an index. */
  searchable: z.boolean().default(false),
  mask: z.enum(maskRules).optional(),
  /** 数源部门: the authority whose word this field is, if it is another than the register's. */
  authority: textSchema.optional(),
  /** Number and clause of the standard. */
  standard: z.string().max(200).optional(),
  note: textSchema.optional(),
});
export type FieldDefinition = z.infer<typeof fieldSchema>;

/** Whose data a record is: itself a person or party; or named by a reference; or found by an identifier in another register. */
const subjectSchema = z.union([
  z.literal('self'),
  z.strictObject({ field: identifier }),
  z.strictObject({ field: identifier, register: idSchema, key: identifier }),
]);

/** 登记簿: a kind of record with typed fields. */
export const registerSchema = z.strictObject({
  title: textSchema,
  description: textSchema.optional(),
  /** base 基础库, licence 证照库, business 业务库, device …: a label for catalogues. */
  category: z.string().max(40).default('business'),
  /** 数源部门. */
  authority: textSchema.optional(),
  /** Fields that together name one record: a bulk load changes the record that has them. */
  key: z.array(identifier).max(5).default([]),
  subjects: z.array(subjectSchema).max(5).default([]),
  /** Fields that hold the division and the organisation (credit code) to which a record belongs: officials of that scope see it. */
  divisionField: identifier.optional(),
  organisationField: identifier.optional(),
  /** Anybody may read its unmasked fields (企业信息公示 and the like). */
  open: z.boolean().default(false),
  /** Officials outside the scope may look up a single record by its exact identifier, for a purpose that is logged. */
  lookUpAnywhere: z.boolean().default(false),
  /** 使用目的: for which purposes it may be read, in words for catalogue and consent pages. */
  purposes: z.array(textSchema).max(20).default([]),
  standard: z.string().max(200).optional(),
  fields: z.array(fieldSchema).min(1).max(200),
}).check((ctx) => {
  const refuse = (path: (string | number)[], zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: ctx.value, path, params: { zh, en } });
  const { fields, key, subjects, divisionField, organisationField } = ctx.value;
  const byId = new Map(fields.map((f) => [f.id, f]));
  fields.forEach((f, i) => {
    if (byId.get(f.id) !== f) refuse(['fields', i, 'id'], `字段“${f.id}”重复`, `field "${f.id}" is there twice`);
    if (f.id.endsWith('Blind') && byId.get(f.id.slice(0, -'Blind'.length))?.sensitive === true) refuse(['fields', i, 'id'], `“${f.id}”是加密字段的盲索引列`, `"${f.id}" is where a sensitive field keeps its keyed digests`);
    if ((f.type === 'code') !== (f.codeList !== undefined)) refuse(['fields', i, 'codeList'], 'code 类型（且仅有它）须写 codeList', 'codeList belongs to type code, and only to it');
    if ((f.type === 'reference') !== (f.register !== undefined)) refuse(['fields', i, 'register'], 'reference 类型（且仅有它）须写 register', 'register belongs to type reference, and only to it');
    if (f.sensitive && !sealableTypes.has(f.type)) refuse(['fields', i, 'sensitive'], `${f.type} 类型不能加密`, `type ${f.type} cannot be sensitive`);
    if (f.type === 'json' && (f.unique || f.searchable || f.identifier)) refuse(['fields', i], 'json 字段不能检索', 'a json field cannot be searched');
  });
  const known = (id: string | undefined, path: (string | number)[], plain = false): void => {
    if (id === undefined) return;
    const field = byId.get(id);
    if (field === undefined) refuse(path, `没有字段“${id}”`, `there is no field "${id}"`);
    else if (plain && field.sensitive) refuse(path, `字段“${id}”不能加密`, `field "${id}" may not be sensitive`);
  };
  key.forEach((id, i) => known(id, ['key', i]));
  subjects.forEach((s, i) => known(s === 'self' ? undefined : s.field, ['subjects', i, 'field'], s !== 'self' && !('register' in s)));
  known(divisionField, ['divisionField'], true);
  known(organisationField, ['organisationField'], true);
});
export type RegisterDefinition = z.infer<typeof registerSchema>;

export const registerKind = defineKind<RegisterDefinition, RegisterTable>({
  kind: 'register',
  schema: registerSchema,
  references: (d): Reference[] => [
    ...d.fields.flatMap((f, i): Reference[] => [
      ...(f.codeList === undefined ? [] : [{ kind: 'code-list', id: f.codeList, path: ['fields', i, 'codeList'] }]),
      ...(f.register === undefined ? [] : [{ kind: 'register', id: f.register, path: ['fields', i, 'register'] }]),
    ]),
    ...d.subjects.flatMap((s, i): Reference[] => (s !== 'self' && 'register' in s ? [{ kind: 'register', id: s.register, path: ['subjects', i, 'register'] }] : [])),
  ],
  compile: (definition, source) => tableOf(source.id, source.version, definition),
});

import { z } from 'zod';
import { dateSchema, defineKind, idSchema, textSchema } from '#engines/content';
import { licenceChange } from '../licences/contract-licence.ts';

const code = (shape: RegExp, zh: string, en: string) => z.string().regex(shape, { message: `${zh} / ${en}` });

/** 时限: a number of working days, or of hours on the spot (0 = 即办). */
const days = z.int().min(0).max(365);

/** 材料: what the applicant hands in, or what government fetches instead (免于提交). */
export const materialSchema = z.strictObject({
  id: idSchema,
  name: textSchema,
  /** 原件 original, 复印件 copy, 电子 electronic. */
  form: z.enum(['original', 'copy', 'electronic']).default('electronic'),
  copies: z.int().min(1).max(20).default(1),
  /** 材料来源: 申请人自备 applicant, 政府部门核发 government, 其他 other. */
  origin: z.enum(['applicant', 'government', 'other']).default('applicant'),
  required: z.union([z.boolean(), z.string()]).default(true),
  /** FEEL over the answers: asked for only when true. */
  when: z.string().optional(),
  /** 免于提交: the register whose record stands for the paper, found by FEEL over `party` and the answers. */
  register: z.strictObject({ id: idSchema, by: z.record(z.string(), z.string()) }).optional(),
  /** 证照调用: the certificate type taken from the holder's wallet. */
  certificate: idSchema.optional(),
  /** 告知承诺: may be promised instead of handed in; the text that is promised. */
  promise: textSchema.optional(),
  /** 容缺受理: may be handed in within so many working days after acceptance. */
  laterDays: z.int().min(1).max(30).optional(),
  note: textSchema.optional(),
  /** Kinds of file that may be uploaded; none: nothing is uploaded, only taken from registers or the wallet. */
  accept: z.array(z.enum(['pdf', 'ofd', 'jpg', 'png'])).default(['pdf', 'ofd', 'jpg', 'png']),
  filesMax: z.int().min(1).max(20).default(5),
});
export type Material = z.infer<typeof materialSchema>;

/** 设定依据: the law that the item rests on. */
const basisSchema = z.strictObject({ law: z.string().min(2), article: z.string().optional(), text: z.string().optional() });

/**
 * 政务服务事项 (实施清单): standards GB/T 39554.1 codes and the elements of the national exchange table.
 * A county's item `extends` the province's; what is `locked` above cannot be changed below.
 */
export const serviceItemSchema = z.strictObject({
  name: textSchema,
  summary: textSchema,
  /** 基本编码, 12 digits. */
  basicCode: code(/^\d{12}$/, '基本编码应为 12 位数字', 'basic code has 12 digits'),
  /** 实施编码, 31 characters; may be left out where `organisations` vary and it is composed of credit code + level + basic code. */
  implementationCode: code(/^[0-9A-Z]{31}$/, '实施编码应为 31 位', 'implementation code has 31 characters').optional(),
  /** 事项类型: 01 行政许可 … 20 公共服务. */
  itemType: code(/^\d{2}$/, '事项类型应为 2 位', 'item type has 2 digits'),
  /** 行使层级: 1 国家 … 6 村. */
  level: code(/^\d$/, '行使层级应为 1 位', 'level has 1 digit'),
  powerSource: z.enum(['1', '2', '3', '4', '5', '6']).default('1'),
  /** 实施主体: department kind by which the organisation in the applicant's division is found, or a fixed credit code. */
  implementer: z.strictObject({ departmentKind: z.string(), level: z.int().min(1).max(5).optional(), organisation: z.string().optional() }),
  jointOrganisations: z.array(z.string()).default([]),
  delegatedBy: z.string().optional(),
  bases: z.array(basisSchema).min(1),
  /** 服务对象: 1 自然人, 2 企业法人, 3 事业法人, 4 社会组织法人, 5 非法人企业, 6 行政机关, 9 其他组织. */
  serves: z.array(z.enum(['1', '2', '3', '4', '5', '6', '9'])).min(1),
  /** 办件类型: 即办件 instant, 承诺件 promised. */
  handling: z.enum(['instant', 'promised']),
  statutoryDays: days,
  promisedDays: days,
  /** 特别程序. */
  specialProcedures: z.array(z.strictObject({ name: textSchema, days, basis: z.string() })).default([]),
  conditions: z.array(textSchema).min(1),
  materials: z.array(materialSchema),
  /** 补正期限: working days for the supplement from the notice; not kept, the case may be closed as withdrawn. */
  supplementDays: z.int().min(1).max(60).default(10),
  /** 告知承诺事后核查 (国办发〔2020〕42号): within so many working days after a grant on promises, by a process that names the post. */
  laterCheck: z.strictObject({ days: z.int().min(1).max(365).default(40), process: idSchema.default('commitment-check'), checklist: idSchema.optional() }).prefault({}),
  /** 收费. */
  fee: z.strictObject({ charged: z.boolean(), fen: z.int().min(0).default(0), basis: z.string().optional() }).default({ charged: false, fen: 0 }),
  /** 到办事现场次数. */
  visits: z.int().min(0).max(9).default(0),
  visitReason: textSchema.optional(),
  /** 网上办理深度. */
  onlineDepth: z.enum(['1', '2', '3', '4']).default('4'),
  /** 通办范围. */
  reach: z.enum(['county', 'city', 'province', 'country']).default('city'),
  windows: z.array(z.strictObject({ name: textSchema, address: textSchema, hours: textSchema, phone: z.string() })).default([]),
  consult: textSchema,
  complain: textSchema,
  options: z.strictObject({ appointment: z.boolean().default(true), express: z.boolean().default(true), onlinePayment: z.boolean().default(false), terminal: z.boolean().default(true), hall: z.boolean().default(true) }).prefault({}),
  themes: z.array(z.string()).default([]),
  keywords: z.array(z.string()).default([]),
  form: idSchema,
  /** The process, and the variables that it is told: `{ inspection: true }`. */
  process: idSchema,
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** Decision that proposes grant or refusal from the answers. */
  decision: idSchema.optional(),
  /** 审批结果. */
  result: z.strictObject({
    name: textSchema,
    /** `cancellation` 注销: the licence of that type that stands among the materials ends. */
    kind: z.enum(['certificate', 'letter', 'cancellation', 'none']),
    certificate: idSchema.optional(),
    refusalTemplate: idSchema.optional(),
    /** Field of the certificate's record → FEEL over answers, party, case. */
    fields: z.record(z.string(), z.string()).default({}),
  }),
  templates: z.strictObject({ receipt: idSchema.optional(), acceptance: idSchema.optional(), supplement: idSchema.optional(), refusal: idSchema.optional() }).prefault({}),
  flow: z.array(z.strictObject({ step: textSchema, by: textSchema, days })).min(1),
  samples: z.array(z.string()).default([]),
  state: z.enum(['published', 'suspended', 'cancelled']).default('published'),
  plannedFrom: dateSchema.optional(),
}).refine((item) => item.promisedDays <= item.statutoryDays, { path: ['promisedDays'], message: '承诺时限不得长于法定时限 / the promise may not be longer than the statute allows' });
export type ServiceItem = z.infer<typeof serviceItemSchema>;

export const serviceItemKind = defineKind({
  kind: 'service-item',
  schema: serviceItemSchema,
  references: (item) => [
    { kind: 'form', id: item.form, path: ['form'] },
    { kind: 'process', id: item.process, path: ['process'] },
    ...(item.materials.some((m) => m.promise !== undefined) ? [{ kind: 'process', id: item.laterCheck.process, path: ['laterCheck', 'process'] }] : []),
    ...(item.laterCheck.checklist === undefined ? [] : [{ kind: 'form', id: item.laterCheck.checklist, path: ['laterCheck', 'checklist'] }]),
    ...(item.decision === undefined ? [] : [{ kind: 'decision', id: item.decision, path: ['decision'] }]),
    ...(item.result.certificate === undefined ? [] : [{ kind: 'certificate-type', id: item.result.certificate, path: ['result', 'certificate'] }]),
    ...(item.result.refusalTemplate === undefined ? [] : [{ kind: 'document-template', id: item.result.refusalTemplate, path: ['result', 'refusalTemplate'] }]),
    ...Object.entries(item.templates).flatMap(([name, id]) => (id === undefined ? [] : [{ kind: 'document-template', id, path: ['templates', name] }])),
    ...item.materials.flatMap((m, i) => [
      ...(m.register === undefined ? [] : [{ kind: 'register', id: m.register.id, path: ['materials', i, 'register', 'id'] }]),
      ...(m.certificate === undefined ? [] : [{ kind: 'certificate-type', id: m.certificate, path: ['materials', i, 'certificate'] }]),
    ]),
  ],
});

/** 证照类型: a kind of licence, made as a record of its register and a sealed document. */
export const certificateTypeSchema = z.strictObject({
  name: textSchema,
  /** 证照类型代码: credit code of the body that defined it + 3 digits (GB/T 36904). */
  typeCode: code(/^[0-9A-Z]{18}\d{3}$/, '证照类型代码应为 21 位', 'certificate type code has 21 characters'),
  template: idSchema,
  /** Years that it is valid; none: without end. */
  validYears: z.int().min(1).max(50).optional(),
  /** Number of the licence: FEEL over `serial`, `year`, `division`, `issuer`. */
  number: z.string(),
  /** 电子印章: type of the issuing organisation's seal. */
  seal: z.string().default('official'),
  holder: z.enum(['person', 'company']),
  fields: z.array(z.strictObject({ name: z.string(), label: textSchema })).min(1),
  /** 法律依据 of its changes that hold for this kind of licence alone; those of every licence stand in `licence-change`. */
  changeBases: z.partialRecord(licenceChange, z.array(z.string().trim().min(4).max(300)).min(1).max(20)).optional(),
});
export type CertificateType = z.infer<typeof certificateTypeSchema>;

export const certificateTypeKind = defineKind({
  kind: 'certificate-type',
  schema: certificateTypeSchema,
  references: (c) => [{ kind: 'document-template', id: c.template, path: ['template'] }],
});

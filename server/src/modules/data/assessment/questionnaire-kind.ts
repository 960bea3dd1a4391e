import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

/** 被评估对象: public bodies, data centres, cloud providers. */
export const subjectKinds = ['body', 'data-centre', 'cloud-provider'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

const itemSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  text: textSchema,
  clause: z.string().max(200),
  /** 能力成熟度等级 (GB/T 37988-2019) that this item belongs to: 1 performed, 2 planned, 3 well defined, 4 measured, 5 improving. */
  level: z.int().min(1).max(5),
  weight: z.int().min(1).max(5).default(1),
  /** 否决项: without it no level from its own upwards is reached. */
  must: z.boolean().default(false),
  /** Whether an answer of yes needs a file. */
  evidence: z.boolean().default(false),
});
export type QuestionnaireItem = z.infer<typeof itemSchema>;

/** 评估问卷: what is asked, by which clause, what it weighs, from which level a certificate is given. */
export const questionnaireKind = defineKind({
  kind: 'security-questionnaire',
  schema: z.strictObject({
    title: textSchema,
    basis: textSchema,
    for: z.array(z.enum(subjectKinds)).min(1),
    /** Share of the weight of a level's items that must be met, 0 to 1. */
    passShare: z.number().min(0.5).max(1).default(0.8),
    /** 发证等级: the least level for a certificate. */
    certifyFrom: z.int().min(1).max(5),
    certificate: idSchema,
    domains: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/), title: textSchema, items: z.array(itemSchema).min(1).max(60) })).min(1).max(20),
  }).check((ctx) => {
    const ids = ctx.value.domains.flatMap((d) => d.items.map((i) => i.id));
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) ctx.issues.push({ code: 'custom', input: ctx.value, path: ['domains'], params: { zh: `题目“${twice}”重复`, en: `item "${twice}" is there twice` } });
  }),
  references: (d) => [{ kind: 'certificate-type', id: d.certificate, path: ['certificate'] }],
});
export type Questionnaire = z.infer<typeof questionnaireKind.schema>;
export const itemsOf = (q: Pick<Questionnaire, 'domains'>): QuestionnaireItem[] => q.domains.flatMap((d) => d.items);

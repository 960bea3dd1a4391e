import { z } from 'zod';

/** 管道步骤, as content and browsers write them. Imports the schema library only. */
const id = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
const column = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
const feel = z.string().trim().min(1).max(2000);
const title = z.string().trim().min(1).max(100);

/** 来源: a register as it stands, a set that another pipeline published, or an uploaded table (columns c1, c2 …). */
export const sourceSchema = z.union([z.strictObject({ register: id }), z.strictObject({ set: id }), z.strictObject({ file: z.uuid() })]);
export type Source = z.infer<typeof sourceSchema>;

export const measureSchema = z.strictObject({ as: column, fn: z.enum(['count', 'filled', 'distinct', 'sum', 'average', 'min', 'max', 'median']), of: column.optional(), where: feel.optional() });
const groupSchema = z.strictObject({ column, by: z.union([z.enum(['year', 'quarter', 'month', 'day']), z.strictObject({ first: z.int().min(1).max(40) }), z.strictObject({ width: z.number().positive() })]).optional(), as: column.optional() });

const maskRules = ['name', 'identity-number', 'phone', 'address', 'bank-card', 'email', 'licence-number', 'plate', 'all'] as const;

export const stepSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('extract'), from: sourceSchema, columns: z.array(column).max(200).optional() }),
  /** Keeps these columns, under these names. */
  z.strictObject({ do: z.literal('map'), columns: z.array(z.strictObject({ column, as: column.optional(), title: title.optional() })).min(1).max(200) }),
  /** FEEL over the set; `runDay` is the day that the run is for. */
  z.strictObject({ do: z.literal('filter'), where: feel }),
  /** A further column: FEEL over the columns, computed over the set where the expression works on sets. */
  z.strictObject({ do: z.literal('compute'), as: column, kind: z.enum(['text', 'integer', 'decimal', 'money', 'date', 'boolean']), expression: feel, title: title.optional() }),
  /** One row at most on the other side: its key must be unique. */
  z.strictObject({ do: z.literal('join'), with: sourceSchema, kind: z.enum(['inner', 'left']).default('left'), on: z.array(z.strictObject({ left: column, right: column })).min(1).max(5), take: z.array(z.strictObject({ column, as: column.optional() })).min(1).max(40) }),
  z.strictObject({ do: z.literal('aggregate'), groupBy: z.array(groupSchema).max(6).default([]), measures: z.array(measureSchema).min(1).max(19) }),
  /** Rows for which the rule does not hold are refused; above `atMost` (a share) the run fails. */
  z.strictObject({ do: z.literal('check'), title, rule: feel, atMost: z.number().min(0).max(1).default(0) }),
  z.strictObject({ do: z.literal('mask'), columns: z.array(z.strictObject({ column, rule: z.enum(maskRules) })).min(1).max(50) }),
  z.strictObject({ do: z.literal('load'), register: id }),
  z.strictObject({ do: z.literal('publish'), as: z.enum(['set', 'service', 'open-candidate']), name: id, title }),
]);
export type Step = z.infer<typeof stepSchema>;

/** 数据管道: steps from one source to one end, when it runs, and what it waits for. */
export const pipelineSchema = z.strictObject({
  title: z.union([title, z.strictObject({ zh: title, en: title.optional() })]),
  description: z.string().max(500).optional(),
  /** Credit code of the department that answers for it. */
  owner: z.string().regex(/^[0-9A-Z]{18}$/).optional(),
  /** China's clock; on working days of the official calendar only, where it says so. An alarm where it is not done by `dueBy`. */
  schedule: z.strictObject({ at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), workingDays: z.boolean().default(false), dueBy: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).optional() }).optional(),
  /** Runs for a day when these have been done for that day. */
  after: z.array(id).max(10).default([]),
  /** A run that moves nothing is a failure unless this is said. */
  mayBeEmpty: z.boolean().default(false),
  steps: z.array(stepSchema).min(2).max(30),
});
export type Pipeline = z.infer<typeof pipelineSchema>;
/** While it is drawn: it may stop anywhere. */
export const draftSchema = pipelineSchema.extend({ steps: z.array(stepSchema).min(1).max(30) });

import { z } from 'zod';
import { defineKind, idSchema, textSchema, type Reference } from '#engines/content';
import { modes } from './types.ts';

const field = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);

export const upstreamSchema = z.strictObject({
  /** http(s) address of the department's interface; no user, no query, no fragment. */
  url: z.url({ protocol: /^https?$/ }).max(500).refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  }),
  timeoutMs: z.int().min(100).max(300_000).default(10_000),
  connections: z.int().min(1).max(256).default(32),
  inFlightMax: z.int().min(1).max(2_000).default(256),
  methods: z.array(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])).min(1).max(5).default(['GET']),
  /** Member of the answer that holds the records. */
  items: z.string().regex(/^\w{1,60}$/).optional(),
});

/** 数据服务: declared by officials in content, or made at the desk in the same shape. */
export const serviceSchema = z.strictObject({
  title: textSchema,
  mode: z.enum(modes),
  /** Credit code of the provider. */
  provider: z.string().regex(/^[0-9A-Z]{18}$/).optional(),
  register: idSchema.optional(),
  fields: z.array(field).max(200).default([]),
  upstream: upstreamSchema.optional(),
  /** For mode file: the file that is handed out. */
  fileId: z.uuid().optional(),
  /** For mode peer: the other house and its name of the service. */
  peer: z.strictObject({ house: z.string().min(1).max(200), service: z.string().regex(/^[a-z][a-z0-9-]{0,79}(\.(verify|query|batch|changes))?$/) }).optional(),
  /** 服务承诺: answer time in milliseconds, availability in per cent. */
  sla: z.strictObject({ answerMs: z.int().min(1), availability: z.number().min(0).max(100) }).optional(),
}).check((ctx) => {
  const { mode, register, upstream, fileId, peer } = ctx.value;
  const refuse = (path: string, zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: ctx.value, path: [path], params: { zh, en }, message: en });
  if ((mode === 'proxy') !== (upstream !== undefined)) refuse('upstream', 'proxy 服务（且仅有它）须写 upstream', 'upstream belongs to mode proxy, and only to it');
  if ((mode === 'file') !== (fileId !== undefined)) refuse('fileId', 'file 服务（且仅有它）须写 fileId', 'fileId belongs to mode file, and only to it');
  if ((mode === 'peer') !== (peer !== undefined)) refuse('peer', 'peer 服务（且仅有它）须写 peer', 'peer belongs to mode peer, and only to it');
  if (['verify', 'query', 'batch', 'changes'].includes(mode) !== (register !== undefined)) refuse('register', '核验、查询、批量、变更服务（且仅有它们）须写 register', 'register belongs to verify, query, batch and changes, and only to them');
});
export type ServiceDefinition = z.infer<typeof serviceSchema>;

export const dataServiceKind = defineKind<ServiceDefinition>({
  kind: 'data-service',
  schema: serviceSchema,
  references: (d): Reference[] => (d.register === undefined ? [] : [{ kind: 'register', id: d.register, path: ['register'] }]),
});

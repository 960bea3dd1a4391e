import { z } from 'zod';

const base64 = z.string().max(300_000).regex(/^[A-Za-z0-9+/]*={0,2}$/);
const head = { agreement: z.uuid(), run: z.uuid(), /** 0, 1, 2 …: each number once and in order. */ seq: z.int().min(0), at: z.iso.datetime() };

/** What the initiator asks, step by step; anything else ends the run. */
export const askSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('begin'), ...head, digest: z.string().length(64), rows: z.int().min(1) }),
  z.strictObject({ do: z.literal('points'), ...head, points: base64 }),
  z.strictObject({ do: z.literal('theirs-blinded'), ...head }),
  z.strictObject({ do: z.literal('own'), ...head }),
  z.strictObject({ do: z.literal('add-up'), ...head, count: z.int().min(0), cipher: z.string().max(1100) }),
  z.strictObject({ do: z.literal('end'), ...head, count: z.int().nullable() }),
]);
export type Ask = z.infer<typeof askSchema>;
type WithoutHead<T> = T extends Ask ? Omit<T, 'agreement' | 'run' | 'seq' | 'at'> : never;
export type AskBody = WithoutHead<Ask>;

export const answerSchema = z.strictObject({
  /** Digest of the message that this answers: an answer to another question is refused. */
  to: z.string().length(64), run: z.uuid(), seq: z.int(),
  rows: z.int().optional(), points: base64.optional(), more: z.boolean().optional(),
  key: z.strictObject({ n: z.string().max(600), h: z.string().max(1100) }).optional(), ciphers: z.array(z.string().max(1100)).max(500).optional(),
  groups: z.array(z.strictObject({ group: z.int(), count: z.int().nullable(), sum: z.int().nullable() })).max(15).optional(),
});
export type AnswerBody = z.infer<typeof answerSchema>;

/** Points in one message: 4,000 make 171 KB. */
export const batchPoints = 4_000;
/** With a ciphertext each, 1 KB: fewer. */
export const batchCiphers = 250;
/** Clocks of two houses may differ by so much, in milliseconds. */
export const skewMs = 300_000;

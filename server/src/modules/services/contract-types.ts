import { z } from 'zod';

/** Text in the reader's language: the server has chosen. */
export const words = z.string();
export const day = z.string().describe('YYYY-MM-DD, in China');
export const instant = z.string().describe('ISO 8601 instant');
export const cursor = z.string().max(200).optional().describe('where the last page ended');
export const limit = z.coerce.number().int().min(1).max(100).default(20);
export const caseId = z.uuid();
export const version = z.int().min(0).describe('the version that the change is based on');

/** Digits of a division: 2, 4, 6, 9 or 12 significant ones. */
export const divisionDigits = z.string().regex(/^\d{2,12}$/);

/** 办件状态. */
export const caseState = z.enum(['submitted', 'supplement', 'accepted', 'suspended', 'granted', 'refused', 'notAccepted', 'withdrawn', 'terminated']);
export type CaseState = z.infer<typeof caseState>;

/** 监察灯: green 正常, soon 预警 (limit near), yellow 黄牌 (promise passed), red 红牌 (statute passed), stopped (clock stands), done. */
export const light = z.enum(['green', 'soon', 'yellow', 'red', 'stopped', 'done']);
export type Light = z.infer<typeof light>;

export const clockView = z.object({
  light,
  promisedDays: z.int(),
  statutoryDays: z.int(),
  acceptedOn: day.nullable(),
  promisedDue: day.nullable(),
  statutoryDue: day.nullable(),
  /** Working days left until the promise; negative when passed; null when the clock has not started. */
  daysLeft: z.int().nullable(),
  stops: z.array(z.object({ from: day, to: day.nullable(), reason: words })),
});

export const timelineEntry = z.object({
  at: instant,
  kind: z.string(),
  title: words,
  by: words,
  organisation: words.nullable(),
  opinion: words.nullable(),
});

export const materialState = z.enum(['missing', 'uploaded', 'fetched', 'wallet', 'promised', 'later', 'given', 'rejected']);

export const materialView = z.object({
  id: z.string(),
  itemId: z.string(),
  itemName: words,
  name: words,
  required: z.boolean(),
  note: words.nullable(),
  state: materialState,
  /** Where it came from, in words: 「人口库 · 2026-11-22 获取」. */
  source: words.nullable(),
  /** Ways that this one allows. */
  ways: z.array(z.enum(['upload', 'wallet', 'fetch', 'promise', 'later'])),
  promise: words.nullable(),
  laterDays: z.int().nullable(),
  /** 容缺期限 of one that is owed; null before acceptance. */
  laterDue: day.nullable(),
  accept: z.array(z.string()),
  filesMax: z.int(),
  files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number(), url: z.string() })),
  /** Licences of the wallet that fit. */
  candidates: z.array(z.object({ recordId: z.string(), title: words, number: z.string() })),
});
export type MaterialView = z.infer<typeof materialView>;

/** A form as the renderer takes it: the definition itself, in JSON. */
export const formDefinition = z.looseObject({ id: z.string(), version: z.number(), title: z.unknown(), pages: z.array(z.unknown()) });
export const answers = z.record(z.string(), z.unknown());

export const done = z.object({ ok: z.literal(true) });

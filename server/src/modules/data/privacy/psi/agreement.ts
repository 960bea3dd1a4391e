import { z } from 'zod';
import { groupsMax } from './grouped-sums.ts';

/** 联合计算协议: what two houses sign before anything is computed; its text, to the letter, is what both signatures cover. */
export const agreementSchema = z.strictObject({
  id: z.uuid(),
  purpose: z.string().min(4).max(300),
  legalBasis: z.string().min(4).max(300),
  initiator: z.string().max(100),
  responder: z.string().max(100),
  /** count: how many are in both; grouped: by the responder's groups, with sums of a number of his. */
  what: z.enum(['count', 'grouped']),
  /** The field that both compare, in words: 公民身份号码. */
  identifier: z.string().min(1).max(60),
  /** Names of the responder's groups; empty for count. */
  groups: z.array(z.string().min(1).max(40)).max(groupsMax),
  /** Of the responder: the number that is added up; null when only counted. */
  value: z.string().max(60).nullable(),
  /** Smaller sets are refused on either side: they would be a probe for single people. */
  rowsMin: z.int().min(20).max(1_000_000),
  rowsMax: z.int().min(20).max(1_000_000),
  /** Results below are not shown. */
  least: z.int().min(5).max(1000),
  runsPerDay: z.int().min(1).max(24),
  validTo: z.iso.datetime(),
}).refine((a) => (a.what === 'grouped') === (a.groups.length > 0), { path: ['groups'] });
export type Agreement = z.infer<typeof agreementSchema>;

/** One row of a party; group and value only on the responder's side. */
export interface PartyRow {
  id: string;
  group?: number | undefined;
  value?: number | undefined;
}
export interface Outcome {
  /** In both sets; null when fewer than `least`. */
  count: number | null;
  groups: { group: number; count: number | null; sum: number | null }[];
  initiatorRows: number;
  responderRows: number;
}

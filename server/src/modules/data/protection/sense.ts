import type { ReadTx } from '#kernel/db';
import type { Protection } from './deps.ts';

/** 生命周期环节 (GB/T 37988-2019): where in its life data are when something is found. */
export const stages = ['collect', 'transfer', 'store', 'use', 'share', 'destroy'] as const;
export type Stage = (typeof stages)[number];
export const severities = ['high', 'medium', 'low'] as const;

export type Fact = number | boolean | string | null;

/** One thing that was looked at, with what is known of it; `subject` is its key from day to day. */
export interface Sensed {
  subject: string;
  title: string;
  /** Credit code of the body that answers for it; null: the data bureau of the house. */
  organisation: string | null;
  facts: Record<string, Fact>;
}

/** 感知: how one kind of thing is looked at. Facts have names that rules may use; days are whole or broken numbers of 24 hours. */
export interface Sense {
  id: string;
  facts: Record<string, { zh: string; en: string }>;
  gather(deps: Protection, tx: ReadTx, now: Date): Promise<Sensed[]>;
}

/** One sense tells so many things at the most; what is beyond is found when these are mended. */
export const sensedMax = 5_000;

export const daysBetween = (from: Date | null | undefined, to: Date): number | null => (from == null ? null : Math.round(((to.getTime() - from.getTime()) / 86_400_000) * 100) / 100);
export const daysUntil = (until: Date | null | undefined, now: Date): number | null => (until == null ? null : daysBetween(now, until));

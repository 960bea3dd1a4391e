import { mod37And36 } from '@yiwang/ui/identifiers/check-characters.ts';
import { createHash } from 'node:crypto';
import { dayInChina } from '#kernel/clock';
import { system } from '#kernel/context';
import type { Db } from '#kernel/db';

const blockSize = 500;

/** 流水号: numbers are taken from the database in blocks, so that an application costs no round trip for its number. */
export function createSerials(db: Db): () => Promise<number> {
  let next = 0;
  let end = 0;
  let refill: Promise<void> | undefined;
  const take = async (): Promise<void> => {
    const { first } = await db.write(system, (tx) => tx.one<{ first: number }>("select nextval('cases.serial') as first"));
    next = first;
    end = first + blockSize;
    refill = undefined;
  };
  return async () => {
    while (next >= end) await (refill ??= take());
    return next++;
  };
}

/**
 * 办件编号: 6 region + 2 kind + 8 date + 7 serial (base 36) + 1 check character MOD 37,36. No national structure exists
 * (standards.md 1.8); ours tells where and when, and a mistyped one is noticed.
 */
export function caseNumber(division: string, kind: string, at: Date, serial: number): string {
  const region = division.slice(0, 6).padEnd(6, '0');
  const body = `${region}${kind}${dayInChina(at).replaceAll('-', '')}${serial.toString(36).toUpperCase().padStart(7, '0')}`;
  return body + (mod37And36(body) ?? '');
}

/** 查询码: six characters that a phone can read out, for tracking without signing in. */
export const trackCode = (caseId: string): string =>
  createHash('sm3').update(`track:${caseId}`).digest('base64url').replace(/[^A-Z2-9]/gi, '').toUpperCase().replace(/[O0I1]/g, 'Z').slice(0, 6);

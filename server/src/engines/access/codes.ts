import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { system } from '#kernel/context';
import type { CodePurpose, Part } from './dependencies.ts';
import { errors } from './errors.ts';

/** 短信验证码: six digits, hashed at rest, valid for minutes, a few attempts, once. */
export interface Codes {
  /** Makes a code and sends it. The code comes back for demonstration accounts only. */
  send(input: { subject: Uint8Array; phone: string | undefined; purpose: CodePurpose; showCode: boolean }): Promise<{ code: string | undefined }>;
  /** Refuses (`access.codeWrong`) unless this is the newest code of its subject and purpose; then it is used up. */
  check(input: { subject: Uint8Array; purpose: CodePurpose; code: string }): Promise<void>;
}

const hashCode = (id: string, code: string): Buffer => createHash('sha256').update(`${id}:${code}`).digest();

export function createCodes(part: Part): Codes {
  const { db, clock, ids, limits } = part;
  return {
    async send({ subject, phone, purpose, showCode }) {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const now = clock.now();
      const id = ids();
      await db.write(system, async (tx) => {
        await tx.query('delete from access.code where subject = $1 and purpose = $2', [subject, purpose]);
        tx.insert('access.code', { id, subject, purpose, code_hash: hashCode(id, code), created_at: now.toISOString(), expires_at: new Date(now.getTime() + limits.codeMinutes * 60_000).toISOString() });
      });
      if (phone !== undefined && part.sendCode !== undefined) await part.sendCode(phone, code, purpose);
      return { code: showCode ? code : undefined };
    },
    async check({ subject, purpose, code }) {
      const right = await db.write(system, async (tx) => {
        // the attempt is counted before the comparison, under the row's lock: guesses in parallel count too
        const row = await tx.maybe<{ id: string; code_hash: Buffer }>(
          `update access.code set attempts = attempts + 1
           where id = (select id from access.code where subject = $1 and purpose = $2 order by created_at desc limit 1)
             and used_at is null and expires_at > $3 and attempts < $4
           returning id, code_hash`,
          [subject, purpose, clock.now(), limits.codeAttemptsMax],
        );
        if (row === undefined || !/^\d{6}$/.test(code) || !timingSafeEqual(row.code_hash, hashCode(row.id, code))) return false;
        await tx.query('update access.code set used_at = $2 where id = $1', [row.id, clock.now()]);
        return true;
      });
      if (!right) throw errors.codeWrong();
    },
  };
}

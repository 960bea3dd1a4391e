import type { ReadFor } from '#engines/exchange';
import type { Purpose } from '#engines/records';
import type { Context } from '#kernel/context';
import { consentingAmong, consentPurpose } from '#modules/data';

interface Ground {
  consent: boolean;
  organisation: string;
}
export interface ConsentGround {
  purpose: Purpose;
  /** Those whose standing consent covers this read; all, where consent is not the ground. */
  consentedAmong<R extends { subjects: readonly string[] }>(ctx: Context, register: string, fields: readonly string[], records: R[]): Promise<R[]>;
}

/**
 * 同意为基础的授权: a grant whose purpose code is `consent` reads the data of those who consent at this moment. What was withdrawn a
 * moment ago is not read. Grants never change, so what they stand on is remembered; consents are asked anew each time.
 */
export function consentGrounds(): (ctx: Context, read: ReadFor) => Promise<ConsentGround> {
  const known = new Map<string, Ground>();
  const groundOf = async (ctx: Context, read: ReadFor): Promise<Ground> => {
    const ref = 'caseId' in read.purpose ? read.purpose.caseId : read.purpose.duty.startsWith('grant:') ? read.purpose.duty.slice(6) : null;
    const [organisation] = ctx.actor.organisations;
    if (ref === null || organisation === undefined) return { consent: false, organisation: '' };
    const key = `${organisation} ${ref}`;
    const found = known.get(key) ?? { organisation, consent: (await ctx.tx.maybe('select 1 from exchange.granted where (id = $1 or case_id = $1) and organisation = $2 and purpose_code = $3 limit 1', [ref, organisation, consentPurpose])) !== undefined };
    if (known.size > 10_000) known.clear();
    // a case may get a grant by consent later: only grants themselves are remembered
    if ('duty' in read.purpose) known.set(key, found);
    return found;
  };
  return async (ctx, read) => {
    const { consent, organisation } = await groundOf(ctx, read);
    return {
      purpose: consent ? { consentId: 'duty' in read.purpose ? read.purpose.duty : read.purpose.caseId, text: read.purpose.text } : read.purpose,
      async consentedAmong(at, register, fields, records) {
        if (!consent || records.length === 0) return records;
        const consenting = await consentingAmong(at, { organisation, register, fields, subjects: [...new Set(records.flatMap((r) => r.subjects))] });
        // a record of several people needs the consent of each
        return records.filter((r) => r.subjects.length > 0 && r.subjects.every((s) => consenting.has(s)));
      },
    };
  };
}
